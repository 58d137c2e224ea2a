-- A row is one coder's present code for one variable of one sampled tweet: where a tweet can have several, a row each.
-- A category that a coder proposed has "new: " before it in the journal; here it has its name. A code is left out where it
-- is known that the codebook, as it is now, does not ask its variable of the tweet: by what is computed of it, or by
-- what the same coder gave to it; nor where the variable that it applies by is not asked.
with variables as (
    select distinct variable, codebook_md5, is_exclusive
    from codebook
    where collection_window = $collection_window and not is_computed
),

categories as (
    select variable, category
    from codebook
    where collection_window = $collection_window and not is_computed
),

present_codes as (
    select
        code_history.tweet_id,
        code_history.variable,
        code_history.coder,
        regexp_replace(
            unnest(
                case
                    when variables.is_exclusive or variables.is_exclusive is null then [code_history.code]
                    else string_split(code_history.code, ' | ')
                end
            ),
            '^new: ',
            ''
        ) as code,
        coalesce(variables.codebook_md5 = code_history.codebook_md5, false) as is_of_this_codebook,
        code_history.imported_at
    from code_history
    inner join sample
        on sample.collection_window = code_history.collection_window
        and sample.tweet_id = code_history.tweet_id
    left join variables on variables.variable = code_history.variable
    where
        code_history.collection_window = $collection_window
        and code_history.kind = 'code'
        and code_history.is_current
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
    categories.category is not null as is_in_codebook,
    present_codes.is_of_this_codebook,
    present_codes.imported_at
from present_codes
left join categories on categories.variable = present_codes.variable and categories.category = present_codes.code
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
