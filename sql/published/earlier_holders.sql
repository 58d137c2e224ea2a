-- A row is a handle in a window in which it stands for another user than the latest tweet that shows it with an id tells
-- (user_ids_of_handles.sql), with its nearest holder.
with holders as (
    select collection_window, handle, user_id
    from identities
    where is_holder
),

handles_that_moved as (
    select handle
    from holders
    group by handle
    having min(user_id) <> max(user_id)
),

windows as (
    select distinct collection_window
    from raw_tweets
),

holders_of_windows as (
    select
        windows.collection_window,
        holders.handle,
        nearest_holder(holders.user_id, holders.collection_window, windows.collection_window) as user_id
    from holders
    cross join windows
    where holders.handle in (select handle from handles_that_moved)
    group by windows.collection_window, holders.handle
)

select
    holders_of_windows.collection_window,
    holders_of_windows.handle,
    holders_of_windows.user_id
from holders_of_windows
inner join known.main.user_ids as latest on latest.handle = holders_of_windows.handle
where latest.user_id <> holders_of_windows.user_id
order by holders_of_windows.collection_window, holders_of_windows.handle
