-- A row is an account that posted in the window, with its tweets.
select account, tweets
from users
where collection_window = $collection_window and tweets > 0
order by account
