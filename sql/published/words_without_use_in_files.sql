-- A row is a word, or two side by side, that lost uses to names as some tokens of a window were masked anew, and that the
-- window's tokens, as the finished files have them, do not show.
with lost as (
    select distinct
        collection_window,
        words,
        split_part(words, ' ', 1) as first_word,
        split_part(words, ' ', 2) as second_word
    from uses_lost
    where collection_window in (select unnest($windows))
),

token_lists as (
    select collection_window, string_split(tokens, ' ') as tokens
    from read_parquet($files)
),

shown as (
    select collection_window, first_word, '' as second_word
    from (select collection_window, unnest(tokens) as first_word from token_lists) as words
    semi join (from lost where second_word = '') as lost_words using (collection_window, first_word)
    union
    select collection_window, first_word, second_word
    from (
        select collection_window, unnest(tokens[:-2]) as first_word, unnest(tokens[2:]) as second_word
        from token_lists
        where array_length(tokens) > 1
    ) as pairs
    semi join lost using (collection_window, first_word, second_word)
)

select lost.collection_window, lost.words
from lost
anti join shown using (collection_window, first_word, second_word)
