-- A row is a number of tweets: the accounts that posted so many in the window.
select tweets, count(*) as posters
from users
where collection_window = $collection_window and tweets > 0
group by tweets
order by tweets
