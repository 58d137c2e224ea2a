-- A row is a variable that the machine learned: how far it agrees with people.
select variable, scorer, learned_from, cohens_kappa, low, high, threshold, is_shown, reason
from machine_agreement
where collection_window = $collection_window
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = machine_agreement.variable
    ) nulls last,
    variable
