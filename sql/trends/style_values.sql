-- A row is a measure of style of one window, as its dictionary counts it.
select
    collection_window,
    measure,
    value,
    words,
    definition
from style_measures
where kind <> 'count'
order by collection_window, measure
