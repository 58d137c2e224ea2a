-- A row is the layer: accounts whose core changed in the last round.
select count(*) as moved
from cores
where core is distinct from core_before
