-- A row is a window: who of its members was a member in the window before, earlier, or never.
select
    collection_window as window,
    window_before,
    members,
    members_before,
    stayed,
    left_members,
    returned,
    new_members,
    retention,
    low,
    high
from member_retention
order by collection_window
