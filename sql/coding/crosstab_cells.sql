-- A row is a crosstab with its counts: a list of rows, each a list of columns, in the order of the codebook.
with crosstab_rows as (
    select
        code_crosstabs.row_variable,
        code_crosstabs.column_variable,
        down.category_order as row_order,
        list(code_crosstabs.tweets order by across.category_order) as counts
    from code_crosstabs
    inner join codebook as down
        on down.collection_window = code_crosstabs.collection_window
        and down.variable = code_crosstabs.row_variable
        and down.category = code_crosstabs.row_category
    inner join codebook as across
        on across.collection_window = code_crosstabs.collection_window
        and across.variable = code_crosstabs.column_variable
        and across.category = code_crosstabs.column_category
    where code_crosstabs.collection_window = $collection_window
    group by code_crosstabs.row_variable, code_crosstabs.column_variable, down.category_order
)

select row_variable, column_variable, list(counts order by row_order) as counts
from crosstab_rows
group by row_variable, column_variable
order by row_variable, column_variable
