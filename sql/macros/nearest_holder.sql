-- A value is the user who held a handle in a window, else last before it, else first after it, of a group of its holders.
create or replace temp macro nearest_holder(user_id, held_in, asked_window) as
coalesce(
    arg_max(user_id, case when held_in <= asked_window then held_in end),
    arg_min(user_id, case when held_in > asked_window then held_in end)
)
