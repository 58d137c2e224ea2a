-- A row is a named list of words in the window: tweets with at least one of its words, and uses of all of them.
with lists as (
    select
        list,
        kind,
        count(*) as terms
    from (select unnest($lists) as list, unnest($kinds) as kind, unnest($terms) as term) as listed
    group by list, kind
),

used as (
    select
        word_list_uses.list,
        tokens.tweet_id,
        tokens.author,
        tokens.word
    from (
        select tweet_id, author, unnest(string_split(tokens, ' ')) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    inner join word_list_uses on word_list_uses.word = tokens.word
    where word_list_uses.collection_window = $collection_window
),

counted as (
    select
        list,
        count(*) as uses,
        count(distinct word) as distinct_words,
        count(distinct tweet_id) as tweets,
        count(distinct author) as posters
    from used
    group by list
),

frame as (
    select count(*) as all_tweets
    from tweet_tokens
    where collection_window = $collection_window
)

select
    $collection_window as collection_window,
    lists.list,
    lists.kind,
    lists.terms,
    coalesce(counted.distinct_words, 0) as distinct_words,
    coalesce(counted.uses, 0) as uses,
    coalesce(counted.tweets, 0) as tweets,
    coalesce(counted.posters, 0) as posters,
    case when frame.all_tweets > 0 then 100.0 * coalesce(counted.tweets, 0) / frame.all_tweets end as percent_of_tweets
from lists
cross join frame
left join counted on counted.list = lists.list
order by lists.list
