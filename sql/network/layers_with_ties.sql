-- A row is a layer of the network that has ties in the window, ties of accounts to themselves among them.
select distinct layer
from network_ties
where collection_window = $collection_window
