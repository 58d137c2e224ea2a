-- A row is one of the ten words that the window uses more than the other windows most clearly.
select
    word,
    uses,
    uses_elsewhere,
    log_likelihood
from word_keyness
where collection_window = $collection_window and is_overused
order by log_likelihood desc, word
limit 10
