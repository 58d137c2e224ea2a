-- A row is a row of a Communalytic CSV, in the fields of export_rows.
-- The platform shows in the id and in the name: addresses of Bluesky begin with at://, its names have dots, those of
-- Mastodon a server. Of Bluesky the end of an address serves with its author's handle, of Mastodon the number of a status
-- with its author's server, which is its address where it was collected there.
with with_platforms as (
    select
        *,
        ltrim(trim(username), '@') as handle,
        case
            when regexp_matches(id, '^at://|://([a-z]+\.)?bsky\.app/') then 'bluesky'
            when regexp_matches(username, '[^@]@[^@]+\.[^@]+$') then 'mastodon'
            when regexp_matches(id, '^https?://') and not regexp_matches(id, '(?i)(twitter|x)\.com/') then 'mastodon'
            when regexp_full_match(id, '[2-7a-z]{13}') and contains(username, '.') then 'bluesky'
        end as platform
    from file_rows
)

select
    file_number,
    row_number,
    platform,
    case
        when platform = 'bluesky' and not contains(id, '/') then 'at://' || handle || '/app.bsky.feed.post/' || id
        when platform = 'mastodon' and regexp_full_match(id, '[0-9]+')
            then 'https://' || split_part(handle, '@', 2) || '/users/' || split_part(handle, '@', 1) || '/statuses/' || id
        else id
    end as tweet_id,
    date as created_at,
    text,
    case when platform = 'mastodon' and contains(handle, '@') then handle end as author_id,
    handle as author_handle,
    'unknown' as metrics_of
from with_platforms
