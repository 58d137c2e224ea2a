-- A row is a pair of scorers: how far they label the same tweets alike, and beyond chance (Cohen 1960).
with pairs as (
    select *
    from scorer_confusion
    where collection_window = $collection_window
),

totals as (
    select
        scorer,
        other_scorer,
        sum(tweets) as tweets,
        sum(tweets) filter (where label = other_label) as alike
    from pairs
    group by scorer, other_scorer
),

margins as (
    select scorer, other_scorer, label, sum(tweets) as tweets
    from pairs
    group by scorer, other_scorer, label
),

other_margins as (
    select scorer, other_scorer, other_label as label, sum(tweets) as tweets
    from pairs
    group by scorer, other_scorer, other_label
),

chance as (
    select
        margins.scorer,
        margins.other_scorer,
        sum(cast(margins.tweets as double) * other_margins.tweets) as products
    from margins
    inner join other_margins
        on other_margins.scorer = margins.scorer
        and other_margins.other_scorer = margins.other_scorer
        and other_margins.label = margins.label
    group by margins.scorer, margins.other_scorer
),

shares as (
    select
        totals.scorer,
        totals.other_scorer,
        totals.tweets,
        coalesce(totals.alike, 0) / cast(totals.tweets as double) as observed,
        coalesce(chance.products, 0) / (cast(totals.tweets as double) * totals.tweets) as expected
    from totals
    left join chance on chance.scorer = totals.scorer and chance.other_scorer = totals.other_scorer
)

select
    $collection_window as collection_window,
    scorer,
    other_scorer,
    cast(tweets as bigint) as tweets,
    100 * observed as percent_agreement,
    case when expected < 1 then (observed - expected) / (1 - expected) end as cohens_kappa
from shares
order by scorer, other_scorer
