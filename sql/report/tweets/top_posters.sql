-- A row is one of the ten accounts that posted most in the window.
select
    account,
    handle,
    times_named,
    tweets,
    followers
from users
where collection_window = $collection_window and tweets > 0
order by tweets desc, times_named desc, account
limit 10
