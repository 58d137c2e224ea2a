-- A row is a pair of words that stand side by side, and how many accounts posted the tweets that use it.
with word_pairs as (
    select unnest($pairs) as pair
)

select 'pair' as part, [word_pairs.pair] as cell, count(distinct tweet_tokens.author) as people
from word_pairs
inner join tweet_tokens
    on tweet_tokens.collection_window = $collection_window
    and contains(' ' || tweet_tokens.tokens || ' ', ' ' || word_pairs.pair || ' ')
group by word_pairs.pair
order by cell
