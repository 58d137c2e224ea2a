-- A row is an item that the texts or accounts of a source are made of, and a token (its hash) that it is from.
select
    source::varchar as source,
    hash(value) as item,
    null as longer,
    hash(token::varchar) as token
from incoming_rows
