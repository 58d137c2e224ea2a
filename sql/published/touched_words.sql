-- A row is a word, or two side by side with a blank between, of tweets of a window that may name somebody new.
with token_lists as (
    select tweet_tokens.collection_window, string_split(tweet_tokens.tokens, ' ') as tokens
    from tweet_tokens
    semi join touched_tweet_tokens as touched
        on touched.collection_window = tweet_tokens.collection_window and touched.tweet_id = tweet_tokens.tweet_id
    where tweet_tokens.tokens is not null
),

pairs as (
    select collection_window, unnest(tokens) as first_word, unnest(tokens[2:]) as second_word
    from token_lists
)

select distinct collection_window, first_word as words
from pairs
union all
select distinct collection_window, first_word || ' ' || second_word as words
from pairs
where second_word is not null
