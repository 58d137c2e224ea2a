-- A row is one export file: what would be taken of it.
select
    count(*) as rows_taken,
    count(distinct tweet_id) as tweets,
    count(distinct coalesce(lower(author_handle), author_id)) as authors,
    min(created_at) as first_posted,
    max(created_at) as last_posted
from judged_rows
where export_file = $export_file and reason is null
