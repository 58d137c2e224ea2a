-- A row is a pair of words that stand side by side, and how many accounts posted the tweets that use it.
with wanted as (
    select unnest($pairs) as pair
)

select 'pair' as part, [wanted.pair] as cell, count(distinct tweet_tokens.author) as people
from wanted
inner join tweet_tokens
    on tweet_tokens.collection_window = $collection_window
    and contains(' ' || tweet_tokens.tokens || ' ', ' ' || wanted.pair || ' ')
group by wanted.pair
order by cell
