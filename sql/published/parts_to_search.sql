-- A row is a part of the last copy, by window and table, in which all stands by which a form of a name is told.
with asked as (
    select distinct
        form,
        item
    from sought_forms
),

forms as (
    select
        form,
        count(*) as items
    from asked
    group by form
),

present as (
    select
        met.filename,
        met.source,
        asked.form,
        count(distinct met.item) as items
    from read_parquet($files, filename = true) as met
    inner join asked using (item)
    group by met.filename, met.source, asked.form
)

select distinct
    parse_filename(present.filename, true) as collection_window,
    present.source
from present
inner join forms using (form, items)
