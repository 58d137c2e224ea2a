-- A row is one use of some words that stand side by side in a tweet of the window, with the tokens around them.
with token_lists as (
    select
        tweet_id,
        author,
        string_split(tokens, ' ') as tokens
    from tweet_tokens
    where collection_window = $collection_window and contains(tokens, array_to_string($words, ' '))
),

token_positions as (
    select
        *,
        unnest(range(1, array_length(tokens) + 1)) as place,
        place + array_length($words) as behind
    from token_lists
)

select
    tweet_id,
    author,
    array_to_string(tokens[greatest(place - $around, 1):place - 1], ' ') as before,
    array_to_string($words, ' ') as words,
    array_to_string(tokens[behind:behind + $around - 1], ' ') as after
from token_positions
where tokens[place:behind - 1] = $words
order by after, before, tweet_id
limit $most
