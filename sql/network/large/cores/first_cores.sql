-- A row is an account with the deepest core that it could be in: as many neighbours as it has.
select account, neighbours as core, cast(null as bigint) as core_before
from large_accounts
