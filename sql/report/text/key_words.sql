-- A row is one of the ten words that the window uses more than the other windows most clearly, with how many those are.
with window_count as (
    select count(distinct collection_window) - 1 as other_windows
    from word_frequencies
)

select
    word_keyness.word,
    word_keyness.uses,
    word_keyness.uses_elsewhere,
    word_keyness.log_likelihood,
    window_count.other_windows
from word_keyness
cross join window_count
where word_keyness.collection_window = $collection_window and word_keyness.is_overused
order by word_keyness.log_likelihood desc, word_keyness.word
limit 10
