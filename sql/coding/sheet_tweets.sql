-- A row is a tweet as a coder sees it: its text and, in words, what it shows; likes only where asked for.
select
    tweet_id,
    text,
    tweet_type,
    content_format,
    tweet_type || ', ' || coalesce(content_format, 'format not known')
        || case
            when $show_engagement and like_count is not null
                then ', ' || cast(like_count as varchar) || ' likes'
            else ''
        end as shows
from tweets
where
    collection_window = $collection_window
    and tweet_id in (select unnest(cast($tweet_ids as varchar[])))
order by tweet_id
