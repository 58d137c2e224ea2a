-- A row is a word that several accounts of a window write and that is left out of the copy, because somebody is called so,
-- with how many write it in the window in which most do.
select
    word,
    max(word_frequencies.posters) as posters
from word_frequencies
where word_frequencies.posters >= $posters and word in (select name from source.main.masked_word_frequencies)
group by word
order by max(word_frequencies.posters) desc, word
limit $words
