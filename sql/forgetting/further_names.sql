-- A row is a handle or user id of an account that is forgotten by the other: what it wrote under another handle, and what
-- exports without user ids have of it, go too. Of whom others mention, quote or answer the id is taken up where the handle
-- has no second one: lists of mentions that a program put in another order would name somebody else. For the same reason
-- a handle that stands beside the id of somebody else too is not taken up.
with sightings as (
    select author_id as user_id, lower(author_handle) as handle, true as is_own from raw_tweets
    union
    select retweeted_user_id, lower(retweeted_handle), true from raw_tweets
    union
    select quoted_user_id, lower(quoted_handle), false from raw_tweets
    union
    select in_reply_to_user_id, lower(in_reply_to_handle), false from raw_tweets
    union
    select unnest(mention_ids), lower(unnest(mention_handles)), false
    from raw_tweets
    where array_length(mention_ids) = array_length(mention_handles)
),

with_hashes as (
    select
        *,
        sha256($salt || ':' || lower(user_id)) in (select unnest($user_hashes)) as has_forgotten_id,
        sha256($salt || ':' || handle) in (select unnest($user_hashes)) as has_forgotten_handle
    from sightings
    where user_id is not null and handle is not null
)

select user_id as name
from with_hashes
where has_forgotten_handle and is_own
union
select min(user_id)
from with_hashes
where has_forgotten_handle
group by handle
having count(distinct user_id) = 1
union
select handle
from with_hashes
group by handle
having bool_and(has_forgotten_id)
