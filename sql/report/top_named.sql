-- A row is one of the ten accounts named most often in the window.
select
    account,
    handle,
    times_named,
    tweets,
    followers
from users
where collection_window = $collection_window and times_named > 0
order by times_named desc, tweets desc, account
limit 10
