-- A row is a row of a batch's export files that could not be taken: refused by its content, or not readable at all.
with refused as (
    select
        validated.file_number,
        validated.row_number,
        rejected_locations.line_number,
        validated.reason,
        coalesce(rejected_locations.raw, '') as raw
    from (
        select file_number, row_number, reason from validated_rows
        union all
        select file_number, row_number, reason from window_ties
    ) as validated
    left join rejected_locations
        on rejected_locations.file_number = validated.file_number and rejected_locations.row_number = validated.row_number
    where validated.reason is not null
),

all_rejected as (
    select file_number, row_number, line_number, reason, raw from refused
    union all
    select file_number, row_number, line_number, reason, raw from unreadable_rows
)

select
    $collection_window as collection_window,
    staged_files.export_file,
    staged_files.file_number,
    all_rejected.row_number,
    all_rejected.line_number,
    all_rejected.reason,
    all_rejected.raw
from all_rejected
inner join staged_files on staged_files.file_number = all_rejected.file_number
