-- A row is a category of a coded or computed variable among the sampled tweets of a window (Table 1).
-- collection_window: First and last day, both included, UTC
-- variable: The variable
-- category: The category
-- tweets: Sampled tweets with it
-- percent: Percent of the sampled tweets with a code of the variable
-- low: Lower end of the 95 % interval (Wilson 1927)
-- high: Upper end of the 95 % interval
-- is_computed: Whether the program computes it; else people code it
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
inner join codebook
    on codebook.collection_window = code_frequencies.collection_window
    and codebook.variable = code_frequencies.variable
    and codebook.category = code_frequencies.category
order by code_frequencies.collection_window, codebook.variable_order, codebook.category_order
