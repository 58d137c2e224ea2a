-- A row is a word, or two side by side with a blank between, that stands in tweets of a window, with the tokens of one of
-- them.
with token_lists as (
    select distinct tokens, string_split(tokens, ' ') as token_list
    from tweet_tokens
    where collection_window = $collection_window and tokens is not null
),

pairs as (
    select tokens, unnest(token_list) as first_word, unnest(token_list[2:]) as second_word
    from token_lists
),

sought_words as (
    select unnest($words) as words
),

likely_pairs as (
    select *
    from pairs
    where first_word in (select string_split(words, ' ')[1] from sought_words)
)

select sought_words.words, min(uses.tokens) as tokens
from (
    select first_word as words, tokens
    from likely_pairs
    union all
    select first_word || ' ' || second_word as words, tokens
    from likely_pairs
    where second_word is not null
) as uses
inner join sought_words on sought_words.words = uses.words
group by sought_words.words
