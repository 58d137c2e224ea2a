-- A row is the change of a measure from one window to the next.
select
    topic,
    measure,
    term,
    window_before,
    collection_window as window,
    value_before,
    value,
    difference,
    low,
    high,
    p_value,
    p_holm,
    family_tests,
    method
from window_changes
order by topic, measure, term, collection_window
