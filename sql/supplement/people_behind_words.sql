-- A row is a word, and how many accounts posted the tweets that use it.
select 'word' as part, [word] as cell, posters as people
from word_frequencies
where collection_window = $collection_window and word in (select unnest($words))
order by cell
