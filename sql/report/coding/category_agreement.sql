-- A row is a category of a variable that people coded: how far all coders agree whether tweets have it.
select
    category_agreement.variable,
    category_agreement.category,
    category_agreement.units,
    category_agreement.tweets_of_any,
    category_agreement.tweets_of_all,
    category_agreement.value,
    category_agreement.low,
    category_agreement.high,
    category_agreement.reason
from category_agreement
inner join codebook
    on codebook.collection_window = category_agreement.collection_window
    and codebook.variable = category_agreement.variable
    and codebook.category = category_agreement.category
where category_agreement.collection_window = $collection_window and category_agreement.coders = 'all'
order by codebook.variable_order, codebook.category_order
