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
order by
    topic,
    (select min(codebook.variable_order) from codebook where codebook.variable = window_changes.measure) nulls last,
    measure,
    (
        select min(codebook.category_order)
        from codebook
        where codebook.variable = window_changes.measure and codebook.category = window_changes.term
    ) nulls last,
    term,
    collection_window
