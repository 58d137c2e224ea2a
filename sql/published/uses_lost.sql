-- A row is a word, or two side by side with a blank between, of the rows of a window that are copied, with how many of its
-- uses names took with them as tokens were masked. What stands in place of a name has a bracket, which no token has.
with masked_tokens as (
    select
        tweet_tokens.collection_window,
        string_split(tweet_tokens.tokens, ' ') as tokens,
        string_split(masked.pseudonym, ' ') as shown
    from source.main.tweet_tokens as tweet_tokens
    inner join source.main.masked_tweet_tokens_tokens as masked on masked.name = tweet_tokens.tokens
    where contains(masked.pseudonym, '[')
),

with_pairs as (
    select collection_window, unnest(tokens) as first_word, unnest(tokens[2:]) as second_word, 1 as uses
    from masked_tokens
    union all
    select collection_window, unnest(shown) as first_word, unnest(shown[2:]) as second_word, -1 as uses
    from masked_tokens
)

select collection_window, words, sum(uses) as uses
from (
    select collection_window, first_word as words, uses
    from with_pairs
    union all
    select collection_window, first_word || ' ' || second_word as words, uses
    from with_pairs
    where second_word is not null
) as masked_uses
group by collection_window, words
having sum(uses) > 0
