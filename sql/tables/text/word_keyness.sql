-- A row is a word that this window uses more or less than all other windows together; none where there is no other.
-- Log-likelihood: Rayson and Garside 2000, Comparing corpora using frequency profiling, from Dunning 1993:
-- G2 = 2 * (a * ln(a / E1) + b * ln(b / E2)), E1 = c * (a + b) / (c + d), E2 = d * (a + b) / (c + d), where a, b are
-- the uses here and elsewhere, c, d all words counted here and elsewhere, and 0 * ln(0) is 0.
with window_words as (
    select word, uses
    from word_frequencies
    where collection_window = $collection_window
),

other_words as (
    select word, cast(sum(uses) as bigint) as uses
    from word_frequencies
    where collection_window <> $collection_window
    group by word
),

totals as (
    select
        (select sum(uses) from window_words) as words_here,
        (select sum(uses) from other_words) as words_elsewhere
),

with_expected_uses as (
    select
        coalesce(window_words.word, other_words.word) as word,
        coalesce(window_words.uses, 0) as uses,
        coalesce(other_words.uses, 0) as uses_elsewhere,
        words_here,
        words_elsewhere,
        words_here * cast(coalesce(window_words.uses, 0) + coalesce(other_words.uses, 0) as double)
            / (words_here + words_elsewhere)
            as expected_here,
        words_elsewhere * cast(coalesce(window_words.uses, 0) + coalesce(other_words.uses, 0) as double)
            / (words_here + words_elsewhere)
            as expected_elsewhere
    from window_words
    full outer join other_words on other_words.word = window_words.word
    cross join totals
    where words_here > 0 and words_elsewhere > 0
),

with_log_likelihood as (
    select
        *,
        2 * (
            case when uses > 0 then uses * ln(uses / expected_here) else 0 end
            + case when uses_elsewhere > 0 then uses_elsewhere * ln(uses_elsewhere / expected_elsewhere) else 0 end
        ) as log_likelihood
    from with_expected_uses
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
from with_log_likelihood
where log_likelihood >= 3.84
order by word
