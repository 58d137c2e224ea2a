-- A row is a longer word of a source with a token (its hash) that it is from, or a piece of one as an item.
with words as (
    select
        source::varchar as source,
        value,
        hash(token::varchar) as token
    from incoming_rows
),

pieces as (
    select
        source,
        unnest(list_transform(range(1, length(value) - length_of_piece + 2), lambda place: substr(value, place, length_of_piece)))
            as piece
    from words
    cross join (select unnest([$short, $long]) as length_of_piece)
    where length(value) >= length_of_piece
)

select
    source,
    null as item,
    value as longer,
    token
from words
union all
select distinct
    source,
    hash('g' || piece) as item,
    null as longer,
    null as token
from pieces
