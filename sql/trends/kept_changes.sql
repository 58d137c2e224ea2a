-- A row is the change of a measure over authors from one window to the next, as it was measured last.
select
    collection_window,
    window_before,
    topic,
    measure,
    term,
    value_before,
    value,
    difference,
    low,
    high,
    p_value,
    method
from window_changes
where topic not in ('codes', 'collection', 'network')
