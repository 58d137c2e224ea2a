-- A row is an account with the worth that rounds begin from.
select account, 1e0 as worth, 0e0 as worth_before
from large_accounts
