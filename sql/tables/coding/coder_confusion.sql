-- A row is a pair of codes that two coders gave to the same tweets.
select
    $collection_window as collection_window,
    one.variable,
    one.coder,
    other.coder as other_coder,
    one.code,
    other.code as other_code,
    count(*) as tweets
from codes as one
inner join codes as other
    on other.collection_window = one.collection_window
    and other.tweet_id = one.tweet_id
    and other.variable = one.variable
    and other.coder > one.coder
where one.collection_window = $collection_window and one.is_in_codebook and other.is_in_codebook
group by one.variable, one.coder, other.coder, one.code, other.code
order by one.variable, one.coder, other.coder, one.code, other.code
