-- A row is a cell of a crosstab, in the order of the codebook.
select
    row_variable,
    column_variable,
    row_category,
    column_category,
    tweets,
    row_tweets,
    column_tweets,
    all_tweets,
    percent_of_all,
    percent_of_row,
    percent_of_column,
    adjusted_residual
from code_crosstabs
where collection_window = $collection_window
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = code_crosstabs.row_variable
    ) nulls last,
    row_variable,
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = code_crosstabs.column_variable
    ) nulls last,
    column_variable,
    row_order,
    column_order
