-- A row is a word whose category its neighbours decide, with the word before and after it (NULL: none) and the uses.
with token_lists as (
    select string_split(tokens, ' ') as tokens
    from tweet_tokens
    where collection_window = $collection_window
),

token_positions as (
    select
        tokens,
        unnest(range(1, array_length(tokens) + 1)) as place
    from token_lists
)

select
    tokens[place] as word,
    case when place > 1 then tokens[place - 1] end as word_before,
    case when place < array_length(tokens) then tokens[place + 1] end as word_after,
    count(*) as uses
from token_positions
where list_contains($words, tokens[place])
group by word, word_before, word_after
order by word, word_before, word_after
