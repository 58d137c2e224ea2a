-- A row is a handle or user id of an account that is forgotten by the other: what it wrote under another handle, and what
-- exports without user ids have of it, go too. What others mention, quote or answer may stand in lists that a program put
-- in another order, and name somebody else: it counts only where no handle of that id stands beside a second one. A
-- handle that stands beside the id of somebody else too is not taken up.
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

-- A row is a handle beside which more ids stand than its own tweets have: one of them may be somebody else's.
doubtful_handles as (
    select handle
    from sightings
    where user_id is not null and handle is not null
    group by handle
    having count(distinct user_id) > greatest(1, count(distinct user_id) filter (where is_own))
),

with_hashes as (
    select
        *,
        sha256($salt || ':' || lower(user_id)) in (select unnest($user_hashes)) as has_forgotten_id,
        sha256($salt || ':' || handle) in (select unnest($user_hashes)) as has_forgotten_handle,
        is_own or user_id not in (
            select user_id from sightings where user_id is not null and handle in (select handle from doubtful_handles)
        ) as is_sure
    from sightings
    where user_id is not null and handle is not null
)

select user_id as name
from with_hashes
where has_forgotten_handle and is_sure
union
select handle
from with_hashes
group by handle
having bool_and(has_forgotten_id) and bool_or(is_sure)
