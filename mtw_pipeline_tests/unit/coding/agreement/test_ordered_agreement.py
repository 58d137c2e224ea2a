"""Agreement on ordered variables: published values, and other packages (krippendorff, scikit-learn, statsmodels)."""

from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from mtw_pipeline.coding.agreement.measure import Agreement
from mtw_pipeline.coding.agreement.of_variable import agreement, deciding_measure
from mtw_pipeline.study.settings.coding import Category, Scale, Variable
from mtw_pipeline_tests.unit.coding.agreement.test_agreement import FOUR_OBSERVERS, SAS, close, columns, of_table

ORDERED: tuple[Scale, ...] = ("ordinal", "interval", "ratio")


def measured(codes: Sequence[Sequence[str | None]], categories: Sequence[str], scale: Scale) -> dict[str, Agreement]:
    return {one.measure: one for one in agreement(codes, categories, 1, scale)}


def test_weighted_kappa_as_sas_prints_it() -> None:
    found = measured(of_table(SAS), "012", "ordinal")["weighted_kappa_linear"]
    assert found.value == pytest.approx(0.4701, abs=close(4))
    assert found.high is not None
    assert found.value is not None
    assert (found.high - found.value) / 1.959964 == pytest.approx(0.1457, abs=close(4))


def test_weighted_kappa_as_r_irr_prints_it_of_raters_of_anxiety() -> None:
    """R takes the levels in use for the scale, so 5, which neither rater gave, is no category here."""
    codes = columns("3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4", "2 1 4 4 3 2 1 6 1 1 1 2 3 3 1 1 3 3 2 2")
    found = measured(codes, "12346", "ordinal")
    published = {"cohens_kappa": -0.006289308, "weighted_kappa_linear": 0.1459075, "weighted_kappa_squared": 0.2520325}
    for measure, value in published.items():
        assert found[measure].value == pytest.approx(value, abs=close(7)), measure


@pytest.mark.parametrize(("scale", "alpha"), [("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)])
def test_alpha_of_each_scale_as_krippendorff_published_it(scale: Scale, alpha: float) -> None:
    found = measured(columns(*FOUR_OBSERVERS), "12345", scale)["krippendorffs_alpha"]
    assert found.value == pytest.approx(alpha, abs=close(4))
    assert found.low is not None
    assert found.high is not None
    assert found.low < alpha < found.high


def test_interval_alpha_of_three_coders_with_missing_codes() -> None:
    codes = columns("* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4")
    assert measured(codes, "1234", "interval")["krippendorffs_alpha"].value == pytest.approx(0.810845, abs=close(6))


def test_ac2_with_linear_weights_as_gwet_published_it() -> None:
    codes = columns(*FOUR_OBSERVERS)
    codes[11] = [None, None, "3", None]
    found = measured(codes, "12345", "ordinal")["gwets_ac2"]
    assert found.value == pytest.approx(0.859, abs=5e-4)
    assert (found.low, found.high) == (pytest.approx(0.600, abs=5e-4), 1.0)


CODES = st.sampled_from("0125")


@given(st.lists(st.tuples(CODES, CODES), min_size=3, max_size=30), st.sampled_from(ORDERED))
def test_two_coders_agree_with_other_packages(pairs: list[tuple[str, str]], scale: Scale) -> None:
    found = measured(pairs, "0125", scale)
    one, two = zip(*pairs, strict=True)
    if len({*one, *two}) == 1:
        assert found["weighted_kappa_linear"].value is None
        return
    if scale == "ordinal":
        for name, theirs in (("linear", "linear"), ("squared", "quadratic")):
            expected = cohen_kappa_score(one, two, labels=list("0125"), weights=theirs)
            assert found[f"weighted_kappa_{name}"].value == pytest.approx(expected)
        table = np.array([[sum((a, b) == pair for pair in pairs) for b in "0125"] for a in "0125"])
        error = cohens_kappa(table, wt="linear").std_kappa
        weighted = found["weighted_kappa_linear"]
        assert weighted.value is not None
        if weighted.low is None:
            assert not np.isfinite(error) or error == pytest.approx(0, abs=1e-6)
        elif weighted.low > -1 and np.isfinite(error):
            assert weighted.value - weighted.low == pytest.approx(1.959964 * error, abs=1e-5)
    numbers = [[float(code) for code in coder] for coder in (one, two)]
    alpha = krippendorff.alpha(numbers, level_of_measurement=scale)
    assert found["krippendorffs_alpha"].value == pytest.approx(alpha)


@given(st.lists(st.lists(CODES | st.none(), min_size=3, max_size=3), min_size=1, max_size=15), st.sampled_from(ORDERED))
def test_alpha_with_missing_codes_is_krippendorffs(rows: list[list[str | None]], scale: Scale) -> None:
    found = measured(rows, "0125", scale)["krippendorffs_alpha"]
    shared = [row for row in rows if sum(code is not None for code in row) > 1]
    if len({code for row in shared for code in row if code}) < 2:
        assert found.value is None
        return
    numbers = [[np.nan if row[coder] is None else float(str(row[coder])) for row in rows] for coder in range(3)]
    assert found.value == pytest.approx(krippendorff.alpha(numbers, level_of_measurement=scale))


def test_what_decides_is_among_what_is_measured() -> None:
    for scale in ("nominal", *ORDERED):
        for coders in (2, 3):
            found = measured([["1"] * coders, ["2"] * coders], "12", scale)
            assert deciding_measure(coders, scale) in found
    assert deciding_measure(2, "nominal") == "cohens_kappa"
    assert deciding_measure(2, "ordinal") == "weighted_kappa_linear"


@pytest.mark.parametrize(
    ("scale", "names", "said"),
    [
        ("interval", ("1", "many"), "'many' is not"),
        ("ratio", ("1", "-1"), "'-1' is not"),
        ("interval", ("1", "1.0"), "one number"),
    ],
)
def test_scales_of_numbers_ask_for_numbers(scale: Scale, names: Sequence[str], said: str) -> None:
    categories = tuple(Category(name=name) for name in names)
    with pytest.raises(ValidationError, match=said):
        Variable(name="tone", label="Tone", scale=scale, categories=categories)
