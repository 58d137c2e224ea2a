-- A row is a variable that people code: whether its codes are reported, and why.
select
    variable,
    coded_tweets,
    shared_tweets,
    threshold,
    lowered_because,
    is_reported,
    reason
from coded_variables
where collection_window = $collection_window and not is_computed
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = coded_variables.variable
    ) nulls last,
    variable
