-- A row is a row of one export file that could not be taken: refused by its content, or not readable at all.
with refused as (
    select
        judged_rows.row_number,
        rejected_places.line_number,
        judged_rows.reason,
        coalesce(rejected_places.raw, '') as raw
    from judged_rows
    left join rejected_places on rejected_places.row_number = judged_rows.row_number
    where judged_rows.reason is not null and judged_rows.export_file = $export_file
),

all_rejected as (
    select row_number, line_number, reason, raw from refused
    union all
    select row_number, line_number, reason, raw from unreadable_rows
)

select
    $collection_window as collection_window,
    $export_file as export_file,
    row_number,
    line_number,
    reason,
    raw
from all_rejected
order by row_number
