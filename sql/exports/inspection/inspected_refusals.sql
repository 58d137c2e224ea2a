-- A row is a reason for which rows of an export file would be rejected; numbers in reasons are one and the same.
select
    export_file,
    min_by(reason, row_number) as reason,
    count(*) as rows,
    min(line_number) as first_line
from window_rejected_rows
group by export_file, regexp_replace(reason, '[0-9]+', '#', 'g')
order by export_file, rows desc, first_line
