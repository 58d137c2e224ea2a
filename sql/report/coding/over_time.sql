-- A row is a tenth of the reliability set in the order of coding, in the order of the codebook.
with variable_orders as (
    select distinct variable, variable_order
    from codebook
    where collection_window = $collection_window
)

select
    agreement_over_time.variable,
    agreement_over_time.tenth,
    agreement_over_time.tweets,
    agreement_over_time.alike_tweets,
    agreement_over_time.differ_later,
    agreement_over_time.p_value,
    agreement_over_time.measure,
    agreement_over_time.units,
    agreement_over_time.value,
    agreement_over_time.low,
    agreement_over_time.high,
    agreement_over_time.further_tweets,
    agreement_over_time.outlook
from agreement_over_time
left join variable_orders on variable_orders.variable = agreement_over_time.variable
where agreement_over_time.collection_window = $collection_window
order by variable_orders.variable_order, agreement_over_time.variable, agreement_over_time.tenth
