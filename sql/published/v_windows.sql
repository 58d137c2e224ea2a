-- A row is a collection window: its export files, tweets and posters.
-- collection_window: First and last day, both included, UTC
-- export_files: Export files that were read
-- rows_read: Rows of those files, whatever became of them
-- tweets: Tweets of the window, duplicates collapsed
-- posters: Accounts that posted
-- first_tweet_at: The first tweet, UTC
-- last_tweet_at: The last tweet, UTC
with files as (
    select
        collection_window,
        count(*) as export_files,
        sum(rows_read) as rows_read
    from collection_exports
    where status = 'read'
    group by collection_window
)

select
    tweets.collection_window,
    max(files.export_files) as export_files,
    max(files.rows_read) as rows_read,
    count(*) as tweets,
    count(distinct tweets.author) as posters,
    min(tweets.created_at) as first_tweet_at,
    max(tweets.created_at) as last_tweet_at
from tweets
left join files on files.collection_window = tweets.collection_window
group by tweets.collection_window
order by tweets.collection_window
