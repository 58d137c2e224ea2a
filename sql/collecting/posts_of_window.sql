-- A row is one tweet of the window on a platform that gives it again by the name that the tables have for it.
-- Mastodon does not: a server gives a status by its own id alone.
select platform, tweet_id
from tweets
where collection_window = $collection_window and platform in ('x', 'bluesky')
order by platform, tweet_id
