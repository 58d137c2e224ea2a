-- A row is a window, and who of its members posted in the window before it, earlier, or never.
-- collection_window: First and last day, both included, UTC
-- window_before: The window before it; NULL of the first
-- members: Accounts that posted in the window
-- members_before: Accounts that posted in the window before
-- stayed: Members of both windows
-- left_members: Members of the window before that are none of this
-- returned: Members that were none in the window before, and were earlier
-- new_members: Members that posted in no window before
-- retention: stayed / members_before
-- low: Lower end of its 95 % interval (Wilson 1927)
-- high: Upper end of its 95 % interval (Wilson 1927)
select *
from member_retention
order by collection_window
