-- A row is one metric of one network layer of a window, with its definition.
-- collection_window: First and last day, both included, UTC
-- layer: The network: which ties it is made of
-- metric: The metric
-- value: Its value; NULL where it is not defined
-- nodes: Accounts that it rests on
-- ties: Distinct directed ties that it rests on, self-ties apart
-- definition: The definition that was used
select
    collection_window,
    layer,
    metric,
    value,
    nodes,
    ties,
    definition
from network_metrics
order by collection_window, layer, metric
