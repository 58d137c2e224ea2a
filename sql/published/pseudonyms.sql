-- A row is a name with its pseudonym: HMAC-SHA256 (RFC 2104) of its message, cut to 60 bits, and these as a number.
-- $inner and $outer are the key xored with the two pads; they are 64 bytes long, which is SHA-256's block.
with keyed as (
    select
        name,
        left(sha256(cast($outer as blob) || unhex(sha256(cast($inner as blob) || encode(message)))), 15) as digits
    from named_messages
)

select
    name,
    $kind || '_' || digits as pseudonym,
    cast('0x' || digits as bigint) as number
from keyed
