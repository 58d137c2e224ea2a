-- A row is a measure of engagement on a platform, with the tweets that it rests on; reckoned as engagement.sql does.
with own_tweets as (
    select platform, like_count, retweet_count, reply_count
    from tweets
    where collection_window = $collection_window and not is_retweet
),

tweet_metrics as (
    select platform, 1 as place, 'likes' as measure, like_count as times from own_tweets
    union all
    select platform, 2, 'retweets', retweet_count from own_tweets
    union all
    select platform, 3, 'replies', reply_count from own_tweets
)

select
    platform,
    measure,
    count(times) as tweets,
    count(*) as of_tweets,
    avg(times) as mean,
    median(times) as median
from tweet_metrics
group by platform, measure, place
order by platform, place
