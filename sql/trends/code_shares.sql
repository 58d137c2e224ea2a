-- A row is a category that people coded, among the sampled tweets of one window with a code of its variable.
select
    collection_window,
    variable,
    category,
    tweets,
    coded_tweets
from code_frequencies
where not is_computed
order by collection_window, variable, category
