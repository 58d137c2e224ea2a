-- A row is one of the most used words of the window.
select word, rank, uses, tweets, posters
from word_frequencies
where collection_window = $collection_window and rank <= $top
order by rank, word
