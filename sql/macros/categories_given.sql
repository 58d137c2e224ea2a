-- A row is a category that a present code, or a present decision, gives to a sampled tweet: where a tweet can have several, a
-- row each. One that a coder proposed has "new: " before it in the journal; here it has its name. Carried to Spark, its
-- common table expressions stand among those of the statement that calls it: names must differ.
create or replace temp macro categories_given(asked_window, asked_kind) as table
with variables_of_people as (
    select distinct variable, codebook_md5, is_exclusive
    from codebook
    where collection_window = asked_window and not is_computed
),

given_categories as (
    select
        code_history.tweet_id,
        code_history.variable,
        code_history.coder,
        regexp_replace(
            unnest(
                case
                    when variables_of_people.is_exclusive or variables_of_people.is_exclusive is null then [code_history.code]
                    else string_split(code_history.code, ' | ')
                end
            ),
            '^new: ',
            ''
        ) as category,
        coalesce(variables_of_people.codebook_md5 = code_history.codebook_md5, false) as is_of_this_codebook,
        code_history.imported_at
    from code_history
    inner join sample
        on sample.collection_window = code_history.collection_window
        and sample.tweet_id = code_history.tweet_id
    left join variables_of_people on variables_of_people.variable = code_history.variable
    where
        code_history.collection_window = asked_window
        and code_history.kind = asked_kind
        and code_history.is_current
),

categories_of_people as (
    select variable, category
    from codebook
    where collection_window = asked_window and not is_computed
)

select
    given_categories.tweet_id,
    given_categories.variable,
    given_categories.coder,
    given_categories.category,
    categories_of_people.category is not null as is_in_codebook,
    given_categories.is_of_this_codebook,
    given_categories.imported_at
from given_categories
left join categories_of_people
    on categories_of_people.variable = given_categories.variable
    and categories_of_people.category = given_categories.category
