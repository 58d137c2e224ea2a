-- A row is a word, or two side by side, that lost uses to names as some tokens of a window were masked anew, and that the
-- window's tokens, as the finished files have them, do not show.
with lost as (
    select distinct collection_window, words
    from uses_lost
    where collection_window in (select unnest($windows))
),

token_lists as (
    select collection_window, string_split(tokens, ' ') as tokens
    from read_parquet($files)
),

pairs as (
    select collection_window, unnest(tokens) as first_word, unnest(tokens[2:]) as second_word
    from token_lists
),

-- Few pairs begin with a word that somebody sought begins with, so that few are written as one text.
likely_pairs as (
    select collection_window, first_word, second_word
    from pairs
    where first_word in (select string_split(words, ' ')[1] from lost)
),

shown as (
    select distinct collection_window, first_word as words
    from likely_pairs
    union all
    select distinct collection_window, first_word || ' ' || second_word as words
    from likely_pairs
    where second_word is not null
)

select lost.collection_window, lost.words
from lost
anti join shown on shown.collection_window = lost.collection_window and shown.words = lost.words
