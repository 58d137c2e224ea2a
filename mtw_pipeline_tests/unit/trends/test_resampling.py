"""Intervals over authors: as wide as tweets of one author hang together, against computations of others."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from mtw_pipeline.attempts import LeftOutError
from mtw_pipeline.trends.differences import NOT_TESTED, of_replicates, of_shares
from mtw_pipeline.trends.resampling import (
    MOST_REPLICATES,
    AuthorSums,
    compact,
    percentile_interval,
    poisson_by_level,
    replicates_within_budget,
    resampled,
    wilson_interval,
)

REPLICATES = 600
Counts = list[tuple[int, int]]
"""Of each author the tweets that have something, and all."""


def sums_of(counts: Counts, authors: list[int] | None = None) -> AuthorSums:
    places = np.array(authors if authors is not None else range(len(counts)), dtype=np.int64)
    part, whole = np.array(counts, dtype=np.int64).reshape(len(counts), 2).T
    return AuthorSums(places.astype(np.uint64), {"part": compact(part), "whole": compact(whole)})


def drawn_shares(counts: Counts, replicates: int = REPLICATES, seed: int = 1) -> np.ndarray:
    found = resampled(sums_of(counts), replicates, seed)
    return np.divide(found[:, 0], found[:, 1], out=np.full(replicates, np.nan), where=found[:, 1] > 0)


def width(counts: Counts) -> float:
    ends = percentile_interval(drawn_shares(counts), len(counts))
    assert ends is not None
    return ends[1] - ends[0]


def community(authors: int, share: float, seed: int) -> Counts:
    """Authors with 1 to 9 tweets each, of whom each has a share of its own around the community's."""
    random = np.random.default_rng(seed)
    tweets = random.integers(1, 10, authors)
    own = random.beta(4 * share, 4 * (1 - share), authors)
    return [(int(random.binomial(n, p)), int(n)) for n, p in zip(tweets, own, strict=True)]


def test_weights_are_poisson_with_mean_1() -> None:
    weights = poisson_by_level()
    for count in range(8):
        assert np.mean(weights == count) == pytest.approx(poisson.pmf(count, 1), abs=2 / 65_536)
    assert weights.mean() == pytest.approx(1, abs=1e-4)
    assert weights.var() == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_spread_is_that_of_a_regression_with_clusters(seed: int) -> None:
    counts = community(500, 0.3, seed)
    authors = np.repeat(np.arange(len(counts)), [n for _, n in counts])
    has = np.concatenate([np.repeat([1.0, 0.0], (part, n - part)) for part, n in counts])
    fitted = sm.OLS(has, np.ones_like(has)).fit(cov_type="cluster", cov_kwds={"groups": authors})
    assert np.std(drawn_shares(counts, 2000)) == pytest.approx(float(fitted.bse[0]), rel=0.06)


def test_the_interval_holds_the_truth_about_as_often_as_it_says_and_one_over_tweets_does_not() -> None:
    over_authors, over_tweets, communities = 0, 0, 150
    for seed in range(communities):
        counts = community(200, 0.3, seed)
        ends = percentile_interval(drawn_shares(counts, 300, 1000 * seed), len(counts))
        assert ends is not None
        over_authors += ends[0] <= 0.3 <= ends[1]
        low, high = wilson_interval(sum(part for part, _ in counts), sum(n for _, n in counts))
        over_tweets += low <= 0.3 <= high
    assert 0.89 <= over_authors / communities <= 0.99
    assert over_tweets < over_authors


@pytest.mark.parametrize(("authors", "least"), [(5, 264), (8, 274), (15, 274)])
def test_the_interval_of_few_authors_holds_the_truth_about_as_often_too(authors: int, least: int) -> None:
    """Of 300 communities 95 % are 285; three standard errors of that are 11. No replicate is beyond all authors, so
    that of 5 the truth is outside of what any percentile of them can hold in 7 % and more.
    """
    expanded, plain, communities = 0, 0, 300
    for seed in range(communities):
        counts = community(authors, 0.3, 10_000 + seed)
        part, whole = sum(part for part, _ in counts), sum(n for _, n in counts)
        if part in (0, whole):  # where Wilson's interval over authors stands, which holds it too
            expanded, plain = expanded + 1, plain + 1
            continue
        replicates = drawn_shares(counts, 600, 1000 * seed)
        for_few, for_many = percentile_interval(replicates, authors), percentile_interval(replicates, 1_000_000)
        assert for_few is not None
        assert for_many is not None
        expanded += for_few[0] <= 0.3 <= for_few[1]
        plain += for_many[0] <= 0.3 <= for_many[1]
    assert expanded >= least
    assert expanded > plain


def test_few_authors_are_taken_by_students_t_and_many_as_they_are() -> None:
    """By printed tables: t of 4 degrees of freedom is 2.776, times the root of 5/4 3.104; beyond it lie .0955 %."""
    replicates = np.arange(0.0, 100.001, 0.001)
    for authors, outside in ((5, 0.0955), (10, 0.855), (100, 2.307), (1_000_000, 2.5)):
        assert percentile_interval(replicates, authors) == pytest.approx((outside, 100 - outside), abs=0.005)


@given(st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=5, max_size=40),
       st.integers(2, 5))  # fmt: skip
@settings(max_examples=40)
def test_posts_that_authors_repeat_tell_nothing_more(counts: Counts, times: int) -> None:
    """Each tweet ``times`` over by the same author: the same interval, where one over tweets would shrink."""
    repeated = [(times * part, times * n) for part, n in counts]
    assert np.allclose(drawn_shares(counts, 50), drawn_shares(repeated, 50), equal_nan=True)
    part, whole = sum(one for one, _ in counts), sum(n for _, n in counts)
    low, high = wilson_interval(part, whole)
    narrow = wilson_interval(times * part, times * whole)
    assert narrow[1] - narrow[0] < high - low


@given(st.integers(2, 8), st.integers(3, 7))
@settings(max_examples=15)
def test_the_more_of_the_same_tweets_one_author_posts_the_wider(together: int, tenths: int) -> None:
    """240 tweets, each of an own author, or as many from authors who post ``together`` alike: wider by its root."""
    apart = [(place % 10 < tenths, 1) for place in range(240)]
    alike = [(together * part, together * n) for part, n in apart[: 240 // together]]
    assert width(alike) / width([(int(part), n) for part, n in apart]) == pytest.approx(together**0.5, rel=0.35)


def test_one_loud_author_widens_the_interval() -> None:
    quiet = [(place % 2, 1) for place in range(100)]
    assert width([*quiet, (60, 60)]) > 2 * width([*quiet, *[(1, 1)] * 60])


def test_an_author_has_one_weight_whatever_windows_there_are_and_however_often_it_is_drawn() -> None:
    counts = community(60, 0.4, 5)
    whole, second = resampled(sums_of(counts), 50), resampled(sums_of(counts[30:], list(range(30, 60))), 50)
    first = resampled(sums_of(counts[:30], list(range(30))), 50)
    assert (whole == first + second).all(), "those of a part weigh what they do in the whole"
    assert (resampled(sums_of(counts), 30) == whole[:30]).all()


def test_weights_of_authors_and_of_replicates_know_nothing_of_each_other() -> None:
    """Numbers that follow on each other are the hardest case; of n independent pairs r is within 5 / sqrt n."""
    each = AuthorSums(
        np.arange(40, dtype=np.uint64), dict(zip(map(str, range(40)), np.eye(40, dtype=int), strict=True))
    )
    weights = resampled(each, 2000)
    assert weights.mean() == pytest.approx(1, abs=5 / np.sqrt(weights.size))
    assert weights.var() == pytest.approx(1, abs=0.03)
    between = np.corrcoef(weights.T) - np.eye(40)
    assert np.abs(between).max() < 5 / np.sqrt(2000)
    for apart in (1, 2, 3, 4):
        along = np.corrcoef(weights[apart:].ravel(), weights[:-apart].ravel())[0, 1]
        assert abs(along) < 5 / np.sqrt(weights.size)


def test_the_same_authors_give_the_same_and_many_are_taken_part_by_part() -> None:
    counts = [(place % 3 == 0, 1) for place in range(9000)]
    numbers = [(int(part), n) for part, n in counts]
    first, second = drawn_shares(numbers, 40), drawn_shares(numbers, 40)
    assert (first == second).all()
    assert np.std(first) == pytest.approx((1 / 3 * 2 / 3 / 9000) ** 0.5, rel=0.4)
    assert not (first == drawn_shares(numbers, 40, seed=2)).all()


@given(st.lists(st.integers(-(2**62), 2**62)), st.integers(0, 62))
@settings(max_examples=60)
def test_sums_are_kept_as_small_as_they_are_and_lose_nothing(numbers: list[int], digits: int) -> None:
    small = np.array(numbers, dtype=np.int64) >> digits
    kept = compact(small)
    assert kept.tolist() == small.tolist()
    largest = max((abs(one) for one in small.tolist()), default=0)
    sums = np.zeros(len(small), dtype=np.int64)
    sums += kept
    assert sums.tolist() == small.tolist()
    assert kept.itemsize <= next(size for size in (1, 2, 4, 8) if largest < 2 ** (8 * size - 1))


def test_work_is_bounded() -> None:
    assert replicates_within_budget(100_000) == MOST_REPLICATES
    assert 200 <= replicates_within_budget(20_000_000) < MOST_REPLICATES
    with pytest.raises(LeftOutError, match="too many authors"):
        replicates_within_budget(60_000_000)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=50)
def test_wilson_is_that_of_statsmodels(share: tuple[int, int]) -> None:
    assert wilson_interval(*share) == pytest.approx(proportion_confint(*share, method="wilson"), abs=1e-9)


@pytest.mark.parametrize(
    ("before", "now"), [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((0, 20), (4, 30)), ((5, 5), (1, 9))]
)
def test_shares_of_independent_units_are_tested_as_statsmodels_tests_them(
    before: tuple[int, int], now: tuple[int, int]
) -> None:
    found = of_shares(*before, *now)
    ends = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(ends, abs=1e-9)
    _, p_value = proportions_ztest([before[0], now[0]], [before[1], now[1]])
    assert found.p_value == pytest.approx(p_value, rel=1e-9)


def test_newcombe_1998_table_ii_method_10_as_printed() -> None:
    found = of_shares(48, 80, 56, 70)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_a_difference_is_judged_by_the_spread_of_its_replicates() -> None:
    replicates = np.array([0.0, 0.2] * 500) + 0.1
    found = of_replicates(0.2, replicates, 1_000_000)
    error = float(np.std(replicates, ddof=1))
    assert (found.low, found.high) == pytest.approx((0.2 - 1.96 * error, 0.2 + 1.96 * error), abs=1e-4)
    assert found.p_value == pytest.approx(0.0455, abs=3e-4), "two standard errors"
    assert of_replicates(0.0, np.zeros(100), 9) == NOT_TESTED
    assert of_replicates(0.1, np.full(100, np.nan), 9) == NOT_TESTED


def test_of_few_authors_a_difference_is_judged_by_students_t() -> None:
    """Student's table of 1908 as it is printed today: 2.776 standard errors at 4 degrees of freedom, 2.365 at 7."""
    replicates = np.array([-1.0, 1.0] * 500) / np.sqrt(1000 / 999)
    for authors, critical in ((5, 2.776), (8, 2.365)):
        found = of_replicates(critical, replicates, authors)
        assert found.p_value == pytest.approx(0.05, abs=1e-4)
        assert (found.low, found.high) == pytest.approx((0.0, 2 * critical), abs=1e-3)


@pytest.mark.parametrize("authors", [5, 8])
def test_few_authors_find_no_more_changes_than_chance_has(authors: int) -> None:
    """Two windows of one share, other authors in each: by the normal distribution 8 to 10 percent had a p below .05."""
    found, windows = 0, 200
    for seed in range(windows):
        before, now = community(authors, 0.3, 2 * seed), community(authors, 0.3, 2 * seed + 1)
        both = sums_of(before), sums_of(now, list(range(authors, 2 * authors)))
        with np.errstate(invalid="ignore"):
            drawn = (resampled(one, 200, 1000 * seed) for one in both)
            before_replicates, replicates = (one[:, 0] / one[:, 1] for one in drawn)
        shares = [sum(part for part, _ in those) / sum(n for _, n in those) for those in (before, now)]
        p_value = of_replicates(shares[1] - shares[0], replicates - before_replicates, authors).p_value
        found += p_value is not None and p_value < 0.05
    assert found / windows <= 0.065


def test_replicates_without_anybody_are_no_zero() -> None:
    assert percentile_interval(np.array([np.nan, np.nan, 0.5]), 9) is None
    assert percentile_interval(np.array([np.nan, 0.5, 0.5]), 9) == (0.5, 0.5)
