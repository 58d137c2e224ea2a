-- A row is the layer: accounts whose worth changed in the last round by more than the precision that is asked.
select count(*) as moved
from worths
where abs(worth - worth_before) > $precision * worth_before
