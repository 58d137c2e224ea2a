-- A row is a tweet type in a window: the known likes, retweets and replies of its tweets, of all platforms together.
-- collection_window: First and last day, both included, UTC
-- tweet_type: The type of tweet; retweets are left out, for their counts are their original's
-- tweets: Tweets of that type
-- tweets_with_known_likes: Tweets that mean_likes rests on
-- mean_likes: Mean of the known likes; NULL where none is known
-- tweets_with_known_retweets: Tweets that mean_retweets rests on
-- mean_retweets: Mean of the known retweets; NULL where none is known
-- tweets_with_known_replies: Tweets that mean_replies rests on
-- mean_replies: Mean of the known replies; NULL where none is known
select
    collection_window,
    tweet_type,
    count(*) as tweets,
    count(like_count) as tweets_with_known_likes,
    avg(like_count) as mean_likes,
    count(retweet_count) as tweets_with_known_retweets,
    avg(retweet_count) as mean_retweets,
    count(reply_count) as tweets_with_known_replies,
    avg(reply_count) as mean_replies
from tweets
where not is_retweet
group by collection_window, tweet_type
order by collection_window, tweet_type
