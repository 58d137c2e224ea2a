-- A row is a day of the window (UTC) on which a tweet was posted.
select
    cast(created_at as date) as day,
    count(*) as tweets
from tweets
where collection_window = $collection_window
group by cast(created_at as date)
order by day
