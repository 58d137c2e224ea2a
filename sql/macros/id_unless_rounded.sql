-- A value is the id of a tweet as its row has it, or as the tweet's address has it where the row's is that one rounded: to
-- digits before zeros (Excel), to a multiple of a power of two (a double), or written with an exponent.
create or replace temp macro id_unless_rounded(id, address) as
case
    when regexp_full_match(id, '[0-9]+') and not ends_with(id, '0') and coalesce(try_cast(id as bigint), 0) % 64 <> 0 then id
    else coalesce(
        case
            when
                id is null
                or not regexp_full_match(id, '[0-9]+')
                or abs(
                    try_cast(id as double)
                    - try_cast(regexp_extract(address, '/status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)', 1) as double)
                ) <= greatest(1e-14 * try_cast(id as double), pow(10, length(id) - length(rtrim(id, '0'))) / 2)
                then nullif(regexp_extract(address, '/status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)', 1), '')
        end,
        id
    )
end
