-- A row is the window: how many of its rows wait for others that complete them, answers that name what they answer by
-- the id of a server, rows that only say by an address what they pass on, reposts of Bluesky whose address was made
-- (reposts_with_addresses.sql).
select
    (select count(in_reply_to_status_id) from server_statuses) as answers,
    count(*) filter (reason = $without_original) as passed_on,
    count(*) filter (platform = 'bluesky' and contains(tweet_id, '/app.bsky.feed.repost/did:')) as reposts
from validated_rows
