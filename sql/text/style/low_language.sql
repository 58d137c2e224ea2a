-- A row is the window: tweets of at least $fewest_words words, and those among them with few function words.
with with_function_words as (
    select
        word_count,
        array_length(
            list_filter(string_split(tokens, ' '), lambda token: list_contains($function_words, token))
        ) as function_words
    from tweet_tokens
    where collection_window = $collection_window and word_count >= $fewest_words
)

select
    count(*) as tweets,
    count(*) filter (where function_words < $smallest_share * word_count) as low_language
from with_function_words
