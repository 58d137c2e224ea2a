-- A row is a file of what the texts of a window are made of, a source in it, and a token (its hash) of which a text of
-- that source has one where somebody may stand who is asked for; without a token where that is an account.
with longer_words as (
    select
        filename,
        source,
        longer,
        token
    from read_parquet($files, filename = true)
    where
        longer is not null
        and (filename, source) in (select (filename, source) from forms_in_parts where inside <> '')
)

select
    stored.filename,
    stored.source,
    stored.token
from forms_in_parts
inner join forms_of_names as asked
    on asked.form = forms_in_parts.form and asked.is_telling
inner join read_parquet($files, filename = true) as stored
    on stored.filename = forms_in_parts.filename
    and stored.source = forms_in_parts.source
    and stored.item = asked.item
where forms_in_parts.inside = ''
union
select
    longer_words.filename,
    longer_words.source,
    longer_words.token
from longer_words
inner join forms_in_parts
    on forms_in_parts.filename = longer_words.filename
    and forms_in_parts.source = longer_words.source
    and forms_in_parts.inside <> ''
    and contains(longer_words.longer, forms_in_parts.inside)
