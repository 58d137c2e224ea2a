-- A row is a pair of lists, one of positive and one of negative words, and what it calls the tweets whose words are counted:
-- those with words of one of the two alone, of both, and of neither.
with list_words as (
    select
        word,
        bool_or(kind = 'positive adjective') as is_positive_adjective,
        bool_or(kind = 'negative adjective') as is_negative_adjective,
        bool_or(kind = 'positive') as is_positive,
        bool_or(kind = 'negative') as is_negative
    from word_list_uses
    where collection_window = $collection_window and kind <> 'group'
    group by word
),

hits as (
    select
        tokens.tweet_id,
        bool_or(list_words.is_positive_adjective) as has_positive_adjective,
        bool_or(list_words.is_negative_adjective) as has_negative_adjective,
        bool_or(list_words.is_positive) as has_positive,
        bool_or(list_words.is_negative) as has_negative
    from (
        select tweet_id, unnest(string_split(tokens, ' ')) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    inner join list_words on list_words.word = tokens.word
    group by tokens.tweet_id
),

signs_of_tweets as materialized (
    select
        tweet_tokens.author,
        coalesce(hits.has_positive_adjective, false) as has_positive_adjective,
        coalesce(hits.has_negative_adjective, false) as has_negative_adjective,
        coalesce(hits.has_positive, false) as has_positive,
        coalesce(hits.has_negative, false) as has_negative
    from tweet_tokens
    left join hits on hits.tweet_id = tweet_tokens.tweet_id
    where tweet_tokens.collection_window = $collection_window
),

signs_of_posters as (
    select
        'adjectives' as lists,
        author,
        has_positive_adjective as has_positive,
        has_negative_adjective as has_negative,
        count(*) as tweets
    from signs_of_tweets
    group by author, has_positive_adjective, has_negative_adjective
    union all
    select 'word lists', author, has_positive, has_negative, count(*)
    from signs_of_tweets
    group by author, has_positive, has_negative
)

select
    $collection_window as collection_window,
    lists,
    cast(sum(tweets) as bigint) as tweets,
    cast(coalesce(sum(tweets) filter (where has_positive and not has_negative), 0) as bigint) as positive_alone,
    cast(coalesce(sum(tweets) filter (where has_negative and not has_positive), 0) as bigint) as negative_alone,
    cast(coalesce(sum(tweets) filter (where has_positive and has_negative), 0) as bigint) as both_signs,
    cast(coalesce(sum(tweets) filter (where not has_positive and not has_negative), 0) as bigint) as neither_sign,
    count(*) filter (where has_positive and not has_negative) as positive_posters,
    count(*) filter (where has_negative and not has_positive) as negative_posters,
    count(*) filter (where has_positive and has_negative) as both_posters,
    count(*) filter (where not has_positive and not has_negative) as neither_posters
from signs_of_posters
group by lists
order by lists
