-- A row is a word that this window uses more or less than all other windows together; none where there is no other.
-- Log-likelihood: Rayson and Garside 2000, Comparing corpora using frequency profiling, from Dunning 1993:
-- G2 = 2 * (a * ln(a / E1) + b * ln(b / E2)), E1 = c * (a + b) / (c + d), E2 = d * (a + b) / (c + d), where a, b are
-- the uses here and elsewhere, c, d all words counted here and elsewhere, and 0 * ln(0) is 0.
with here as (
    select word, uses
    from word_frequencies
    where collection_window = $collection_window
),

elsewhere as (
    select word, cast(sum(uses) as bigint) as uses
    from word_frequencies
    where collection_window <> $collection_window
    group by word
),

totals as (
    select
        (select sum(uses) from here) as words_here,
        (select sum(uses) from elsewhere) as words_elsewhere
),

compared as (
    select
        coalesce(here.word, elsewhere.word) as word,
        coalesce(here.uses, 0) as uses,
        coalesce(elsewhere.uses, 0) as uses_elsewhere,
        words_here,
        words_elsewhere,
        words_here * (coalesce(here.uses, 0) + coalesce(elsewhere.uses, 0)) / (words_here + words_elsewhere)
            as expected_here,
        words_elsewhere * (coalesce(here.uses, 0) + coalesce(elsewhere.uses, 0)) / (words_here + words_elsewhere)
            as expected_elsewhere
    from here
    full outer join elsewhere on elsewhere.word = here.word
    cross join totals
    where words_here > 0 and words_elsewhere > 0
),

weighed as (
    select
        *,
        2 * (
            case when uses > 0 then uses * ln(uses / expected_here) else 0 end
            + case when uses_elsewhere > 0 then uses_elsewhere * ln(uses_elsewhere / expected_elsewhere) else 0 end
        ) as log_likelihood
    from compared
)

select
    $collection_window as collection_window,
    word,
    uses,
    uses_elsewhere,
    1e6 * uses / words_here as per_million,
    1e6 * uses_elsewhere / words_elsewhere as per_million_elsewhere,
    greatest(log_likelihood, 0) as log_likelihood,
    uses > expected_here as is_overused
from weighed
where log_likelihood >= 3.84
order by word
