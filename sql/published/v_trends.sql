-- A row is a measure of a window beside the same measure of the window before.
-- collection_window: First and last day, both included, UTC
-- measure: The measure
-- value: Its value in this window; NULL where it is not known
-- value_before: Its value in the window before; NULL in the first window
-- change: value - value_before
-- unit: Unit of the value
-- definition: What was counted
with with_previous_values as (
    select
        *,
        lag(value) over (partition by measure order by collection_window) as value_before
    from window_trends
)

select
    collection_window,
    measure,
    value,
    value_before,
    value - value_before as change,
    unit,
    definition
from with_previous_values
order by measure, collection_window
