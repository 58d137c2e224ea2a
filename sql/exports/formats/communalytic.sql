-- A row is a row of a Communalytic CSV, in the fields of export_rows.
select
    file_number,
    row_number,
    id as tweet_id,
    date as created_at,
    text,
    ltrim(trim(username), '@') as author_handle,
    'unknown' as metrics_of
from file_rows
