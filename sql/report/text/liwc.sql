-- A row is a measure that the team's own LIWC gave, with ours that comes nearest: summary variables first, then counts.
-- Where LIWC measured tweet by tweet and all texts as one, both are there.
select
    liwc_measures.measure,
    liwc_measures.measured,
    liwc_measures.kind,
    liwc_measures.tweets,
    liwc_measures.words,
    liwc_measures.value,
    liwc_measures.definition,
    style_measures.measure as nearest_of_ours,
    style_measures.value as value_of_ours
from liwc_measures
left join (
    select
        measure,
        value
    from style_measures
    where collection_window = $collection_window
) as style_measures on style_measures.measure = liwc_measures.nearest_of_ours
where liwc_measures.collection_window = $collection_window
order by
    case liwc_measures.kind when 'summary' then 1 when 'count' then 2 else 3 end,
    liwc_measures.measure,
    liwc_measures.measured
