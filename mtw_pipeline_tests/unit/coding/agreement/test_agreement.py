"""Published values and other packages' (statsmodels, krippendorff, scikit-learn); none is the code's own."""

from collections.abc import Sequence
from itertools import chain, combinations, permutations

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from mtw_pipeline.coding.agreement.code_table import CodeTable
from mtw_pipeline.coding.agreement.kappas import brennan_prediger, congers_kappa, gwets_ac1
from mtw_pipeline.coding.agreement.kappas import fleiss_kappa as fleiss_of
from mtw_pipeline.coding.agreement.measure import Agreement
from mtw_pipeline.coding.agreement.of_variable import agreement
from mtw_pipeline.study.settings.coding import Scale

Codes = list[list[str | None]]


def of_table(table: Sequence[Sequence[int]]) -> Codes:
    """The codes of two coders from their confusion table."""
    return [
        [str(row), str(column)]
        for row, cells in enumerate(table)
        for column, tweets in enumerate(cells)
        for _ in range(tweets)
    ]


def measured(codes: Codes, categories: Sequence[str] | None = None, scale: Scale = "nominal") -> dict[str, Agreement]:
    names = categories or sorted({code for row in codes for code in row if code is not None})
    return {one.measure: one for one in agreement(codes, names, 1, scale)}


def close(digits: int) -> float:
    return 0.5 * 10**-digits + 1e-9


COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
FLEISS_1969 = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
DIAGNOSIS = [[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]]


@pytest.mark.parametrize(
    ("table", "published"),
    [
        (COHEN_1960, {"percent_agreement": (70, 2), "cohens_kappa": (0.4915, 4), "gwets_ac1": (0.5760, 4),
                      "krippendorffs_alpha": (0.4885, 4), "fleiss_kappa": (0.4872, 4)}),
        (FLEISS_1969, {"cohens_kappa": (0.4286, 4)}),
        (SAS, {"cohens_kappa": (0.4842, 4)}),
        (ABSTRACTORS, {"percent_agreement": (89, 1), "cohens_kappa": (0.796, 3), "fleiss_kappa": (0.796, 3),
                       "gwets_ac1": (0.849, 3), "brennan_prediger": (0.835, 3), "krippendorffs_alpha": (0.797, 3)}),
        (DIAGNOSIS, {"percent_agreement": (58.7, 1), "cohens_kappa": (0.432, 3), "fleiss_kappa": (0.430, 3),
                     "gwets_ac1": (0.456, 3), "brennan_prediger": (0.450, 3)}),
        ([[118, 5], [2, 0]], {"percent_agreement": (94.4, 1), "cohens_kappa": (-0.023, 3), "gwets_ac1": (0.941, 3),
                              "brennan_prediger": (0.888, 3)}),
        ([[80, 10], [5, 5]], {"cohens_kappa": (0.318, 3), "gwets_ac1": (0.808, 3)}),
        ([[40, 9], [6, 45]], {"cohens_kappa": (0.700, 3)}),
        ([[20, 5], [10, 15]], {"cohens_kappa": (0.40, 2)}),
        ([[45, 15], [25, 15]], {"cohens_kappa": (0.1304, 4)}),
        ([[25, 35], [5, 35]], {"cohens_kappa": (0.2593, 4)}),
        ([[0, 5], [5, 0]], {"cohens_kappa": (-1, 9), "percent_agreement": (0, 9)}),
    ],
    ids=["cohen", "fleiss-cohen-everitt", "sas", "abstractors", "diagnosis", "paradox", "skew", "even", "w1", "w2",
         "w3", "opposed"],
)  # fmt: skip
def test_two_coders_as_published(table: Sequence[Sequence[int]], published: dict[str, tuple[float, int]]) -> None:
    found = measured(of_table(table), [str(number) for number in range(len(table))])
    for measure, (value, digits) in published.items():
        assert found[measure].value == pytest.approx(value, abs=close(digits)), measure


@pytest.mark.parametrize(
    ("table", "kappa"),
    [([[0, 31], [0, 59]], 0), ([[0, 10], [0, 80]], 0), ([[0, 6], [0, 83]], 0), ([[60, 0], [0, 19]], 1),
     ([[13, 0, 0], [0, 20, 0], [0, 0, 56]], 1)],
)  # fmt: skip
def test_no_agreement_beyond_chance_and_all_of_it_are_0_and_1_without_an_interval(
    table: Sequence[Sequence[int]], kappa: int
) -> None:
    found = measured(of_table(table))["cohens_kappa"]
    assert (found.value, found.low, found.high) == (kappa, None, None)
    assert str(found.reason).startswith("no interval")


ALIKE, APART = [["a"] * 3, ["b"] * 3, ["a"] * 3, ["b"] * 3], [["a", "b"], ["b", "a"], ["a", "b"]]


@pytest.mark.parametrize("rows", [ALIKE, [row[:2] for row in ALIKE], APART, [["a", "b"]] * 5])
def test_an_interval_has_a_width_or_there_is_none(rows: Codes) -> None:
    """Coders who agree on all of a few tweets, or on none: "1.000 to 1.000" would say that this is certain."""
    for one in measured(rows, "abc").values():
        assert one.value is not None
        if one.low is None or one.high is None:
            assert str(one.reason).startswith(("no interval", "one tweet decides")), one.measure
        else:
            assert one.high - one.low > 0.1, one.measure


@pytest.mark.parametrize(("table", "kappa"), [([[3, 0], [1, 8]], 0.8), ([[7, 0], [3, 10]], 0.7)])
def test_a_kappa_that_is_a_fraction_is_that_to_the_bit(table: Sequence[Sequence[int]], kappa: float) -> None:
    assert measured(of_table(table))["cohens_kappa"].value == kappa


def test_the_intervals_of_kappa_are_those_published() -> None:
    cohen = measured(of_table(COHEN_1960))["cohens_kappa"]
    assert (cohen.low, cohen.high) == (pytest.approx(0.3916, abs=1e-4), pytest.approx(0.5915, abs=1e-4))
    sas = measured(of_table(SAS))["cohens_kappa"]
    assert (sas.low, sas.high) == (pytest.approx(0.2137, abs=1e-4), pytest.approx(0.7547, abs=1e-4))


def test_the_standard_errors_of_gwet_are_those_published() -> None:
    """0.043 of AC1 on the diagnosis table, which divides by n where the one for missing codes divides by n - 1."""
    found = measured(of_table(DIAGNOSIS))["gwets_ac1"]
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / 2 / 1.9707 == pytest.approx(0.043 * (223 / 222) ** 0.5, abs=5e-4)


def columns(*coders: str) -> Codes:
    rows = zip(*(coder.split() for coder in coders), strict=True)
    return [[None if code in {".", "*"} else code for code in row] for row in rows]


FIVE_OBSERVERS = (
    "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1", "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1", "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1",
    ". 1 3 . . . . 0 . 1 0 0 2 2 .", "2 . . 0 0 0 1 . 2 . . . . 3 1",
)  # fmt: skip
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
)  # fmt: skip


@pytest.mark.parametrize(
    ("coders", "alpha", "digits"),
    [
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.0952, 4),
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.6920, 4),
        (FOUR_OBSERVERS, 0.7434, 4),
        (
            (
                "* * * * * 3 4 1 2 1 1 3 3 * 3",
                "1 * 2 1 3 3 4 3 * * * * * * *",
                "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
            ),
            0.691358,
            6,
        ),
    ],
)
def test_alpha_as_published(coders: Sequence[str], alpha: float, digits: int) -> None:
    assert measured(columns(*coders))["krippendorffs_alpha"].value == pytest.approx(alpha, abs=close(digits))


def test_four_coders_with_missing_codes_as_gwet_published_them() -> None:
    codes = columns(*FOUR_OBSERVERS)
    codes[11] = [None, None, "3", None]
    found = measured(codes)
    published = {"fleiss_kappa": 0.761, "gwets_ac1": 0.775, "congers_kappa": 0.763, "brennan_prediger": 0.773}
    for measure, value in published.items():
        assert found[measure].value == pytest.approx(value, abs=5e-4), measure
    assert (found["gwets_ac1"].low, found["gwets_ac1"].high) == (pytest.approx(0.461, abs=5e-4), 1.0)


def test_five_observers_with_missing_codes_as_gwet_published_them() -> None:
    found = measured(columns(*FIVE_OBSERVERS))
    published = {"fleiss_kappa": 0.458, "gwets_ac1": 0.497, "krippendorffs_alpha": 0.481, "congers_kappa": 0.469,
                 "brennan_prediger": 0.487}  # fmt: skip
    for measure, value in published.items():
        assert found[measure].value == pytest.approx(value, abs=5e-4), measure
    ac1 = found["gwets_ac1"]
    assert (ac1.low, ac1.high) == (pytest.approx(0.235, abs=5e-4), pytest.approx(0.758, abs=5e-4))


def test_where_chance_is_a_constant_the_interval_is_that_of_a_mean() -> None:
    """Of Brennan and Prediger's coefficient, where everybody codes everything: a mean of numbers, one a tweet."""
    codes = of_table(DIAGNOSIS)
    each = [(float(one == other) - 1 / 4) / (1 - 1 / 4) for one, other in codes]
    low, high = stats.t.interval(0.95, len(each) - 1, np.mean(each), stats.sem(each))
    found = measured(codes, "0123")["brennan_prediger"]
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def of_counts(rows: Sequence[Sequence[int]]) -> Codes:
    return [[str(number) for number, times in enumerate(row) for _ in range(times)] for row in rows]


def test_fleiss_as_published() -> None:
    diagnoses = (
        "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445"
        " 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
    )
    found = measured([list(row) for row in diagnoses.split()])
    assert found["fleiss_kappa"].value == pytest.approx(0.4302, abs=close(4))
    assert found["krippendorffs_alpha"].value == pytest.approx(0.4334, abs=close(4))
    wikipedia = "0 0 0 0 14/0 2 6 4 2/0 0 3 5 6/0 3 9 2 0/2 2 8 1 1/7 7 0 0 0/3 2 6 3 0/2 5 3 2 2/6 5 2 1 0/0 2 2 3 7"
    counts = [[int(cell) for cell in row.split()] for row in wikipedia.split("/")]
    assert measured(of_counts(counts))["fleiss_kappa"].value == pytest.approx(0.2099, abs=close(4))


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval", "ratio"])
def test_of_a_variable_of_one_category_no_agreement_beyond_chance_is_defined(scale: Scale) -> None:
    """As of a codebook with one theme: AC1 divided by the number of the other categories."""
    found = measured([["1", "1"]] * 12, ["1"], scale)
    assert found.pop("percent_agreement").value == 100.0
    assert {(one.value, "one and the same category" in str(one.reason)) for one in found.values()} == {(None, True)}
    assert {one.value for one in measured([["1", None]], ["1"], scale).values()} == {None}


def test_what_is_not_defined_says_why() -> None:
    one = measured([["a", "a"]] * 12, ["a", "b"])
    assert (one["percent_agreement"].value, one["cohens_kappa"].value) == (100.0, None)
    assert "one and the same category" in str(one["cohens_kappa"].reason)
    assert one["krippendorffs_alpha"].value is None
    assert one["gwets_ac1"].value == 1.0
    none = measured([["a", None], [None, "b"]])
    assert {found.value for found in none.values()} == {None}
    assert {found.reason for found in none.values()} == {"no tweet was coded by two coders"}
    constant = measured([["a", "a"], ["a", "b"], ["a", "b"], ["a", "a"]])
    assert constant["cohens_kappa"].value == pytest.approx(0)


CODES = st.sampled_from("abc")


@given(st.lists(st.tuples(CODES, CODES), min_size=4, max_size=40))
def test_two_coders_agree_with_other_packages(pairs: list[tuple[str, str]]) -> None:
    found = measured([list(pair) for pair in pairs], "abc")
    one, two = zip(*pairs, strict=True)
    if len({*one, *two}) == 1:
        assert found["cohens_kappa"].value is None
        return
    assert found["cohens_kappa"].value == pytest.approx(cohen_kappa_score(one, two))
    table = np.array([[sum((a, b) == pair for pair in pairs) for b in "abc"] for a in "abc"])
    theirs = cohens_kappa(table)
    low, high = found["cohens_kappa"].low, found["cohens_kappa"].high
    error = 0.0 if np.isnan(theirs.std_kappa) else float(theirs.std_kappa)  # NaN: the root of a rounded zero
    if low is None or high is None:
        assert error == pytest.approx(0, abs=1e-6)
    else:
        assert low == pytest.approx(max(theirs.kappa - 1.959964 * error, -1), abs=1e-6)
        assert high == pytest.approx(min(theirs.kappa + 1.959964 * error, 1), abs=1e-6)
    numbers = [["abc".index(code) for code in coder] for coder in (one, two)]
    alpha = krippendorff.alpha(numbers, level_of_measurement="nominal")
    assert found["krippendorffs_alpha"].value == pytest.approx(alpha)


@given(st.lists(st.lists(CODES, min_size=4, max_size=4), min_size=3, max_size=20))
def test_several_coders_agree_with_other_packages(rows: list[list[str]]) -> None:
    found = measured([list[str | None](row) for row in rows], "abc")
    if len({code for row in rows for code in row}) == 1:
        assert found["fleiss_kappa"].value is None
        return
    counts = np.array([[row.count(code) for code in "abc"] for row in rows])
    assert found["fleiss_kappa"].value == pytest.approx(fleiss_kappa(counts))
    alpha = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert found["krippendorffs_alpha"].value == pytest.approx(alpha)
    pairwise = [sum(row[a] == row[b] for row in rows) / len(rows) for a in range(4) for b in range(a)]
    assert found["percent_agreement"].value == pytest.approx(100 * sum(pairwise) / 6)


@given(st.lists(st.lists(CODES | st.none(), min_size=3, max_size=3), min_size=1, max_size=15))
def test_alpha_with_missing_codes_is_krippendorffs(rows: list[list[str | None]]) -> None:
    found = measured(rows, "abc")["krippendorffs_alpha"]
    shared = [row for row in rows if sum(code is not None for code in row) > 1]
    if len({code for row in shared for code in row if code}) < 2:
        assert found.value is None
        return
    numbers = [[np.nan if row[coder] is None else "abc".index(str(row[coder])) for row in rows] for coder in range(3)]
    assert found.value == pytest.approx(krippendorff.alpha(numbers, level_of_measurement="nominal"))


@given(st.lists(st.lists(CODES | st.none(), min_size=3, max_size=3), min_size=1, max_size=12))
def test_kappas_with_missing_codes_are_what_pairs_of_codes_and_of_coders_give(rows: list[list[str | None]]) -> None:
    """Gwet 2014 from its words: agreement is that of pairs of codes, Conger's chance the mean over pairs of coders."""
    given_codes = [[code for code in row if code is not None] for row in rows]
    shared = [codes for codes in given_codes if len(codes) > 1]
    table = CodeTable.of(rows, "abc", "nominal")
    if not shared:
        assert {one(table).value for one in (congers_kappa, fleiss_of, gwets_ac1, brennan_prediger)} == {None}
        return
    alike = [np.mean([one == other for one, other in permutations(codes, 2)]) for codes in shared]
    coded = [codes for codes in given_codes if codes]
    used = [np.mean([codes.count(code) / len(codes) for codes in coded]) for code in "abc"]
    of_coders = [[row[coder] for row in rows if row[coder] is not None] for coder in range(3)]
    shares = [[codes.count(code) / len(codes) for code in "abc"] for codes in of_coders if codes]
    chances = {
        fleiss_of: np.dot(used, used),
        gwets_ac1: sum(share * (1 - share) for share in used) / 2,
        brennan_prediger: 1 / 3,
        congers_kappa: np.mean([np.dot(one, other) for one, other in combinations(shares, 2)]),
    }
    for measure, chance in chances.items():
        value = measure(table).value
        if chance > 1 - 1e-9 or (measure is congers_kappa and len({*chain(*shared)}) == 1):
            assert value is None
        else:
            assert value == pytest.approx((np.mean(alike) - chance) / (1 - chance), abs=1e-9)


@given(st.lists(st.lists(CODES | st.none(), min_size=3, max_size=3), min_size=1, max_size=12))
def test_intervals_hold_the_value_and_the_order_of_tweets_makes_no_difference(rows: list[list[str | None]]) -> None:
    mixed = sorted(rows, key=lambda row: str(row[::-1]))
    for one, other in zip(measured(rows, "abc").values(), measured(mixed, "abc").values(), strict=True):
        assert one.value == (None if other.value is None else pytest.approx(other.value))
        if one.value is not None and one.low is not None and one.high is not None and "bootstrap" not in one.method:
            assert one.low - 1e-9 <= one.value <= one.high + 1e-9
