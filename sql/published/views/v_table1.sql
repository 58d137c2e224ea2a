-- A row is a category of a coded or computed variable among the sampled tweets of a window (Table 1).
-- collection_window: First and last day, both included, UTC
-- variable: The variable
-- category: The category
-- tweets: Sampled tweets with it
-- percent: Percent of the sampled tweets with a code of the variable; NULL where the exports do not tell it of all
-- low: Lower end of the 95 % interval (Wilson 1927); without a percent: that of the least that it can be
-- high: Upper end of the 95 % interval; without a percent: that of the most that it can be
-- is_computed: Whether the program computes it; else people code it
with orders as (
    select collection_window, variable, min(variable_order) as variable_order
    from codebook
    group by collection_window, variable
)

select
    code_frequencies.collection_window,
    code_frequencies.variable,
    code_frequencies.category,
    code_frequencies.tweets,
    code_frequencies.percent,
    code_frequencies.low,
    code_frequencies.high,
    code_frequencies.is_computed
from code_frequencies
inner join orders
    on orders.collection_window = code_frequencies.collection_window
    and orders.variable = code_frequencies.variable
left join codebook
    on codebook.collection_window = code_frequencies.collection_window
    and codebook.variable = code_frequencies.variable
    and codebook.category = code_frequencies.category
order by code_frequencies.collection_window, orders.variable_order, codebook.category_order nulls last
