-- A row is the id of an account whose handle is forgotten: what it wrote under another handle goes too.
with named_users as (
    select author_id as user_id, author_handle as handle from raw_tweets
    union
    select retweeted_user_id, retweeted_handle from raw_tweets
)

select distinct user_id
from named_users
where user_id is not null and sha256($salt || ':' || lower(handle)) in (select unnest($user_hashes))
