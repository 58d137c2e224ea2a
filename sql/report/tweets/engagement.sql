-- A row is a measure of engagement, with the tweets that it rests on.
-- Retweets are left out: their counts are their original's. A count that is not known is not counted as 0.
with own_tweets as (
    select like_count, retweet_count, reply_count
    from tweets
    where collection_window = $collection_window and not is_retweet
),

measures as (
    select
        1 as place,
        'likes' as measure,
        count(*) as of_tweets,
        count(like_count) as tweets,
        avg(like_count) as mean,
        median(like_count) as median
    from own_tweets
    union all
    select 2, 'retweets', count(*), count(retweet_count), avg(retweet_count), median(retweet_count)
    from own_tweets
    union all
    select 3, 'replies', count(*), count(reply_count), avg(reply_count), median(reply_count)
    from own_tweets
)

select measure, tweets, of_tweets, mean, median
from measures
order by place
