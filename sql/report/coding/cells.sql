-- A row is a cell of a crosstab, in the order of the codebook.
select
    code_crosstabs.row_variable,
    code_crosstabs.column_variable,
    code_crosstabs.row_category,
    code_crosstabs.column_category,
    code_crosstabs.tweets,
    code_crosstabs.percent_of_all,
    code_crosstabs.adjusted_residual
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
order by
    code_crosstabs.row_variable, code_crosstabs.column_variable, down.category_order, across.category_order
