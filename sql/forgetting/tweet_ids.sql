-- A row is the id of a tweet of the windows, each once.
select distinct tweet_id
from tweets
where list_contains($windows, collection_window)
order by tweet_id
