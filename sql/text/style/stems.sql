-- A row is a stem of the dictionary that ends in a hyphen (fair-*), with the uses of compounds that begin so in tweets of the
-- window. Tokens are parted at hyphens, so the texts tell, without their links.
with compounds as (
    select
        unnest(
            regexp_extract_all(
                case
                    when tweets.platform <> 'x' then regexp_replace(lower(tweets.text), 'https?://\S+|@\S+', ' ', 'g')
                    else regexp_replace(lower(tweets.text), 'https?://\S+', ' ', 'g')
                end,
                '[\p{L}\p{M}\p{N}_]+(?:-[\p{L}\p{M}\p{N}_]+)+'
            )
        ) as compound
    from tweets
    inner join tweet_tokens
        on tweet_tokens.collection_window = tweets.collection_window
        and tweet_tokens.tweet_id = tweets.tweet_id
    where tweets.collection_window = $collection_window
)

select
    listed.stem,
    count(*) as uses
from (select unnest($stems) as stem) as listed
inner join compounds on starts_with(compounds.compound, rtrim(listed.stem, '*'))
group by listed.stem
order by listed.stem
