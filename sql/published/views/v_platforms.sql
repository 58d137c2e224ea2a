-- A row is a platform in a window: its tweets by type, its posters, and the known likes, retweets and replies of its tweets.
-- collection_window: First and last day, both included, UTC
-- platform: x, bluesky or mastodon
-- tweets: Tweets of all types
-- posters: Accounts that posted them; a person with accounts on two platforms is two
-- retweets: Of the tweets, retweets (reposts on Bluesky, boosts on Mastodon)
-- replies: Of the tweets, replies
-- quote_tweets: Of the tweets, quote tweets
-- original_tweets: Of the tweets, those that are none of the three
-- tweets_with_known_likes: Tweets that mean_likes rests on; retweets are left out, for their counts are their original's
-- mean_likes: Mean of the known likes; NULL where none is known. Likes of two platforms are not comparable
-- tweets_with_known_retweets: Tweets that mean_retweets rests on
-- mean_retweets: Mean of the known retweets; NULL where none is known
-- tweets_with_known_replies: Tweets that mean_replies rests on
-- mean_replies: Mean of the known replies; NULL where none is known
with tweets_with_own_counts as (
    select
        collection_window,
        platform,
        author,
        tweet_type,
        case when not is_retweet then like_count end as like_count,
        case when not is_retweet then retweet_count end as retweet_count,
        case when not is_retweet then reply_count end as reply_count
    from tweets
)

select
    collection_window,
    platform,
    count(*) as tweets,
    count(distinct author) as posters,
    count(*) filter (where tweet_type = 'retweet') as retweets,
    count(*) filter (where tweet_type = 'reply') as replies,
    count(*) filter (where tweet_type = 'quote tweet') as quote_tweets,
    count(*) filter (where tweet_type = 'tweet') as original_tweets,
    count(like_count) as tweets_with_known_likes,
    avg(like_count) as mean_likes,
    count(retweet_count) as tweets_with_known_retweets,
    avg(retweet_count) as mean_retweets,
    count(reply_count) as tweets_with_known_replies,
    avg(reply_count) as mean_replies
from tweets_with_own_counts
group by collection_window, platform
order by collection_window, platform
