-- A row is a word, or two side by side, that a finished copy counts in a window of which no tokens of its tweets show it.
-- It is read from the copy alone: making one asks what names took with them. Pairs that are shown are many, and known by
-- their hash.
with token_lists as (
    select collection_window, string_split(tokens, ' ') as tokens
    from (
        select distinct collection_window, tokens
        from tweet_tokens
        where collection_window in (select unnest($windows))
    ) as distinct_tokens
),

shown_words as (
    select distinct collection_window, unnest(tokens) as word
    from token_lists
),

pairs as (
    select collection_window, unnest(tokens[:-2]) as first_word, unnest(tokens[2:]) as second_word
    from token_lists
    where array_length(tokens) > 1
),

shown_pairs as (
    select distinct hash(collection_window, first_word, second_word) as pair
    from pairs
),

counted_pairs as (
    select
        collection_window,
        first_word || ' ' || second_word as words,
        hash(collection_window, first_word, second_word) as pair
    from bigram_frequencies
    where collection_window in (select unnest($windows))
)

select 'word_frequencies' as counted_in, collection_window, word as words
from word_frequencies
anti join shown_words using (collection_window, word)
where collection_window in (select unnest($windows))
union all
select 'bigram_frequencies' as counted_in, collection_window, words
from counted_pairs
anti join shown_pairs using (pair)
order by all
