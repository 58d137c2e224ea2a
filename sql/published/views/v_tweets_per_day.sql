-- A row is a day of a window with at least one tweet: its tweets by type.
-- collection_window: First and last day, both included, UTC
-- day: The day, UTC
-- tweets: Tweets of all types
-- retweets: Of these, retweets
-- replies: Of these, replies
-- quote_tweets: Of these, quote tweets
-- original_tweets: Of these, tweets that are none of the three
select
    collection_window,
    cast(created_at as date) as day,
    count(*) as tweets,
    count(*) filter (where tweet_type = 'retweet') as retweets,
    count(*) filter (where tweet_type = 'reply') as replies,
    count(*) filter (where tweet_type = 'quote tweet') as quote_tweets,
    count(*) filter (where tweet_type = 'tweet') as original_tweets
from tweets
group by collection_window, cast(created_at as date)
order by collection_window, day
