-- A row is a handle or user id of an account that is forgotten by the other: what it wrote under another handle, and what
-- exports without user ids have of it, go too. A handle that stands beside the id of somebody else too is not taken up.
with sightings as (
    select author_id as user_id, lower(author_handle) as handle from raw_tweets
    union
    select retweeted_user_id, lower(retweeted_handle) from raw_tweets
    union
    select quoted_user_id, lower(quoted_handle) from raw_tweets
    union
    select in_reply_to_user_id, lower(in_reply_to_handle) from raw_tweets
    union
    select unnest(mention_ids), lower(unnest(mention_handles))
    from raw_tweets
    where array_length(mention_ids) = array_length(mention_handles)
),

with_hashes as (
    select
        user_id,
        handle,
        sha256($salt || ':' || lower(user_id)) in (select unnest($user_hashes)) as has_forgotten_id,
        sha256($salt || ':' || handle) in (select unnest($user_hashes)) as has_forgotten_handle
    from sightings
    where user_id is not null and handle is not null
)

select distinct user_id as name
from with_hashes
where has_forgotten_handle
union
select handle
from with_hashes
group by handle
having bool_and(has_forgotten_id)
