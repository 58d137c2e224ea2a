-- A row is one of some handles and user ids ($names, in lower case) that stands in a row of an export: whose it is, whose
-- the tweet is that it passes on, quotes or answers, whom it mentions, also by an @ in its text, or an end of a tie.
with names as (
    select author_id as name from raw_tweets
    union
    select author_handle from raw_tweets
    union
    select retweeted_user_id from raw_tweets
    union
    select retweeted_handle from raw_tweets
    union
    select quoted_user_id from raw_tweets
    union
    select quoted_handle from raw_tweets
    union
    select in_reply_to_user_id from raw_tweets
    union
    select in_reply_to_handle from raw_tweets
    union
    select unnest(mention_ids) from raw_tweets
    union
    select unnest(mention_handles) from raw_tweets
    union
    select unnest(regexp_extract_all(lower(text), '@([a-z0-9_]+)', 1)) from raw_tweets
    union
    select unnest(regexp_extract_all(lower(text), '@([a-z0-9_]+(?:[.@:-][a-z0-9_]+)+)', 1)) from raw_tweets
    union
    select source from raw_ties
    union
    select target from raw_ties
)

select distinct lower(name) as name
from names
where lower(name) in (select unnest($names))
