-- A row is a platform of the window: its tweets, by type, and the accounts that posted them.
select
    platform,
    count(*) as tweets,
    count(distinct author) as users_who_posted,
    count(*) filter (where tweet_type = 'tweet') as own_tweets,
    count(*) filter (where tweet_type = 'retweet') as retweets,
    count(*) filter (where tweet_type = 'reply') as replies,
    count(*) filter (where tweet_type = 'quote tweet') as quote_tweets
from tweets
where collection_window = $collection_window
group by platform
order by tweets desc, platform
