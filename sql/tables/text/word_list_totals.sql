-- A row is a named list of words in the window: tweets with at least one of its words, and uses of all of them.
with lists as (
    select
        list,
        kind,
        count(*) as terms
    from (select unnest($lists) as list, unnest($kinds) as kind, unnest($terms) as term) as listed
    group by list, kind
),

list_word_uses as (
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

list_counts as (
    select
        list,
        count(*) as uses,
        count(distinct word) as distinct_words,
        count(distinct tweet_id) as tweets,
        count(distinct author) as posters
    from list_word_uses
    group by list
),

tweet_total as (
    select count(*) as all_tweets
    from tweet_tokens
    where collection_window = $collection_window
)

select
    $collection_window as collection_window,
    lists.list,
    lists.kind,
    lists.terms,
    coalesce(list_counts.distinct_words, 0) as distinct_words,
    coalesce(list_counts.uses, 0) as uses,
    coalesce(list_counts.tweets, 0) as tweets,
    coalesce(list_counts.posters, 0) as posters,
    case when tweet_total.all_tweets > 0 then 100.0 * coalesce(list_counts.tweets, 0) / tweet_total.all_tweets end as percent_of_tweets
from lists
cross join tweet_total
left join list_counts on list_counts.list = lists.list
order by lists.list
