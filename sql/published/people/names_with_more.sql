-- A row is what texts write of somebody with more than a name has, or cut, beside a display name that may be meant:
-- two words with an initial or a nickname between them ($between), or before an ellipsis ($cut).
with texts as (
    select distinct text from tweets where text is not null
),

found as (
    select
        unnest(regexp_extract_all(text, $between)) as written,
        false as is_cut
    from texts
    where regexp_matches(text, '[\p{Lu}"”“)»’'']\.? ?[\p{Lu}\p{Lo}]')
    union
    select
        unnest(regexp_extract_all(text, $cut)) as written,
        true as is_cut
    from texts
    where contains(text, '…') or contains(text, '...')
),

candidates as (
    select
        written,
        is_cut,
        regexp_extract_all(lower(strip_accents(written)), '[\p{L}\p{M}]+') as words
    from found
),

names as (
    select
        name,
        regexp_extract_all(lower(strip_accents(name)), '[\p{L}\p{M}]+') as words
    from known_names
    where exists (select 1 from candidates)
),

words_of_names as (
    select
        name,
        words,
        unnest(words) as word
    from names
)

select distinct
    candidates.written,
    candidates.is_cut,
    words_of_names.name
from candidates
inner join words_of_names
    on candidates.words[1] = words_of_names.word
where list_bool_or(list_transform(words_of_names.words, lambda one: starts_with(one, candidates.words[-1])))
order by all
