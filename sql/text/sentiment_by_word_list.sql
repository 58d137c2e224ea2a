-- A row is one tweet of the window as its positive and negative words label it, in the columns of sentiment_scores.
with word_list_hits as (
    select
        tokens.tweet_id,
        count(*) filter (where words.is_positive) as positive,
        count(*) filter (where words.is_negative) as negative
    from (
        select tweet_id, unnest(string_split(tokens, ' ')) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    inner join (
        select word, bool_or(kind = 'positive') as is_positive, bool_or(kind = 'negative') as is_negative
        from word_list_uses
        where collection_window = $collection_window and kind in ('positive', 'negative')
        group by word
    ) as words on words.word = tokens.word
    group by tokens.tweet_id
),

with_word_counts as (
    select
        tweet_tokens.collection_window,
        tweet_tokens.tweet_id,
        coalesce(word_list_hits.positive, 0) as positive,
        coalesce(word_list_hits.negative, 0) as negative,
        coalesce(array_length(string_split(tweet_tokens.tokens, ' ')), 0) as words
    from tweet_tokens
    left join word_list_hits on word_list_hits.tweet_id = tweet_tokens.tweet_id
    where tweet_tokens.collection_window = $collection_window
)

select
    collection_window,
    tweet_id,
    cast($scorer as varchar) as scorer,
    case when words > 0 then positive / cast(words as double) else 0.0 end as positive,
    case when words > 0 then greatest(words - positive - negative, 0) / cast(words as double) else 0.0 end as neutral,
    case when words > 0 then negative / cast(words as double) else 0.0 end as negative,
    case when positive + negative > 0 then (positive - negative) / cast(positive + negative as double) else 0.0 end
        as compound,
    case when positive > negative then 'positive' when negative > positive then 'negative' else 'neutral' end as label
from with_word_counts
order by tweet_id
