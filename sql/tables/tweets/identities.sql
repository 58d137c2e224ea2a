-- A row is a user id with a handle that it had in the window, and the account that both stand for: a person is the user id
-- wherever any file says it. A renamed user is one account, called by its last handle; of two users who had one handle,
-- the later one is called by it and the earlier one by its id, unless it has another handle of its own.
with sightings as (
    select author_id as user_id, author_handle as handle, created_at
    from raw_tweets
    where collection_window = $collection_window
    union all
    select retweeted_user_id, retweeted_handle, created_at
    from raw_tweets
    where collection_window = $collection_window
    union all
    select quoted_user_id, quoted_handle, created_at
    from raw_tweets
    where collection_window = $collection_window
    union all
    select in_reply_to_user_id, in_reply_to_handle, created_at
    from raw_tweets
    where collection_window = $collection_window
    union all
    select unnest(mention_ids), unnest(mention_handles), created_at
    from raw_tweets
    where collection_window = $collection_window and array_length(mention_ids) = array_length(mention_handles)
),

pairs as (
    select user_id, lower(handle) as handle, max(created_at) as last_seen_at
    from sightings
    where user_id is not null and handle is not null
    group by user_id, lower(handle)
),

with_holders as (
    select
        *,
        row_number() over (partition by handle order by last_seen_at desc, user_id) = 1 as is_holder
    from pairs
),

last_handles as (
    select user_id, handle
    from with_holders
    where is_holder
    qualify row_number() over (partition by user_id order by last_seen_at desc, handle) = 1
)

select
    $collection_window as collection_window,
    with_holders.user_id,
    with_holders.handle,
    coalesce(last_handles.handle, 'id:' || with_holders.user_id) as account,
    with_holders.last_seen_at,
    with_holders.is_holder
from with_holders
left join last_handles on last_handles.user_id = with_holders.user_id
order by with_holders.user_id, with_holders.handle
