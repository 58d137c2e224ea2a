-- A row is a coder whose codes were imported.
select distinct coder
from code_history
order by coder
