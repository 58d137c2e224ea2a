-- A row is a computed category beside another one that people gave to the same tweets, the most frequent first.
select variable, computed_category, people_category, tweets
from computed_confusion
where collection_window = $collection_window and computed_category <> people_category
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = computed_confusion.variable
    ) nulls last,
    variable,
    tweets desc,
    computed_category,
    people_category
