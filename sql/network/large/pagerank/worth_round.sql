-- A row is an account after one more round: 1, and what its sources passed on (Brin and Page 1998).
with received_worths as (
    select passes.target as account, sum(worths.worth * passes.share) as worth
    from passes
    inner join worths on worths.account = passes.source
    group by passes.target
)

select
    worths.account,
    1e0 + coalesce(received_worths.worth, 0e0) as worth,
    worths.worth as worth_before
from worths
left join received_worths on received_worths.account = worths.account
