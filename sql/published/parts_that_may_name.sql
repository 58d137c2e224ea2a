-- A row is a file of what the texts of a window are made of, and a source in it, where somebody may stand who is asked for.
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
        source,
        form,
        count(distinct item) as items
    from read_parquet($files, filename = true)
    inner join asked using (item)
    group by filename, source, form
),

candidates as (
    select
        filename,
        source,
        inside
    from present
    inner join forms using (form, items)
),

longer_words as (
    select
        filename,
        source,
        longer
    from read_parquet($files, filename = true)
    where longer is not null and (filename, source) in (select (filename, source) from candidates where inside <> '')
)

select
    filename,
    source
from candidates
where inside = ''
union
select
    longer_words.filename,
    longer_words.source
from longer_words
inner join candidates
    on candidates.filename = longer_words.filename
    and candidates.source = longer_words.source
    and candidates.inside <> ''
    and contains(longer_words.longer, candidates.inside)
