-- A row is a row of one export file that could not be taken: refused by its content, or not readable at all.
with refused as (
    select
        judged.row_number,
        rejected_locations.line_number,
        judged.reason,
        coalesce(rejected_locations.raw, '') as raw
    from (
        select export_file, row_number, reason from validated_rows
        union all
        select export_file, row_number, reason from window_ties
    ) as judged
    left join rejected_locations on rejected_locations.row_number = judged.row_number
    where judged.reason is not null and judged.export_file = $export_file
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
