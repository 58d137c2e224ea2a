-- A row is what tweets have of the two variables of a crosstab: the places of the row's categories and of the column's,
-- and how many tweets have just these. Of most variables a tweet has one; a tweet without any of several has none.
with pairs as (
    select unnest($row_variables) as row_variable, unnest($column_variables) as column_variable
),

patterns as (
    select
        tweet_id,
        variable,
        coalesce(list(category_order order by category_order) filter (where category <> 'none' or variable <> 'resources'), [])
            as places
    from tweet_categories
    where collection_window = $collection_window
    group by tweet_id, variable
)

select pairs.row_variable, pairs.column_variable, one.places as row_places, other.places as column_places, count(*) as tweets
from pairs
inner join patterns as one on one.variable = pairs.row_variable
inner join patterns as other on other.variable = pairs.column_variable and other.tweet_id = one.tweet_id
group by pairs.row_variable, pairs.column_variable, one.places, other.places
order by pairs.row_variable, pairs.column_variable, one.places, other.places
