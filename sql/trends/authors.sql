-- A row is an account that posted in any window.
select distinct author
from tweets
order by author
