-- A row is a word, or two side by side with a blank between, of the rows of a window that are copied, with how many of its
-- uses names took with them as tokens were masked. What stands in place of a name has a bracket, which no token has.
with masked_tokens as (
    select
        copied_rows.collection_window,
        string_split(copied_rows.tokens, ' ') as tokens,
        string_split(shown_tokens.pseudonym, ' ') as shown
    from copied_rows
    inner join shown_tokens on shown_tokens.name = copied_rows.tokens
    where contains(shown_tokens.pseudonym, '[')
),

with_pairs as (
    select collection_window, unnest(tokens) as first_word, unnest(tokens[2:]) as second_word, 1 as uses
    from masked_tokens
    union all
    select collection_window, unnest(shown) as first_word, unnest(shown[2:]) as second_word, -1 as uses
    from masked_tokens
)

select collection_window, words, sum(uses) as uses
from (
    select collection_window, first_word as words, uses
    from with_pairs
    union all
    select collection_window, first_word || ' ' || second_word as words, uses
    from with_pairs
    where second_word is not null
) as masked_uses
group by collection_window, words
having sum(uses) > 0
