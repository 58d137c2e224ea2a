-- A row is a field of which cells of one export file could not be read.
with cells as (
    select split_part(unnest(bad_cells), ':', 1) as field
    from (
        select export_file, reason, bad_cells from validated_rows
        union all
        select export_file, reason, bad_cells from window_ties
    ) as rows_of_files
    where export_file = $export_file and reason is null
)

select
    field,
    count(*) as cells
from cells
group by field
order by cells desc, field
