-- A row is a word that several accounts of a window write and that is left out of the copy, because somebody is called so.
select word
from word_frequencies
where posters >= $posters and word in (select name from source.main.masked_word_frequencies)
group by word
order by max(posters) desc, word
limit $words
