-- A row is a measure of engagement, with the tweets that it rests on.
-- Retweets are left out, and counts that belong to another tweet; a count that is not known is not counted as 0.
-- The median is the mean of the one or two values in the middle.
with own_tweets as (
    select like_count, retweet_count, reply_count
    from tweets
    where collection_window = $collection_window and not is_retweet
),

tweet_metrics as (
    select 'likes' as measure, like_count as times from own_tweets
    union all
    select 'retweets', retweet_count from own_tweets
    union all
    select 'replies', reply_count from own_tweets
),

ranked_metrics as (
    select
        measure,
        times,
        row_number() over (partition by measure order by times) as place,
        count(*) over (partition by measure) as tweets
    from tweet_metrics
    where times is not null
),

averages as (
    select
        measure,
        count(*) as tweets,
        avg(times) as mean,
        avg(times) filter (where 2 * place between tweets and tweets + 2) as median
    from ranked_metrics
    group by measure
),

measures as (
    select 1 as place_of_measure, 'likes' as measure
    union all
    select 2, 'retweets'
    union all
    select 3, 'replies'
)

select
    measures.measure,
    coalesce(averages.tweets, 0) as tweets,
    (select count(*) from own_tweets) as of_tweets,
    averages.mean,
    averages.median
from measures
left join averages on averages.measure = measures.measure
order by measures.place_of_measure
