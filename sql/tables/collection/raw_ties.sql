-- A row is a row of an edge list that was taken, as sql/exports/formats/edge_list.sql read it.
select * exclude (file_number, reason)
from window_ties
where reason is null
