-- A row is a pair of scorers and how far they agree.
select
    scorer,
    other_scorer,
    tweets,
    percent_agreement,
    cohens_kappa
from scorer_agreement
where collection_window = $collection_window
order by scorer, other_scorer
