-- A row is a status of a file of the batch that another of its rows answers: what its server and what all servers know it by.
select
    file_number,
    status_id,
    any_value(tweet_id) as tweet_id,
    any_value(author_id) as author_id,
    any_value(author_handle) as author_handle
from staged_rows
where status_id in (select in_reply_to_status_id from staged_rows)
group by file_number, status_id
having count(distinct tweet_id) = 1
