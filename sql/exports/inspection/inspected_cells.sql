-- A row is a field of which cells of an export file could not be read.
with cells as (
    select export_file, split_part(unnest(bad_cells), ':', 1) as field
    from (
        select export_file, reason, bad_cells from validated_rows
        union all
        select export_file, reason, bad_cells from window_ties
    ) as rows_of_files
    where reason is null
)

select
    export_file,
    field,
    count(*) as cells
from cells
group by export_file, field
order by export_file, cells desc, field
