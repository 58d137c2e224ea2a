-- A row is a word of the window, hashtags and handles apart, with its uses.
with distinct_tokens as (
    select
        tokens,
        count(*) as tweets
    from tweet_tokens
    where collection_window = $collection_window
    group by tokens
)

select word, cast(sum(tweets) as bigint) as uses
from (
    select
        tweets,
        unnest(string_split(tokens, ' ')) as word
    from distinct_tokens
) as word_uses
where not starts_with(word, '#') and not starts_with(word, '@')
group by word
order by word
