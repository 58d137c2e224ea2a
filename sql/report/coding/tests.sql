-- A row is the test of a crosstab.
select
    row_variable, column_variable, tweets, chi_square, degrees_of_freedom, p_value, method, p_holm, cramers_v, low, high,
    reason
from crosstab_tests
where collection_window = $collection_window
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = crosstab_tests.row_variable
    ) nulls last,
    row_variable,
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = crosstab_tests.column_variable
    ) nulls last,
    column_variable
