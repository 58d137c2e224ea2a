-- A row is a core, and how many accounts are in none that is deeper.
select core as value, count(*) as accounts
from cores
group by core
order by core
