-- A row is one coder's present code for one variable of one sampled tweet.
with variables as (
    select distinct variable, codebook_md5
    from codebook
    where collection_window = $collection_window and not is_computed
),

categories as (
    select variable, category
    from codebook
    where collection_window = $collection_window and not is_computed
)

select
    $collection_window as collection_window,
    code_history.tweet_id,
    code_history.variable,
    code_history.coder,
    code_history.code,
    categories.category is not null as is_in_codebook,
    coalesce(variables.codebook_md5 = code_history.codebook_md5, false) as is_of_this_codebook,
    code_history.imported_at
from code_history
inner join sample
    on sample.collection_window = code_history.collection_window
    and sample.tweet_id = code_history.tweet_id
left join variables on variables.variable = code_history.variable
left join categories on categories.variable = code_history.variable and categories.category = code_history.code
where
    code_history.collection_window = $collection_window
    and code_history.kind = 'code'
    and code_history.is_current
order by code_history.tweet_id, code_history.variable, code_history.coder
