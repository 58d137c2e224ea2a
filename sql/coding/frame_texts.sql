-- A row is a tweet of the frame that the sample is drawn from: its text, and what decides which variables are asked of it.
select tweet_id, coalesce(text, '') as text, tweet_type, content_format
from tweets
where
    collection_window = $collection_window
    and ($include_retweets or not is_retweet)
    and (array_length($languages) = 0 or list_contains($languages, lower(language)))
order by tweet_id
