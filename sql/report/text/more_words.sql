-- A row is one of the most used words of the window behind the first ten.
select
    word as name,
    uses,
    tweets
from word_frequencies
where collection_window = $collection_window and rank > 10 and rank <= $top
order by rank
