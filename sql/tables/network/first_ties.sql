-- A row is an account of the network of all ties with its first tie of the window: to whom or from whom, and of which kind.
-- Several ties of one second are one moment: of these the one with the account that was there first is taken, then by
-- role, kind and the alphabet. Ties without a time (of edge lists) and self-ties are left out.
with tie_ends as (
    select source as account, target as other_account, 'named another' as role, kind, first_at
    from interactions
    where collection_window = $collection_window and not is_self_tie and first_at is not null
    union all
    select target, source, 'was named', kind, first_at
    from interactions
    where collection_window = $collection_window and not is_self_tie and first_at is not null
),

first_moments as (
    select account, min(first_at) as first_at
    from tie_ends
    group by account
),

first_tie_ends as (
    select tie_ends.*, others.first_at as other_first_at
    from tie_ends
    inner join first_moments
        on first_moments.account = tie_ends.account and first_moments.first_at = tie_ends.first_at
    inner join first_moments as others on others.account = tie_ends.other_account
),

numbered_ties as (
    select
        *,
        count(*) over (partition by account) as ties_at_once,
        row_number() over (partition by account order by other_first_at, role desc, kind, other_account) as place
    from first_tie_ends
)

select
    $collection_window as collection_window,
    account,
    first_at,
    role,
    kind,
    other_account,
    other_first_at < first_at as other_was_there,
    ties_at_once
from numbered_ties
where place = 1
order by account
