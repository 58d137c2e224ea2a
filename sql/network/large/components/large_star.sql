-- A row is a link after each account has linked those behind it to the first that it knows (Kiveris et al. 2014, Connected
-- Components in MapReduce and Beyond).
with neighbours as (
    select higher as account, lower as other from links
    union
    select lower, higher from links
),

first_known as (
    select account, least(account, min(other)) as foremost
    from neighbours
    group by account
)

select distinct neighbours.other as higher, first_known.foremost as lower
from neighbours
inner join first_known on first_known.account = neighbours.account
where neighbours.other > neighbours.account
