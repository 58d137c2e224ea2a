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
        count(*) filter (where status = 'read') as export_files,
        coalesce(sum(rows_read) filter (where status = 'read'), 0) as rows_read
    from collection_exports
    group by collection_window
),

posts_of_window as (
    select
        collection_window,
        count(*) as tweets,
        count(distinct author) as posters,
        min(created_at) as first_tweet_at,
        max(created_at) as last_tweet_at
    from tweets
    group by collection_window
)

select
    files.collection_window,
    files.export_files,
    files.rows_read,
    coalesce(posts_of_window.tweets, 0) as tweets,
    coalesce(posts_of_window.posters, 0) as posters,
    posts_of_window.first_tweet_at,
    posts_of_window.last_tweet_at
from files
left join posts_of_window on posts_of_window.collection_window = files.collection_window
order by files.collection_window
