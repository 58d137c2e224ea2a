-- A row is one use of a word in a tweet of the window, with the tokens around it.
with token_lists as (
    select
        tweet_id,
        author,
        string_split(tokens, ' ') as tokens
    from tweet_tokens
    where collection_window = $collection_window and contains(tokens, $word)
),

token_positions as (
    select
        *,
        unnest(range(1, array_length(tokens) + 1)) as place
    from token_lists
)

select
    tweet_id,
    author,
    array_to_string(tokens[greatest(place - $around, 1):place - 1], ' ') as before,
    tokens[place] as word,
    array_to_string(tokens[place + 1:place + $around], ' ') as after
from token_positions
where tokens[place] = $word
order by after, before, tweet_id
limit $most
