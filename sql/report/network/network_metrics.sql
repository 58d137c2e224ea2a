-- A row is one metric of one network layer; the layer of all ties comes first, and in it the sizes.
select
    layer,
    metric,
    value,
    definition,
    nodes,
    ties,
    reason
from network_metrics
where collection_window = $collection_window
order by
    case when layer = 'all' then 0 else 1 end,
    layer,
    case metric when 'nodes' then 1 when 'ties' then 2 when 'self_ties' then 3 else 4 end,
    metric
