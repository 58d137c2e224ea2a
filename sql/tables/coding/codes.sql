-- A row is one coder's present code for one variable of one sampled tweet: where a tweet can have several, a row each.
-- A code is left out where it is known that the codebook, as it is now, does not ask its variable of the tweet: by what
-- is computed of it, or by what the same coder gave to it; nor where the variable that it applies by is not asked.
with present_codes as (
    select tweet_id, variable, coder, category as code, is_in_codebook, is_of_this_codebook, imported_at
    from categories_given($collection_window, 'code')
),

sampled_tweets as (
    select
        sample.tweet_id,
        tweets.tweet_id is not null as is_collected,
        tweets.tweet_type,
        tweets.content_format,
        sample.is_reliability or not bool_or(sample.is_reliability) over () as is_of_set
    from sample
    left join tweets on tweets.collection_window = sample.collection_window and tweets.tweet_id = sample.tweet_id
    where sample.collection_window = $collection_window
),

conditions as (
    select variable, asked_variable, asked_codes
    from conditions_of_variables($collection_window)
),

known_codes as (
    select tweet_id, cast(null as varchar) as coder, 'tweet_type' as variable, [tweet_type] as codes
    from sampled_tweets
    where is_collected
    union all
    select tweet_id, null as coder, 'content_format' as variable, [content_format] as codes
    from sampled_tweets
    where is_collected
    union all
    select tweet_id, null as coder, 'reliability_set' as variable, [case when is_of_set then 'yes' else 'no' end] as codes
    from sampled_tweets
    union all
    select tweet_id, coder, variable, list(code order by code) as codes
    from present_codes
    group by tweet_id, coder, variable
)

select
    $collection_window as collection_window,
    present_codes.tweet_id,
    present_codes.variable,
    present_codes.coder,
    present_codes.code,
    present_codes.is_in_codebook,
    present_codes.is_of_this_codebook,
    present_codes.imported_at
from present_codes
where not exists (
    from conditions
    inner join known_codes on known_codes.variable = conditions.asked_variable
    where
        conditions.variable = present_codes.variable
        and known_codes.tweet_id = present_codes.tweet_id
        and coalesce(known_codes.coder, present_codes.coder) = present_codes.coder
        and not list_has_any(known_codes.codes, conditions.asked_codes)
)
order by present_codes.tweet_id, present_codes.variable, present_codes.coder, present_codes.code
