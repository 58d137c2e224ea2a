-- A row is a tweet that names an account in its text: the author and everyone named, as Netlytic's name network ties them.
-- The author of a retweet's original and whoever a retweet's text names are named too.
select
    tweets.author as source,
    tweet_mentions.account as target,
    tweets.tweet_id,
    1 as times
from tweet_mentions
inner join tweets
    on tweets.collection_window = tweet_mentions.collection_window
    and tweets.tweet_id = tweet_mentions.tweet_id
where tweet_mentions.collection_window = $collection_window
group by tweets.author, tweet_mentions.account, tweets.tweet_id
