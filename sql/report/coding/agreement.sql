-- A row is a measure of agreement of all coders on a variable.
select variable, measure, units, value, low, high, method, reason
from coder_agreement
where collection_window = $collection_window and coders = 'all'
order by
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = coder_agreement.variable
    ) nulls last,
    variable,
    list_position(
        [
            'percent_agreement', 'cohens_kappa', 'congers_kappa', 'weighted_kappa_linear', 'weighted_kappa_squared',
            'krippendorffs_alpha', 'gwets_ac1', 'gwets_ac2', 'fleiss_kappa'
        ],
        measure
    ) nulls last
