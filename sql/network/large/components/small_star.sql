-- A row is a link after each account has linked those before it, and itself, to the first of them (likewise).
with first_known as (
    select higher, min(lower) as foremost
    from links
    group by higher
)

select links.lower as higher, first_known.foremost as lower
from links
inner join first_known on first_known.higher = links.higher
where links.lower <> first_known.foremost
union
select higher, foremost from first_known
