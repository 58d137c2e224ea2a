-- A row is a sampled tweet: a simple random sample, drawn by sorting the tweets by a hash of the seed and the id.
-- The hash depends on nothing else, so the same tweets give the same sample in whatever order they came.
with frame as (
    select tweet_id
    from tweets
    where collection_window = $collection_window and ($include_retweets or not is_retweet)
),

proof as (
    select
        count(*) as frame_size,
        md5(string_agg(tweet_id, ' ' order by tweet_id)) as frame_md5
    from frame
),

drawn as (
    select
        tweet_id,
        row_number() over (order by md5(cast($seed as varchar) || ':' || tweet_id), tweet_id) as draw_order
    from frame
)

select
    $collection_window as collection_window,
    drawn.tweet_id,
    drawn.draw_order,
    cast($seed as bigint) as seed,
    proof.frame_size,
    proof.frame_md5
from drawn
cross join proof
where drawn.draw_order <= $size
order by draw_order
