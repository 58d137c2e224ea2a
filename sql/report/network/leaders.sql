-- A row is a leader of the layer of all ties.
select leads_by, rank, account, degree, leads_both, followers, class as kind, classed_by
from leaders
where collection_window = $collection_window and layer = 'all'
order by leads_by, rank
