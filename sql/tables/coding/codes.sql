-- A row is one coder's present code for one variable of one sampled tweet: where a tweet can have several, a row each.
-- A category that a coder proposed has "new: " before it in the journal; here it has its name.
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
order by present_codes.tweet_id, present_codes.variable, present_codes.coder, present_codes.code
