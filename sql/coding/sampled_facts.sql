-- A row is a tweet of the sample that is collected, with the computed codes that decide which variables are asked of it.
select tweet_id, tweet_type, content_format
from tweets
where
    collection_window = $collection_window
    and tweet_id in (select unnest(cast($tweet_ids as varchar[])))
order by tweet_id
