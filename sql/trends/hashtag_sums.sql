-- A row is the number of tweets of one account in one window that use one of some hashtags; accounts are those of a part of all.
with hashtag_uses as (
    select distinct tweet_hashtags.collection_window, tweets.author, tweet_hashtags.tweet_id, tweet_hashtags.hashtag
    from tweet_hashtags
    inner join tweets
        on tweets.collection_window = tweet_hashtags.collection_window
        and tweets.tweet_id = tweet_hashtags.tweet_id
    where
        list_contains($hashtags, tweet_hashtags.hashtag)
        and tweet_hashtags.collection_window in (select unnest($windows))
        and tweets.collection_window in (select unnest($windows))
        and hash(tweets.author) % $parts = $part
)

select collection_window, author, hashtag, count(*) as tweets
from hashtag_uses
group by collection_window, author, hashtag
