-- A row is a format of the window's files: how many of its rows say what a report speaks of. What a file lacks is NULL
-- in all of its rows.
select
    collection_exports.format,
    count(*) as rows_taken,
    count(raw_tweets.like_count) as likes,
    count(raw_tweets.is_retweet) as retweets,
    count(raw_tweets.is_reply) as replies,
    count(raw_tweets.is_quote) as quotes,
    count(raw_tweets.media_types) as media,
    count(raw_tweets.author_id) as user_ids,
    count(raw_tweets.author_followers) as followers,
    count(raw_tweets.language) as languages
from raw_tweets
inner join collection_exports
    on collection_exports.collection_window = raw_tweets.collection_window
    and collection_exports.export_file = raw_tweets.export_file
where raw_tweets.collection_window = $collection_window
group by collection_exports.format
order by collection_exports.format
