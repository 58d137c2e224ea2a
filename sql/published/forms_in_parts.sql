-- A row is a file of what the texts of a window are made of, a source in it, and a form of a name all items of which that
-- source has, with what a longer word of the source must have in it besides.
with sought_items as (
    select
        form,
        inside,
        item
    from forms_of_names
),

forms as (
    select
        form,
        any_value(inside) as inside,
        count(*) as items
    from sought_items
    group by form
),

found_forms as (
    select
        filename,
        source,
        form,
        count(distinct item) as items
    from read_parquet($files, filename = true)
    inner join sought_items using (item)
    group by filename, source, form
)

select
    filename,
    source,
    form,
    inside
from found_forms
inner join forms using (form, items)
