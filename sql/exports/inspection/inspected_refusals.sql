-- A row is a reason for which rows of one export file would be rejected; numbers in reasons are one and the same.
select
    min_by(reason, row_number) as reason,
    count(*) as rows,
    min(line_number) as first_line
from window_rejected_rows
where export_file = $export_file
group by regexp_replace(reason, '[0-9]+', '#', 'g')
order by rows desc, first_line
