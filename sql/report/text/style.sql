-- A row is a measure of style of the window, composites first.
select
    measure,
    kind,
    dictionary,
    words,
    uses,
    value,
    definition,
    standing,
    reason
from style_measures
where collection_window = $collection_window
order by
    case kind when 'composite' then 1 when 'count' then 2 else 3 end,
    measure
