-- A row is a collection window that has tweets or ties, in the order of the days.
select collection_window from tweets
union
select collection_window from network_ties
order by collection_window
