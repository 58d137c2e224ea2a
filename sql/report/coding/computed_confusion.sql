-- A row is a computed category beside another one that people gave to the same tweets, the most frequent first.
select variable, computed_category, people_category, tweets
from computed_confusion
where collection_window = $collection_window and computed_category <> people_category
order by variable, tweets desc, computed_category, people_category
