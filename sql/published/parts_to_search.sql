-- A row is a part of the last copy, by window and table, in which all stands by which a form of a name is told.
with sought_items as (
    select distinct
        form,
        item
    from sought_forms
),

forms as (
    select
        form,
        count(*) as items
    from sought_items
    group by form
),

found_forms as (
    select
        met.filename,
        met.source,
        sought_items.form,
        count(distinct met.item) as items
    from read_parquet($files, filename = true) as met
    inner join sought_items using (item)
    group by met.filename, met.source, sought_items.form
)

select distinct
    parse_filename(found_forms.filename, true) as collection_window,
    found_forms.source
from found_forms
inner join forms using (form, items)
