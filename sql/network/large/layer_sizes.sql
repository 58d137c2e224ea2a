-- A row is a layer in tie_counts: its ties between two accounts, and its accounts with a tie to themselves.
select
    layer,
    count(*) filter (where source <> target) as ties,
    count(*) filter (where source = target) as self_ties
from tie_counts
group by layer
