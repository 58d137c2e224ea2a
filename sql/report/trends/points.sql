-- A row is a measure of a window, for all windows of the study.
select topic, measure, term, unit, definition, collection_window as window, value, low, high, method, rests_on
from window_trends
order by
    topic,
    (select min(codebook.variable_order) from codebook where codebook.variable = window_trends.measure) nulls last,
    measure,
    (
        select min(codebook.category_order)
        from codebook
        where codebook.variable = window_trends.measure and codebook.category = window_trends.term
    ) nulls last,
    term,
    collection_window
