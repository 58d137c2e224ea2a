-- A row is a sampled tweet, with its place in the draw and whether all coders code it.
select tweet_id, draw_order, is_reliability
from sample
where collection_window = $collection_window
order by draw_order
