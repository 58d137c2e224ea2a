-- A row is a file of what the texts of a window are made of, a source in it, and a token (its hash) of which a text of
-- that source has one where somebody may stand who is asked for; without a token where that is an account.
with asked as (
    select
        form,
        inside,
        is_telling,
        item
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
        form,
        inside
    from present
    inner join forms using (form, items)
),

longer_words as (
    select
        filename,
        source,
        longer,
        token
    from read_parquet($files, filename = true)
    where longer is not null and (filename, source) in (select (filename, source) from candidates where inside <> '')
)

select
    stored.filename,
    stored.source,
    stored.token
from candidates
inner join asked
    on asked.form = candidates.form and asked.is_telling
inner join read_parquet($files, filename = true) as stored
    on stored.filename = candidates.filename
    and stored.source = candidates.source
    and stored.item = asked.item
where candidates.inside = ''
union
select
    longer_words.filename,
    longer_words.source,
    longer_words.token
from longer_words
inner join candidates
    on candidates.filename = longer_words.filename
    and candidates.source = longer_words.source
    and candidates.inside <> ''
    and contains(longer_words.longer, candidates.inside)
