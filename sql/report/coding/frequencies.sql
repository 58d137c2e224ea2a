-- A row is a category of Table 1, in the order of the codebook.
with labels as (
    select variable, min(label) as label, min(variable_order) as variable_order
    from codebook
    where collection_window = $collection_window
    group by variable
)

select
    code_frequencies.variable,
    labels.label,
    code_frequencies.category,
    code_frequencies.tweets,
    code_frequencies.coded_tweets,
    code_frequencies.percent,
    code_frequencies.low,
    code_frequencies.high,
    code_frequencies.is_computed
from code_frequencies
inner join labels on labels.variable = code_frequencies.variable
left join codebook
    on codebook.collection_window = code_frequencies.collection_window
    and codebook.variable = code_frequencies.variable
    and codebook.category = code_frequencies.category
where code_frequencies.collection_window = $collection_window and code_frequencies.variable <> 'theme'
order by labels.variable_order, codebook.category_order nulls last
