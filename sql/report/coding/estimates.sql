-- A row is a category among all tweets of the frame, estimated from machine codes.
select variable, category, frame_tweets, percent_proposed, percent_corrected, low, high
from machine_estimates
where collection_window = $collection_window
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = machine_estimates.variable
    ) nulls last,
    variable,
    (
        select min(codebook.category_order)
        from codebook
        where
            codebook.collection_window = $collection_window
            and codebook.variable = machine_estimates.variable
            and codebook.category = machine_estimates.category
    ) nulls last,
    category
