-- A row is a row of the batch that a server knows by an id of its own, or that names by one what it answers, with the
-- server that was asked: of a file all of whose rows name one server, that one; else the one that the row itself names,
-- where it does.
with servers as (
    select
        file_number,
        min(asked_server) as asked_server
    from staged_rows
    group by file_number
    having count(distinct asked_server) = 1
)

select
    staged_rows.file_number,
    staged_rows.row_number,
    staged_rows.status_id,
    staged_rows.in_reply_to_status_id,
    coalesce(servers.asked_server, staged_rows.asked_server) as asked_server
from staged_rows
left join servers on servers.file_number = staged_rows.file_number
where
    coalesce(staged_rows.status_id, staged_rows.in_reply_to_status_id) is not null
    and coalesce(servers.asked_server, staged_rows.asked_server) is not null
