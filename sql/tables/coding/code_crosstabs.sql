-- A row is a cell of a crosstab of two variables (RQ4), empty cells among them.
-- Adjusted residual: Haberman 1973, (o - e) / sqrt(e * (1 - row / n) * (1 - column / n)), e = row * column / n.
with pairs as (
    select unnest($row_variables) as row_variable, unnest($column_variables) as column_variable
),

tweets_coded_by_both as (
    select
        pairs.row_variable,
        pairs.column_variable,
        one.code as row_category,
        other.code as column_category
    from pairs
    inner join coded_tweets as one
        on one.collection_window = $collection_window and one.variable = pairs.row_variable
    inner join coded_tweets as other
        on other.collection_window = $collection_window
        and other.variable = pairs.column_variable
        and other.tweet_id = one.tweet_id
),

cells as (
    select row_variable, column_variable, row_category, column_category, count(*) as tweets
    from tweets_coded_by_both
    group by row_variable, column_variable, row_category, column_category
),

pairs_with_tweets as (
    select distinct row_variable, column_variable
    from cells
),

cells_with_zeros as (
    select
        pairs_with_tweets.row_variable,
        pairs_with_tweets.column_variable,
        down.category as row_category,
        down.category_order as row_order,
        across.category as column_category,
        across.category_order as column_order,
        coalesce(cells.tweets, 0) as tweets
    from pairs_with_tweets
    inner join codebook as down
        on down.collection_window = $collection_window and down.variable = pairs_with_tweets.row_variable
    inner join codebook as across
        on across.collection_window = $collection_window and across.variable = pairs_with_tweets.column_variable
    left join cells
        on cells.row_variable = pairs_with_tweets.row_variable
        and cells.column_variable = pairs_with_tweets.column_variable
        and cells.row_category = down.category
        and cells.column_category = across.category
),

with_margins as (
    select
        *,
        cast(sum(tweets) over (partition by row_variable, column_variable) as double) as whole,
        cast(sum(tweets) over (partition by row_variable, column_variable, row_category) as double) as row_sum,
        cast(sum(tweets) over (partition by row_variable, column_variable, column_category) as double) as column_sum
    from cells_with_zeros
),

with_expected_counts as (
    select
        *,
        row_sum * column_sum / whole as expected,
        (1 - row_sum / whole) * (1 - column_sum / whole) as spread
    from with_margins
)

select
    $collection_window as collection_window,
    row_variable,
    column_variable,
    row_category,
    column_category,
    tweets,
    100 * tweets / whole as percent_of_all,
    case when row_sum > 0 then 100 * tweets / row_sum end as percent_of_row,
    case when column_sum > 0 then 100 * tweets / column_sum end as percent_of_column,
    expected,
    case when expected * spread > 0 then (tweets - expected) / sqrt(expected * spread) end as adjusted_residual
from with_expected_counts
order by row_variable, column_variable, row_order, column_order
