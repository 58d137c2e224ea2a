-- A row is one of the ten most used words of the window.
select
    word as name,
    uses,
    tweets
from word_frequencies
where collection_window = $collection_window and rank <= 10
order by rank
