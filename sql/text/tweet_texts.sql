-- A row is one tweet of the window with its full text, for measures that SQL cannot compute; without what the study leaves
-- out of every measure of the text.
select
    collection_window,
    tweet_id,
    case when $dropped_hashtags is null then text else regexp_replace(text, $dropped_hashtags, '\1', 'g') end as text
from tweets
where collection_window = $collection_window and not ($drop_retweets and is_retweet)
order by tweet_id
