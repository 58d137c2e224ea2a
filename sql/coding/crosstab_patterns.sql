-- A row is what tweets have of the two variables of a crosstab: the places of the row's categories and of the column's,
-- and how many tweets have just these. Of most variables a tweet has one; a tweet without any of several has none.
with pairs as (
    select unnest($row_variables) as row_variable, unnest($column_variables) as column_variable
),

variables_of_several as (
    select 'resources' as variable
    union
    select variable
    from codebook
    where collection_window = $collection_window and not is_exclusive
),

patterns as (
    select
        tweet_categories.tweet_id,
        tweet_categories.variable,
        coalesce(
            list(tweet_categories.category_order order by tweet_categories.category_order)
                filter (where lower(tweet_categories.category) <> 'none' or variables_of_several.variable is null),
            []
        ) as places
    from tweet_categories
    left join variables_of_several on variables_of_several.variable = tweet_categories.variable
    where tweet_categories.collection_window = $collection_window
    group by tweet_categories.tweet_id, tweet_categories.variable
)

select pairs.row_variable, pairs.column_variable, one.places as row_places, other.places as column_places, count(*) as tweets
from pairs
inner join patterns as one on one.variable = pairs.row_variable
inner join patterns as other on other.variable = pairs.column_variable and other.tweet_id = one.tweet_id
group by pairs.row_variable, pairs.column_variable, one.places, other.places
order by pairs.row_variable, pairs.column_variable, one.places, other.places
