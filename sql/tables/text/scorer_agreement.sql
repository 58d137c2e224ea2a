-- A row is a pair of scorers: how far they label the same tweets alike, and beyond chance (Cohen 1960).
with label_pairs as (
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
    from label_pairs
    group by scorer, other_scorer
),

label_margins as (
    select scorer, other_scorer, label, sum(tweets) as tweets
    from label_pairs
    group by scorer, other_scorer, label
),

other_label_margins as (
    select scorer, other_scorer, other_label as label, sum(tweets) as tweets
    from label_pairs
    group by scorer, other_scorer, other_label
),

chance_products as (
    select
        label_margins.scorer,
        label_margins.other_scorer,
        sum(cast(label_margins.tweets as double) * other_label_margins.tweets) as products
    from label_margins
    inner join other_label_margins
        on other_label_margins.scorer = label_margins.scorer
        and other_label_margins.other_scorer = label_margins.other_scorer
        and other_label_margins.label = label_margins.label
    group by label_margins.scorer, label_margins.other_scorer
),

with_shares as (
    select
        totals.scorer,
        totals.other_scorer,
        totals.tweets,
        coalesce(totals.alike, 0) / cast(totals.tweets as double) as observed,
        coalesce(chance_products.products, 0) / (cast(totals.tweets as double) * totals.tweets) as expected
    from totals
    left join chance_products on chance_products.scorer = totals.scorer and chance_products.other_scorer = totals.other_scorer
)

select
    $collection_window as collection_window,
    scorer,
    other_scorer,
    cast(tweets as bigint) as tweets,
    100 * observed as percent_agreement,
    case when expected < 1 then (observed - expected) / (1 - expected) end as cohens_kappa
from with_shares
order by scorer, other_scorer
