-- A row is the window: tweets of at least $fewest_words words, and those among them with few function words.
-- Tokens that several tweets have, as retweets do, are looked at once.
with distinct_tokens as materialized (
    select
        cast(row_number() over () as uinteger) as number,
        tokens,
        word_count,
        count(*) as tweets
    from tweet_tokens
    where collection_window = $collection_window and word_count >= $fewest_words
    group by tokens, word_count
),

function_word_uses as (
    select number, count(word) as uses
    from (
        select
            number,
            unnest(string_split(tokens, ' ')) as word
        from distinct_tokens
    ) as words
    semi join (select unnest(cast($function_words as varchar[])) as word) as function_words using (word)
    group by number
)

select
    coalesce(sum(distinct_tokens.tweets), 0) as tweets,
    coalesce(
        sum(distinct_tokens.tweets) filter (
            where coalesce(function_word_uses.uses, 0) < $smallest_share * distinct_tokens.word_count
        ),
        0
    ) as low_language
from distinct_tokens
left join function_word_uses on function_word_uses.number = distinct_tokens.number
