-- A row is a group of accounts or a week, with a scorer of its tweets: how many accounts posted those of its tweets of which
-- the variable is not known.
with posted_tweets as (
    select
        tweets.tweet_id,
        tweets.author,
        account_groups.community,
        account_groups.leader_class,
        strftime(date_trunc('week', tweets.created_at), '%Y-%m-%d') as week
    from tweets
    inner join account_groups
        on account_groups.collection_window = tweets.collection_window
        and account_groups.account = tweets.author
    where tweets.collection_window = $collection_window
),

scorers as (
    select distinct scorer
    from sentiment_scores
    where collection_window = $collection_window
),

tweets_of_unknown as (
    select
        case
            when starts_with(scorers.scorer, 'vader') then 'sentiment_vader'
            when starts_with(scorers.scorer, 'word_list') then 'sentiment_word_list'
            else 'sentiment_transformer'
        end as variable,
        posted_tweets.author,
        posted_tweets.community,
        posted_tweets.leader_class,
        posted_tweets.week
    from posted_tweets
    cross join scorers
    where not exists (
        from sentiment_scores
        where
            sentiment_scores.collection_window = $collection_window
            and sentiment_scores.tweet_id = posted_tweets.tweet_id
            and sentiment_scores.scorer = scorers.scorer
    )
),

groups as (
    select 'community' as grouped_by, community as group_name, variable, author
    from tweets_of_unknown
    union all
    select 'leader_class', leader_class, variable, author
    from tweets_of_unknown
    union all
    select 'week', week, variable, author
    from tweets_of_unknown
)

select 'group without' as part, [grouped_by, group_name, variable] as cell, count(distinct author) as people
from groups
group by grouped_by, group_name, variable
order by cell
