-- A row is a cell of a crosstab of two variables (RQ4), empty cells among them. Of a variable of which a tweet can have
-- several categories each is counted by itself: margins are tweets, not sums of cells.
-- Adjusted residual: Haberman 1973, (o - e) / sqrt(e * (1 - row / n) * (1 - column / n)), e = row * column / n.
with pairs as (
    select unnest($row_variables) as row_variable, unnest($column_variables) as column_variable
),

tweets_with_both as (
    select
        pairs.row_variable,
        pairs.column_variable,
        one.tweet_id,
        one.category as row_category,
        other.category as column_category
    from pairs
    inner join tweet_categories as one
        on one.collection_window = $collection_window and one.variable = pairs.row_variable
    inner join tweet_categories as other
        on other.collection_window = $collection_window
        and other.variable = pairs.column_variable
        and other.tweet_id = one.tweet_id
),

cells as (
    select row_variable, column_variable, row_category, column_category, count(*) as tweets
    from tweets_with_both
    group by row_variable, column_variable, row_category, column_category
),

grand_totals as (
    select row_variable, column_variable, cast(count(distinct tweet_id) as double) as tweets
    from tweets_with_both
    group by row_variable, column_variable
),

row_sums as (
    select row_variable, column_variable, row_category, cast(count(distinct tweet_id) as double) as tweets
    from tweets_with_both
    group by row_variable, column_variable, row_category
),

column_sums as (
    select row_variable, column_variable, column_category, cast(count(distinct tweet_id) as double) as tweets
    from tweets_with_both
    group by row_variable, column_variable, column_category
),

categories as (
    select variable, category, category_order
    from codebook
    where collection_window = $collection_window
    union
    select variable, category, category_order
    from tweet_categories
    where collection_window = $collection_window
),

cells_with_zeros as (
    select
        grand_totals.row_variable,
        grand_totals.column_variable,
        down.category as row_category,
        down.category_order as row_order,
        across.category as column_category,
        across.category_order as column_order,
        coalesce(cells.tweets, 0) as tweets,
        grand_totals.tweets as whole,
        coalesce(row_sums.tweets, 0) as row_sum,
        coalesce(column_sums.tweets, 0) as column_sum
    from grand_totals
    inner join categories as down on down.variable = grand_totals.row_variable
    inner join categories as across on across.variable = grand_totals.column_variable
    left join cells
        on cells.row_variable = grand_totals.row_variable
        and cells.column_variable = grand_totals.column_variable
        and cells.row_category = down.category
        and cells.column_category = across.category
    left join row_sums
        on row_sums.row_variable = grand_totals.row_variable
        and row_sums.column_variable = grand_totals.column_variable
        and row_sums.row_category = down.category
    left join column_sums
        on column_sums.row_variable = grand_totals.row_variable
        and column_sums.column_variable = grand_totals.column_variable
        and column_sums.column_category = across.category
),

with_expected_counts as (
    select
        *,
        row_sum * column_sum / whole as expected,
        (1 - row_sum / whole) * (1 - column_sum / whole) as spread
    from cells_with_zeros
)

select
    $collection_window as collection_window,
    row_variable,
    column_variable,
    row_category,
    column_category,
    row_order,
    column_order,
    tweets,
    cast(row_sum as bigint) as row_tweets,
    cast(column_sum as bigint) as column_tweets,
    cast(whole as bigint) as all_tweets,
    100 * tweets / whole as percent_of_all,
    case when row_sum > 0 then 100 * tweets / row_sum end as percent_of_row,
    case when column_sum > 0 then 100 * tweets / column_sum end as percent_of_column,
    expected,
    case when expected * spread > 0 then (tweets - expected) / sqrt(expected * spread) end as adjusted_residual
from with_expected_counts
order by row_variable, column_variable, row_order, column_order
