-- A row is a computed variable, or a category of it, and how far its rule agrees with people.
select
    computed_agreement.variable,
    computed_agreement.category,
    computed_agreement.units,
    computed_agreement.computed_tweets,
    computed_agreement.people_tweets,
    computed_agreement.tweets_of_both,
    computed_agreement.measure,
    computed_agreement.value,
    computed_agreement.low,
    computed_agreement.high,
    computed_agreement.reason
from computed_agreement
left join codebook
    on codebook.collection_window = computed_agreement.collection_window
    and codebook.validates = computed_agreement.variable
    and codebook.category = computed_agreement.category
where computed_agreement.collection_window = $collection_window
order by
    (
        select min(orders.variable_order)
        from codebook as orders
        where orders.collection_window = $collection_window and orders.variable = computed_agreement.variable
    ) nulls last,
    computed_agreement.variable,
    codebook.category_order nulls first
