-- A row is a leader of the layer of all ties and its class.
select distinct account, class
from leaders
where collection_window = $collection_window and layer = 'all' and class is not null
order by account
