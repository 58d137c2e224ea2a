-- A row is a tweet type and a content format in a window, with the tweets that are both.
-- collection_window: First and last day, both included, UTC
-- tweet_type: tweet, retweet, reply or quote tweet
-- content_format: What the tweets show; NULL where it is not known
-- tweets: Tweets that are both
-- perhaps_text_only: Of these, tweets of no known format that may be text only; the others of no known format are not
-- with_hashtag: Of these, tweets with a hashtag
-- with_mention: Of these, tweets that name an account
-- with_emoji: Of these, tweets with an emoji
select
    collection_window,
    tweet_type,
    content_format,
    count(*) as tweets,
    count(*) filter (where content_format is null and is_text_only is null) as perhaps_text_only,
    count(*) filter (where hashtag_count > 0) as with_hashtag,
    count(*) filter (where mention_count > 0) as with_mention,
    count(*) filter (where emoji_count > 0) as with_emoji
from tweets
group by collection_window, tweet_type, content_format
order by collection_window, tweet_type, content_format
