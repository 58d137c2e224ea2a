-- A row is one of the ten most frequent pairs of words of the window.
select
    first_word || ' ' || second_word as name,
    uses,
    tweets
from bigram_frequencies
where collection_window = $collection_window and rank <= 10
order by rank
