-- A row is a word, or two side by side with a blank between, that masked tokens of a window which are copied show no more,
-- with how many of its uses names took with them there: a word that they still show beside a name has a use.
-- What stands in place of a name has a bracket, which no token has. Tokens that several tweets have are looked at once.
with pairs as (
    select name, shown, unnest(tokens) as first_word, coalesce(' ' || unnest(tokens[2:]), '') as second_word
    from (
        select name, string_split(name, ' ') as tokens, ' ' || pseudonym || ' ' as shown
        from shown_tokens
        where contains(pseudonym, '[')
    ) as masked_tokens
),

lost_pairs as materialized (
    select *
    from pairs
    where not contains(shown, ' ' || first_word || second_word || ' ')
),

lost_words as (
    select name, first_word as words
    from lost_pairs
    where not contains(shown, ' ' || first_word || ' ')
    union all
    select name, first_word || second_word as words
    from lost_pairs
    where second_word <> ''
)

select copied_rows.collection_window, lost_words.words, count(*) as uses
from lost_words
inner join copied_rows on copied_rows.tokens = lost_words.name
group by copied_rows.collection_window, lost_words.words
