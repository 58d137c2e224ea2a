-- A row is a word, or two side by side, that a finished copy counts in a window of which no tokens of its tweets show it.
-- It is read from the copy alone: making one asks what names took with them.
with counted as (
    select 'word_frequencies' as counted_in, collection_window, word as first_word, null as second_word
    from word_frequencies
    where collection_window in (select unnest($windows))
    union all
    select 'bigram_frequencies' as counted_in, collection_window, first_word, second_word
    from bigram_frequencies
    where collection_window in (select unnest($windows))
),

token_lists as (
    select collection_window, string_split(tokens, ' ') as tokens
    from tweet_tokens
    where collection_window in (select unnest($windows))
),

words as (
    select collection_window, unnest(tokens) as first_word
    from token_lists
),

pairs as (
    select collection_window, unnest(tokens[:-2]) as first_word, unnest(tokens[2:]) as second_word
    from token_lists
    where array_length(tokens) > 1
),

shown as (
    select distinct collection_window, first_word, null as second_word
    from words
    semi join (from counted where second_word is null) as counted_words using (collection_window, first_word)
    union all
    select distinct collection_window, first_word, second_word
    from pairs
    semi join counted using (collection_window, first_word, second_word)
)

select counted.counted_in, counted.collection_window, concat_ws(' ', counted.first_word, counted.second_word) as words
from counted
where not exists (
    select 1
    from shown
    where
        shown.collection_window = counted.collection_window
        and shown.first_word = counted.first_word
        and shown.second_word is not distinct from counted.second_word
)
order by all
