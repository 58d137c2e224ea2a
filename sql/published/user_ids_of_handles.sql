-- A row is a handle in lower case with the user id behind it: that of the latest tweet that shows both.
with sightings as (
    select author_handle as handle, author_id as user_id, created_at from raw_tweets
    union all
    select retweeted_handle, retweeted_user_id, created_at from raw_tweets
    union all
    select quoted_handle, quoted_user_id, created_at from raw_tweets
    union all
    select in_reply_to_handle, in_reply_to_user_id, created_at from raw_tweets
    union all
    select tweet_mentions.handle, tweet_mentions.user_id, tweets.created_at
    from tweet_mentions
    inner join tweets
        on tweets.collection_window = tweet_mentions.collection_window
        and tweets.tweet_id = tweet_mentions.tweet_id
),

pairs as (
    select handle, user_id, max(created_at) as created_at
    from sightings
    where handle is not null and user_id is not null
    group by handle, user_id
)

select
    lower(handle) as handle,
    user_id
from pairs
qualify row_number() over (partition by lower(handle) order by created_at desc, user_id) = 1
order by lower(handle)
