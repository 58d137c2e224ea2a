-- A row is a pair of lists, one of positive and one of negative words, and what it calls the tweets whose words are counted:
-- those with words of one of the two alone, of both, and of neither.
with list_words as (
    select lists, word, bool_or(is_positive) as is_positive, bool_or(not is_positive) as is_negative
    from (
        select
            case when ends_with(kind, 'adjective') then 'adjectives' else 'word lists' end as lists,
            starts_with(kind, 'positive') as is_positive,
            word
        from word_list_uses
        where collection_window = $collection_window and kind <> 'group'
    ) as uses
    group by lists, word
),

hits as (
    select
        list_words.lists,
        tokens.tweet_id,
        bool_or(list_words.is_positive) as is_positive,
        bool_or(list_words.is_negative) as is_negative
    from (
        select tweet_id, unnest(string_split(tokens, ' ')) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    inner join list_words on list_words.word = tokens.word
    group by list_words.lists, tokens.tweet_id
),

labelled_tweets as (
    select
        pairs_of_lists.lists,
        tweet_tokens.author,
        case
            when hits.is_positive and hits.is_negative then 'both'
            when hits.is_positive then 'positive'
            when hits.is_negative then 'negative'
            else 'neither'
        end as label
    from tweet_tokens
    cross join (select unnest(['adjectives', 'word lists']) as lists) as pairs_of_lists
    left join hits on hits.tweet_id = tweet_tokens.tweet_id and hits.lists = pairs_of_lists.lists
    where tweet_tokens.collection_window = $collection_window
)

select
    $collection_window as collection_window,
    lists,
    count(*) as tweets,
    count(*) filter (where label = 'positive') as positive_alone,
    count(*) filter (where label = 'negative') as negative_alone,
    count(*) filter (where label = 'both') as both_signs,
    count(*) filter (where label = 'neither') as neither_sign,
    count(distinct author) filter (where label = 'positive') as positive_posters,
    count(distinct author) filter (where label = 'negative') as negative_posters,
    count(distinct author) filter (where label = 'both') as both_posters,
    count(distinct author) filter (where label = 'neither') as neither_posters
from labelled_tweets
group by lists
order by lists
