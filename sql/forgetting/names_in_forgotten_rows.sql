-- A row is a display name or handle that stands in the rows of a window that must be forgotten (forgotten_rows).
with rows_to_forget as (
    select raw_tweets.*
    from raw_tweets
    semi join forgotten_rows using (export_file, row_number)
    where collection_window = $collection_window
),

names as (
    select author_name as name from rows_to_forget
    union
    select unnest(list_concat(
        [author_handle, retweeted_handle, in_reply_to_handle, quoted_handle], mention_handles
    ))
    from rows_to_forget
)

select name
from names
where name is not null
