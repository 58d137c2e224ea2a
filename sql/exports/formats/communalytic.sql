-- A row is a row of a Communalytic CSV, in the fields of export_rows.
select
    row_number,
    id as tweet_id,
    date as created_at,
    text,
    ltrim(trim(username), '@') as author_handle,
    'unknown' as metrics_of
from file_rows
order by row_number
