-- A row is one word of one named list, as used in the window; a term that ends in * stands for all that begin so.
-- Words are counted in word_frequencies already; only stop words, which a list may hold, are counted here.
with terms as (
    select
        unnest($lists) as list,
        unnest($kinds) as kind,
        unnest($terms) as term
),

stop_words_in_lists as (
    select distinct stop_words.word
    from (select unnest($stop_words) as word) as stop_words
    inner join terms
        on stop_words.word = terms.term
        or (ends_with(terms.term, '*') and starts_with(stop_words.word, rtrim(terms.term, '*')))
),

vocabulary as (
    select word, uses, tweets, posters
    from word_frequencies
    where collection_window = $collection_window
    union all
    select word, count(*) as uses, count(distinct tweet_id) as tweets, count(distinct author) as posters
    from (
        select tweet_id, author, unnest(string_split(tokens, ' ')) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    where word in (select word from stop_words_in_lists)
    group by word
),

list_words as (
    select terms.list, terms.kind, vocabulary.*
    from terms
    inner join vocabulary on vocabulary.word = terms.term
    where not ends_with(terms.term, '*')
    union
    select terms.list, terms.kind, vocabulary.*
    from terms
    inner join vocabulary on starts_with(vocabulary.word, rtrim(terms.term, '*'))
    where ends_with(terms.term, '*')
)

select
    $collection_window as collection_window,
    list,
    kind,
    word,
    row_number() over (partition by list order by uses desc, tweets desc, word) as rank,
    uses,
    tweets,
    posters
from list_words
order by list, rank
