-- A row is an id of a user or of a tweet that is too short to be told from a number by its length.
with ids as (
    select author_id as id from raw_tweets
    union all
    select tweet_id from raw_tweets
    union all
    select in_reply_to_tweet_id from raw_tweets
    union all
    select in_reply_to_user_id from raw_tweets
    union all
    select retweeted_tweet_id from raw_tweets
    union all
    select retweeted_user_id from raw_tweets
    union all
    select quoted_tweet_id from raw_tweets
    union all
    select quoted_user_id from raw_tweets
    union all
    select unnest(mention_ids) from raw_tweets where array_length(mention_ids) > 0
    union all
    select user_id from tweet_mentions
    union all
    select user_id from users
)

select distinct id
from ids
where id is not null and length(id) < $longest
order by id
