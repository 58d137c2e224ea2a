"""Crosstabs against published examples and other computations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency, fisher_exact, ncx2
from scipy.stats.contingency import association
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.multitest import multipletests

from mtw_pipeline.coding.tables.crosstabs import crossed_variables, crosstab_test, holm
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import CODEBOOK, CODED_TWEETS
from mtw_pipeline.warehouse.tables.coding_results import CODE_CROSSTABS, CODE_FREQUENCIES, TWEET_CATEGORIES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW

AGRESTI_GENDER_PARTY = [[279, 73, 225], [165, 47, 191]]
"""Agresti 2002, Categorical Data Analysis, table 3.11 of the 1996 introduction: chi-square 7.01, 2 df, p 0.03."""
JOB = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
"""Agresti 2002, page 57, job satisfaction: fisher.test of R prints p = 0.7827."""


def test_a_published_chi_square() -> None:
    found = crosstab_test(AGRESTI_GENDER_PARTY, seed=1)
    assert (round(found.chi_square or 0, 2), found.degrees_of_freedom) == (7.01, 2)
    assert (round(found.p_value or 0, 2), found.method) == (0.03, "chi-square")


def test_small_counts_are_tested_by_monte_carlo_as_published() -> None:
    found = crosstab_test(JOB, seed=1)
    assert found.p_value == pytest.approx(0.7827, abs=0.015)
    assert "Monte Carlo" in str(found.method)
    assert crosstab_test(JOB, seed=1) == found


def test_four_cells_with_small_counts_are_tested_exactly() -> None:
    tea = [[3, 1], [1, 3]]
    found = crosstab_test(tea, seed=1)
    assert found.p_value == pytest.approx(0.4857, abs=5e-5)
    assert found.p_value == pytest.approx(fisher_exact(np.array(tea)).pvalue)


def test_a_sparse_table_has_an_exact_test() -> None:
    """One tweet against two: whichever of the three stands apart, the table is one of three that are alike."""
    found = crosstab_test([[1, 0], [0, 1], [0, 1]], seed=1)
    assert (found.p_value, found.method) == (1.0, "Fisher-Freeman-Halton, Monte Carlo with 9,999 tables, seed 1")


def test_one_category_has_no_test() -> None:
    found = crosstab_test([[5, 9], [0, 0]], seed=1)
    assert (found.tweets, found.p_value, found.cramers_v) == (14, None, None)
    assert "single category" in str(found.reason)
    assert crosstab_test([[0, 0], [0, 0]], seed=1).p_value is None


@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=2, max_size=4))
def test_statistic_and_strength_are_scipys_and_the_interval_holds(rows: list[list[int]]) -> None:
    table = np.array(rows)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    found = crosstab_test(rows, seed=1)
    if min(table.shape) < 2:
        assert found.chi_square is None
        return
    theirs = chi2_contingency(table, correction=False)
    assert found.chi_square == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.cramers_v == pytest.approx(association(table, method="cramer"), abs=1e-9)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.cramers_v <= found.high <= 1
    steps = int(table.sum()) * (min(table.shape) - 1)
    for end, tail in ((found.low, 0.975), (found.high, 0.025)):
        outside = end**2 * steps - theirs.dof
        if end < 1 and outside > 1e-6:
            assert ncx2.cdf(theirs.statistic, theirs.dof, outside) == pytest.approx(tail, abs=1e-6)


def test_an_interval_reaches_a_strength_below_that_of_chance() -> None:
    """Rows that are nearly alike: chi-square is below its 2.5 % point, and V was above its interval."""
    found = crosstab_test([[10, 20, 30, 40], [11, 19, 31, 39], [10, 20, 30, 40], [20, 40, 60, 81]], seed=1)
    assert found.chi_square is not None
    assert chi2.cdf(found.chi_square, 9) < 0.025
    # Smithson 2003, with the noncentrality 0: V = sqrt((0 + 9) / (501 * 3))
    assert (found.low, found.high) == (0.0, pytest.approx((9 / 1503) ** 0.5))
    assert found.cramers_v == pytest.approx((found.chi_square / 1503) ** 0.5)


def test_holm_as_published() -> None:
    """Holm 1979 by hand: 0.01 * 4, 0.02 * 3, 0.03 * 2 (not below the one before), 0.04 (likewise)."""
    assert holm([0.03, 0.01, None, 0.04, 0.02]) == [
        pytest.approx(0.06), pytest.approx(0.04), None, pytest.approx(0.06), pytest.approx(0.06),
    ]  # fmt: skip
    assert holm([None]) == [None]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=30)
def test_holm_is_that_of_statsmodels(p_values: list[float]) -> None:
    assert holm(p_values) == multipletests(p_values, method="holm")[1].tolist()


def test_every_pair_with_a_coded_variable_is_crossed_unless_the_study_says_which() -> None:
    pairs = crossed_variables(StudySettings(title="t", hashtags=("a",)))
    assert ("purpose", "content_format") in pairs
    assert ("purpose", "learning_strategies") in pairs
    assert not any({"tweet_type", "content_format"} == set(pair) for pair in pairs)


def plant_codes(warehouse: Warehouse, codes: list[tuple[str, str]]) -> None:
    book = [
        {
            "collection_window": WINDOW.key, "variable": name, "label": name, "variable_order": place,
            "category": category, "category_order": number, "is_computed": False, "is_exclusive": True,
            "codebook_md5": "0" * 32,
        }
        for place, (name, categories) in enumerate({"one": "abc", "two": "xyz"}.items(), start=1)
        for number, category in enumerate(categories, start=1)
    ]  # fmt: skip
    rows = [
        {
            "collection_window": WINDOW.key, "tweet_id": str(1000 + number), "variable": name, "code": code,
            "decision": "one coder", "decided_by": ["A"],
        }
        for number, pair in enumerate(codes)
        for name, code in zip(("one", "two"), pair, strict=True)
    ]  # fmt: skip
    warehouse.replace_window(CODEBOOK, WINDOW, arrow_rows(CODEBOOK, book))
    warehouse.replace_window(CODED_TWEETS, WINDOW, arrow_rows(CODED_TWEETS, rows))
    warehouse.replace_window(TWEET_CATEGORIES, WINDOW, study_hashtags=["a"])


def test_cells_residuals_and_percents_are_those_of_another_computation(warehouse: Warehouse, study: Study) -> None:
    codes = [("a", "x")] * 9 + [("a", "y")] * 4 + [("b", "x")] * 3 + [("b", "y")] * 11 + [("c", "y")] * 2
    plant_codes(warehouse, codes)
    warehouse.replace_window(CODE_CROSSTABS, WINDOW, row_variables=["one"], column_variables=["two"])
    cells = warehouse.connection.execute(
        "select row_category, column_category, tweets, percent_of_all, percent_of_row, percent_of_column, expected,"
        " adjusted_residual from code_crosstabs"
    ).fetchall()
    counts = np.array([[9, 4], [3, 11], [0, 2]])
    theirs = Table(counts, shift_zeros=False)
    assert [(row, column) for row, column, *_ in cells] == [(row, column) for row in "abc" for column in "xyz"]
    for row, column, tweets, of_all, of_row, of_column, expected, residual in cells:
        if column == "z":
            assert (tweets, of_all, of_column, residual) == (0, 0, None, None)
            continue
        place = "abc".index(row), "xyz".index(column)
        assert tweets == counts[place]
        assert of_all == pytest.approx(100 * counts[place] / counts.sum())
        assert of_row == pytest.approx(100 * counts[place] / counts[place[0]].sum())
        assert of_column == pytest.approx(100 * counts[place] / counts[:, place[1]].sum())
        assert expected == pytest.approx(theirs.fittedvalues[place])
        assert residual == pytest.approx(theirs.standardized_resids[place])
    asked = {"collection_window": WINDOW.key, "row_variables": ["one"], "column_variables": ["two"]}
    found = warehouse.query("coding/crosstab_patterns", asked).fetchall()
    assert found == [
        ("one", "two", [row + 1], [column + 1], tweets)
        for row, tweets_of_row in enumerate([[9, 4], [3, 11], [0, 2]])
        for column, tweets in enumerate(tweets_of_row)
        if tweets
    ]


def test_frequencies_have_wilsons_interval(warehouse: Warehouse, study: Study) -> None:
    from statsmodels.stats.proportion import proportion_confint

    plant_codes(warehouse, [("a", "x")] * 13 + [("b", "x")] * 4)
    warehouse.replace_window(CODE_FREQUENCIES, WINDOW, study_hashtags=["a"])
    rows = warehouse.connection.execute(
        "select category, tweets, coded_tweets, percent, low, high from code_frequencies where variable = 'one'"
    ).fetchall()
    assert [(category, tweets, coded) for category, tweets, coded, *_ in rows] == [
        ("a", 13, 17), ("b", 4, 17), ("c", 0, 17),
    ]  # fmt: skip
    for _, tweets, coded, percent, low, high in rows:
        theirs = proportion_confint(tweets, coded, method="wilson")
        assert (percent, low, high) == (
            pytest.approx(100 * tweets / coded), pytest.approx(100 * theirs[0], abs=1e-9),
            pytest.approx(100 * theirs[1]),
        )  # fmt: skip
