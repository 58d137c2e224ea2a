-- A row is a code, or a decision between codes, of which the codebook has a category no more, or that was given under
-- another definition of its variable.
with variables as (
    select distinct variable, codebook_md5, is_exclusive
    from codebook
    where collection_window = $collection_window and not is_computed
),

decided_parts as (
    select
        code_history.tweet_id,
        code_history.variable,
        code_history.coder,
        code_history.codebook_md5,
        regexp_replace(
            unnest(
                case
                    when variables.is_exclusive or variables.is_exclusive is null then [code_history.code]
                    else string_split(code_history.code, ' | ')
                end
            ),
            '^new: ',
            ''
        ) as category
    from code_history
    inner join sample
        on sample.collection_window = code_history.collection_window
        and sample.tweet_id = code_history.tweet_id
    left join variables on variables.variable = code_history.variable
    where
        code_history.collection_window = $collection_window
        and code_history.kind = 'adjudication'
        and code_history.is_current
),

code_parts as (
    select 'code' as kind, tweet_id, variable, coder, is_in_codebook, is_of_this_codebook
    from codes
    where collection_window = $collection_window
    union all
    select
        'adjudication' as kind,
        decided_parts.tweet_id,
        decided_parts.variable,
        decided_parts.coder,
        codebook.category is not null as is_in_codebook,
        coalesce(variables.codebook_md5 = decided_parts.codebook_md5, false) as is_of_this_codebook
    from decided_parts
    left join variables on variables.variable = decided_parts.variable
    left join codebook
        on codebook.collection_window = $collection_window
        and codebook.variable = decided_parts.variable
        and codebook.category = decided_parts.category
        and not codebook.is_computed
)

select distinct tweet_id, variable, coder
from code_parts
where not (is_in_codebook and is_of_this_codebook)
order by tweet_id, variable, coder
limit $rows
