-- A row is a theme of Table 3, in the order of the codebook.
select
    theme_frequencies.theme,
    theme_frequencies.kind_of_knowledge,
    theme_frequencies.motivation,
    theme_frequencies.tweets,
    theme_frequencies.percent,
    theme_frequencies.low,
    theme_frequencies.high,
    theme_frequencies.example
from theme_frequencies
inner join codebook
    on codebook.collection_window = theme_frequencies.collection_window
    and codebook.variable = 'theme'
    and codebook.category = theme_frequencies.theme
where theme_frequencies.collection_window = $collection_window
order by codebook.category_order
