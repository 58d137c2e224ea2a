-- A row is a display name or handle that stands in the rows of a window that must be forgotten (forgotten_rows).
with forgotten as (
    select raw_tweets.*
    from raw_tweets
    semi join forgotten_rows using (export_file, row_number)
    where collection_window = $collection_window
),

named as (
    select author_name as name from forgotten
    union
    select unnest(list_concat(
        [author_handle, retweeted_handle, in_reply_to_handle, quoted_handle], mention_handles
    ))
    from forgotten
)

select name
from named
where name is not null
