-- A row is a platform that tweets of any window are of.
select distinct platform
from tweets
order by platform
