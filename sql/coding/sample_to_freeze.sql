-- A row is a tweet of a sample that was drawn and is not frozen, with its text.
select
    sample.tweet_id,
    sample.draw_order,
    sample.stratum,
    sample.seed,
    sample.frame_size,
    sample.frame_md5,
    sample.stratified_by,
    sample.with_retweets,
    sample.of_languages,
    tweets.text
from sample
inner join tweets
    on tweets.collection_window = sample.collection_window
    and tweets.tweet_id = sample.tweet_id
where sample.collection_window = $collection_window and not sample.is_frozen
order by sample.draw_order
