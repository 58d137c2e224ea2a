-- A row is a category of a variable among the tweets of a community, of a class of leaders, of a week.
select
    grouped_by,
    group_name,
    variable,
    category,
    is_sampled,
    tweets,
    of_tweets,
    percent,
    low,
    high,
    posters,
    (
        select min(codebook.category_order)
        from codebook
        where
            codebook.collection_window = $collection_window
            and codebook.variable = group_frequencies.variable
            and codebook.category = group_frequencies.category
    ) as category_order
from group_frequencies
where collection_window = $collection_window
order by
    grouped_by,
    case group_name when 'smaller communities' then 1 when 'no community' then 2 when 'no leader' then 2 else 0 end,
    group_name,
    (
        select min(codebook.variable_order)
        from codebook
        where codebook.collection_window = $collection_window and codebook.variable = group_frequencies.variable
    ) nulls last,
    variable,
    category_order nulls last,
    category
