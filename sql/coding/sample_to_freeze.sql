-- A row is a sampled tweet with its text, as it is frozen for the coders.
select
    sample.tweet_id,
    sample.draw_order,
    sample.stratum,
    sample.is_reliability,
    sample.coders,
    sample.seed,
    sample.frame_size,
    sample.frame_md5,
    tweets.text
from sample
inner join tweets
    on tweets.collection_window = sample.collection_window
    and tweets.tweet_id = sample.tweet_id
where sample.collection_window = $collection_window
order by sample.draw_order
