-- A row is a kind of engagement with the sampled tweets that are no retweets: a retweet is liked through its original.
-- Counts of what is no retweet are its own; only tweets of which they are known.
with sampled_tweets as (
    select
        tweets.like_count as likes,
        tweets.retweet_count as shares,
        tweets.reply_count as comments
    from sample
    inner join tweets
        on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window and not tweets.is_retweet
),

tweet_metrics as (
    select 'likes' as metric, likes as times from sampled_tweets
    union all
    select 'shares' as metric, shares as times from sampled_tweets
    union all
    select 'comments' as metric, comments as times from sampled_tweets
)

select
    $collection_window as collection_window,
    metric,
    count(*) as sampled_tweets,
    count(times) as known_tweets,
    avg(times) as mean,
    quantile_cont(times, 0.25) as lower_quartile,
    quantile_cont(times, 0.5) as median,
    quantile_cont(times, 0.75) as upper_quartile,
    max(times) as maximum
from tweet_metrics
group by metric
order by metric
