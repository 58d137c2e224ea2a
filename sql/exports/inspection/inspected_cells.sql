-- A row is a field of which cells of one export file could not be read.
with cells as (
    select split_part(unnest(bad_cells), ':', 1) as field
    from validated_rows
    where export_file = $export_file and reason is null
)

select
    field,
    count(*) as cells
from cells
group by field
order by cells desc, field
