-- A row is a sampled tweet with its text.
-- collection_window: First and last day, both included, UTC
-- draw_order: Place in the draw, from 1
-- tweet_id: The tweet
-- platform: Where it was posted: x, bluesky or mastodon
-- created_at: When it was posted, UTC
-- author: The account that posted it
-- tweet_type: tweet, retweet, reply or quote tweet
-- content_format: What it shows; NULL where it is not known
-- text: Its text
select
    sample.collection_window,
    sample.draw_order,
    sample.tweet_id,
    tweets.platform,
    tweets.created_at,
    tweets.author,
    tweets.tweet_type,
    tweets.content_format,
    tweets.text
from sample
inner join tweets
    on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
order by sample.collection_window, sample.draw_order
