-- A row is a tweet as a coder sees it: its text and, in words, what it shows; likes only where asked for, and nothing
-- that coders are to say themselves.
select
    tweet_id,
    text,
    tweet_type,
    content_format,
    concat_ws(
        ', ',
        case when not list_contains($hidden, 'tweet_type') then tweet_type end,
        case when not list_contains($hidden, 'content_format') then coalesce(content_format, 'format not known') end,
        case when $show_engagement then cast(like_count as varchar) || ' likes' end
    ) as shows
from tweets
where
    collection_window = $collection_window
    and tweet_id in (select unnest(cast($tweet_ids as varchar[])))
order by tweet_id
