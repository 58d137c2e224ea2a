-- A row is a pair of codes that two coders gave to the same tweets. Where a tweet can have several, a code that both gave
-- stands beside itself, and one that only one of them gave beside each that only the other gave.
with codes_of_coders as (
    select tweet_id, variable, coder, list(code) as codes
    from codes
    where collection_window = $collection_window and is_in_codebook
    group by tweet_id, variable, coder
),

codes_with_all as (
    select codes.tweet_id, codes.variable, codes.coder, codes.code, codes_of_coders.codes
    from codes
    inner join codes_of_coders
        on codes_of_coders.tweet_id = codes.tweet_id
        and codes_of_coders.variable = codes.variable
        and codes_of_coders.coder = codes.coder
    where codes.collection_window = $collection_window and codes.is_in_codebook
)

select
    $collection_window as collection_window,
    one.variable,
    one.coder,
    other.coder as other_coder,
    one.code,
    other.code as other_code,
    count(*) as tweets
from codes_with_all as one
inner join codes_with_all as other
    on other.tweet_id = one.tweet_id
    and other.variable = one.variable
    and other.coder > one.coder
where one.code = other.code or not (list_contains(other.codes, one.code) or list_contains(one.codes, other.code))
group by one.variable, one.coder, other.coder, one.code, other.code
order by one.variable, one.coder, other.coder, one.code, other.code
