-- A row is a repost of Bluesky in the window of which its file does not tell the address, so that one was made of who
-- reposted what (documents/bluesky_rows.py), with the address that another file of the window tells of the same repost:
-- the latest of them.
with reposts as (
    select file_number, row_number, tweet_id, author_id, retweeted_tweet_id, created_at
    from validated_rows
    where
        platform = 'bluesky'
        and is_retweet
        and author_id is not null
        and retweeted_tweet_id is not null
)

select
    made.file_number,
    made.row_number,
    arg_max(told.tweet_id, {'at': told.created_at, 'address': told.tweet_id}) as tweet_id
from reposts as made
inner join reposts as told
    on
        told.author_id = made.author_id
        and told.retweeted_tweet_id = made.retweeted_tweet_id
where
    contains(made.tweet_id, '/app.bsky.feed.repost/did:')
    and not contains(told.tweet_id, '/app.bsky.feed.repost/did:')
    and told.created_at is not null
group by made.file_number, made.row_number
