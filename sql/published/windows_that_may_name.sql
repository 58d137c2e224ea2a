-- A row is a file of what the texts of a window are made of, where somebody may stand in them who is asked for.
with asked as (
    select
        form,
        inside,
        hash(item) as item
    from forms_of_names
),

forms as (
    select
        form,
        any_value(inside) as inside,
        count(*) as items
    from asked
    group by form
),

present as (
    select
        filename,
        form,
        count(distinct item) as items
    from read_parquet($files, filename = true)
    inner join asked using (item)
    group by filename, form
),

candidates as (
    select
        filename,
        inside
    from present
    inner join forms using (form, items)
),

longer_words as (
    select
        filename,
        longer
    from read_parquet($files, filename = true)
    where longer is not null and filename in (select filename from candidates where inside <> '')
)

select filename
from candidates
where inside = ''
union
select longer_words.filename
from longer_words
inner join candidates
    on candidates.filename = longer_words.filename
    and candidates.inside <> ''
    and contains(longer_words.longer, candidates.inside)
