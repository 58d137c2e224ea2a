-- A row is an id of a user or of a tweet that is too short to be told from a number by its length; of an id that is an
-- address, in lower case, the key of its record or its did without what all have: it looks like a word.
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

select distinct id as name
from ids
where length(id) < $longest and regexp_full_match(id, '[0-9]+')
union
select distinct lower(regexp_extract(id, '^(?:at:.*/|did:[a-z]+:)([A-Za-z0-9_]+)$', 1)) as name
from ids
where
    (starts_with(id, 'at:') or starts_with(id, 'did:'))
    and length(regexp_extract(id, '^(?:at:.*/|did:[a-z]+:)([A-Za-z0-9_]+)$', 1)) >= $longest
order by name
