-- A row is a word of a window that has no row among the words of the copy, with whether any other window shows it there.
-- Hashtags are not among them: they stand in tables of their own.
with shown as (
    select collection_window, word
    from read_parquet($files)
)

select
    counted.collection_window,
    counted.word,
    counted.word in (select word from shown) as is_shown
from word_frequencies as counted
anti join shown on shown.collection_window = counted.collection_window and shown.word = counted.word
where not starts_with(counted.word, '#')
