-- A row is a measure over authors of one window, as it was measured last.
select
    collection_window,
    topic,
    measure,
    term,
    value,
    low,
    high,
    method,
    rests_on,
    unit,
    definition
from window_trends
where topic not in ('codes', 'collection', 'network')
