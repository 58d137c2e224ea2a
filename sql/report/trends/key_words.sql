-- A row is a window, with the words that it uses most above the others: the highest log-likelihood first.
with ranked_words as (
    select
        collection_window,
        word,
        log_likelihood,
        row_number() over (partition by collection_window order by log_likelihood desc, word) as rank
    from word_keyness
    where is_overused
)

select
    collection_window as window,
    list(word order by rank) as words
from ranked_words
where rank <= $top
group by collection_window
order by collection_window
