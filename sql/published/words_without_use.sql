-- A row is a word, or two side by side, of a window all tokens of which were masked just now, all uses of which names took
-- with them.
with counted as (
    select collection_window, word as words, uses
    from word_frequencies
    union all
    select collection_window, first_word || ' ' || second_word as words, uses
    from bigram_frequencies
),

lost as (
    select collection_window, words, sum(uses) as uses
    from uses_lost
    where collection_window in (select unnest($windows))
    group by collection_window, words
)

select lost.collection_window, lost.words
from lost
inner join counted on counted.collection_window = lost.collection_window and counted.words = lost.words
where counted.uses <= lost.uses
