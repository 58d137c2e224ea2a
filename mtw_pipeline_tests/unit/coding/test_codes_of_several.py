"""A variable of which a tweet can have several categories: from a cell to Table 1, held against independent sums."""

from pathlib import Path

import krippendorff
import numpy as np
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sklearn.metrics import cohen_kappa_score

from mtw_pipeline.coding.agreement.of_categories import category_kappa
from mtw_pipeline.coding.agreement.of_variable import agreement_of_several
from mtw_pipeline.coding.agreement.several import CodeSet, masi_distance
from mtw_pipeline.coding.agreement.so_far import agreement_so_far
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.cells import code_of, why_none
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline.coding.tables.export import export_tables
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.coding import Category, Variable
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.coded_tables import fill_tables
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, coding_study, opened

USES = (
    '[[codebook]]\nname = "uses"\nlabel = "Uses"\nseveral = true\n'
    'categories = [{name = "tips"}, {name = "jokes"}, {name = "news, own"}]\n'
)
WITH_USES = SETTINGS.replace("reliability_size = 4", "reliability_size = 4\nthreshold = 0.1") + USES
SETS = st.sets(st.sampled_from("abcd"), min_size=1).map(frozenset)


@pytest.fixture
def several(tmp_path: Path, warehouse: Warehouse) -> Desk:
    return Desk(coding_study(tmp_path / "several", WITH_USES, size=10), warehouse)


@pytest.fixture
def uses() -> CodedVariable:
    named = tuple(Category(name=name) for name in ("tips", "jokes", "news, own"))
    codebook = (Variable(name="uses", label="Uses", several=True, categories=named),)
    return coded_by_people(StudySettings(title="a test", hashtags=("test",), codebook=codebook))[0]


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("ab", "ab", 0), ("ab", "abcd", 1 - 2 / 4 * 2 / 3), ("ab", "bc", 1 - 1 / 3 * 1 / 3), ("ab", "cd", 1),
     ("a", "abc", 1 - 1 / 3 * 2 / 3)],
)  # fmt: skip
def test_masi_is_jaccard_by_monotonicity(one: str, other: str, distance: float) -> None:
    """Passonneau 2006, section 4: monotonicity 1, 2/3 for subsets, 1/3 for overlaps, 0."""
    assert masi_distance(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert masi_distance(frozenset(other), frozenset(one)) == pytest.approx(distance)


@given(st.lists(st.lists(st.none() | SETS, min_size=3, max_size=3), min_size=3, max_size=12))
def test_alpha_of_sets_is_another_packages_with_this_distance(rows: list[list[CodeSet | None]]) -> None:
    found = {one.measure: one for one in agreement_of_several(rows, 1)}["krippendorffs_alpha"]
    shared = [row for row in rows if sum(one is not None for one in row) > 1]
    given_sets = sorted({one for row in shared for one in row if one is not None}, key=sorted)
    if len(given_sets) < 2:
        assert found.value is None
        return
    place = {one: number for number, one in enumerate(given_sets)}
    numbers = [[np.nan if (one := row[coder]) is None else place[one] for row in shared] for coder in range(3)]

    def distances(left: "np.ndarray", right: "np.ndarray", **_: object) -> "np.ndarray":
        return np.vectorize(lambda a, b: masi_distance(given_sets[int(a)], given_sets[int(b)]))(left, right)

    theirs = krippendorff.alpha(numbers, level_of_measurement=distances, value_domain=range(len(given_sets)))
    assert found.value == pytest.approx(theirs)
    assert found.units == len(shared)


@given(st.lists(st.tuples(SETS, SETS), min_size=4, max_size=20))
def test_kappa_of_a_category_is_that_of_its_flags(pairs: list[tuple[CodeSet, CodeSet]]) -> None:
    found = category_kappa(pairs, "a")
    one, other = ([int("a" in codes) for codes in coder] for coder in zip(*pairs, strict=True))
    if len({*one, *other}) == 1:
        assert found.value is None
    else:
        assert found.value == pytest.approx(cohen_kappa_score(one, other))


@pytest.mark.parametrize(
    ("typed", "code"),
    [("tips", "tips"), ("Jokes; TIPS", "tips | jokes"), ("news, own|tips", "tips | news, own"), ("None", "none"),
     ("tips\njokes\n", "tips | jokes"), ("tips; tips;", "tips"), ("tips, jokes", None), ("tips; none", None),
     (";", None), ("tips; joke", None)],
)  # fmt: skip
def test_a_cell_holds_all_that_apply(uses: CodedVariable, typed: str, code: str | None) -> None:
    assert code_of(typed, uses) == code
    if code is None:
        assert why_none(typed, uses, is_date=False)


def test_what_is_wrong_with_a_cell_of_several_is_said(uses: CodedVariable) -> None:
    assert "did you mean 'jokes'" in why_none("tips; joke", uses, is_date=False)
    assert why_none("tips; none", uses, is_date=False) == "'none' stands beside other categories"
    assert why_none("; ;", uses, is_date=False) == "nothing stands between the separators"


@pytest.mark.parametrize("changed", [{"scale": "ordinal"}, {"categories": [{"name": "a|b"}, {"name": "c"}]}])
def test_what_cannot_be_several_is_refused(changed: dict[str, object]) -> None:
    told = {"name": "uses", "label": "Uses", "categories": [{"name": "a"}, {"name": "c"}], "several": True}
    Variable.model_validate(told)
    with pytest.raises(ValidationError):
        Variable.model_validate(told | changed)


def typed_in(desk: Desk, coder: str, cells: list[str]) -> None:
    """Fill a coder's sheet: of each tweet what it uses, and the rest alike."""
    book, sheet, names = opened(desk.paths[coder])
    for row, cell in zip(range(2, sheet.max_row + 1), cells, strict=False):
        sheet.cell(row, names["uses"]).value = cell
        sheet.cell(row, names["purpose"]).value = "other"
        if not sheet.cell(row, names["tone"]).protection.locked:
            sheet.cell(row, names["tone"]).value = "warm"
    book.save(desk.paths[coder])
    assert desk.take(desk.paths[coder]).problems == ()


def test_several_codes_go_from_sheets_to_table_1(several: Desk, tmp_path: Path) -> None:
    """Four tweets of both coders, three more of each; of the second shared one they differ, and Cleo decides."""
    typed_in(several, "Ana", ["tips; jokes", "tips", "none", "news, own", "tips", "jokes", "tips|jokes|news, own"])
    typed_in(several, "Ben", ["jokes; tips", "tips; jokes", "none", "news, own", "tips", "none", "jokes"])
    progress = coding_progress(several.study, WINDOW)
    assert (progress.disagreements["uses"], progress.outside_codebook) == (1, {})
    written = write_disagreements(several.warehouse, several.study, WINDOW)
    assert written is not None
    book, sheet, names = opened(written.path)
    assert (sheet.cell(2, names["uses: Ana"]).value, sheet.cell(2, names["uses: Ben"]).value) == (
        "tips",
        "tips | jokes",
    )
    sheet.cell(2, names["uses"]).value, sheet.cell(2, names["decided_by"]).value = "jokes;tips", "Cleo"
    book.save(written.path)
    assert several.take(written.path).problems == ()
    fill_tables(several)
    query = several.warehouse.connection.execute
    counted = query("select category, tweets, coded_tweets from code_frequencies where variable = 'uses'").fetchall()
    assert counted == [("tips", 5, 10), ("jokes", 5, 10), ("news, own", 2, 10), ("none", 2, 10)]
    final = query("select count(*), count(distinct tweet_id) from coded_tweets where variable = 'uses'").fetchall()
    assert final == [(14, 10)]
    decided = query("select code from coded_tweets where decision = 'adjudicated' order by code").fetchall()
    assert decided == [("jokes",), ("tips",)]
    crossed = query("select count(*) from tweet_categories where variable = 'uses'").fetchall()
    assert crossed == [(14,)]
    decides = "select measure, units, value from coder_agreement where variable = 'uses' and decides"
    [(measure, units, alpha)] = query(decides).fetchall()
    assert (measure, units) == ("krippendorffs_alpha", 4)
    so_far = {one.variable: one.latest for one in agreement_so_far(several.study, WINDOW)}
    assert so_far["uses"]["value"] == pytest.approx(alpha)
    assert so_far["uses"]["measure"] == measure
    kappas = query(
        "select category, units, tweets_of_any, tweets_of_all, value from category_agreement where variable = 'uses'"
        " order by category"
    ).fetchall()
    assert kappas == [
        ("jokes", 4, 2, 1, pytest.approx(0.5)), ("news, own", 4, 1, 1, 1.0), ("none", 4, 1, 1, 1.0),
        ("tips", 4, 2, 2, 1.0),
    ]  # fmt: skip
    confused = query("select code, other_code, tweets from coder_confusion where variable = 'uses'").fetchall()
    assert sorted(confused) == [("jokes", "jokes", 1), ("news, own", "news, own", 1), ("none", "none", 1),
                                ("tips", "tips", 2)]  # fmt: skip
    flags_of(several, tmp_path)


def flags_of(desk: Desk, folder: Path) -> None:
    export_tables(desk.warehouse, desk.study, WINDOW, folder / "tables")
    frame, about = pyreadstat.read_sav(str(folder / "tables" / "coded_tweets.sav"))
    named = {about.column_names_to_labels[f"uses_{number}"]: frame[f"uses_{number}"].sum() for number in range(1, 5)}
    assert named == {"Uses: tips": 5, "Uses: jokes": 5, "Uses: news, own": 2, "Uses: none": 2}
    assert about.variable_value_labels["uses_1"] == {0.0: "no", 1.0: "yes"}
    assert "uses" not in frame.columns
    assert ",jokes | tips," in (folder / "tables" / "coded_tweets.csv").read_text(encoding="utf-8")


def test_sheets_with_the_same_codes_otherwise_written_are_not_set_aside(several: Desk) -> None:
    typed_in(several, "Ana", ["tips; jokes"] * 7)
    assert [one.kept for one in several.sheets(replace=True)] == [None, None]
    _, sheet, names = opened(several.paths["Ana"])
    assert sheet.cell(2, names["uses"]).value == "tips | jokes"


def test_the_check_of_the_codebook_counts_codes_and_decisions_as_the_status_does(several: Desk) -> None:
    """Seven tweets each, of which Ana's first has two categories; they differ on that one, and Cleo decides it."""
    typed_in(several, "Ana", ["tips; jokes", *["tips"] * 6])
    typed_in(several, "Ben", ["tips"] * 7)
    written = write_disagreements(several.warehouse, several.study, WINDOW)
    assert written is not None
    book, sheet, names = opened(written.path)
    sheet.cell(2, names["uses"]).value, sheet.cell(2, names["decided_by"]).value = "tips; jokes", "Cleo"
    book.save(written.path)
    several.take(written.path)
    assert checked_by_codebook(several) == (0, 0)
    several.settle('label = "Uses"', 'label = "Uses"\ndefinition = "What for"')
    assert checked_by_codebook(several) == (0, 15)
    several.settle('{name = "jokes"}', '{name = "fun"}')
    assert checked_by_codebook(several) == (2, 13)


def checked_by_codebook(desk: Desk) -> tuple[int, int]:
    """What the check counts, of categories that the codebook has no more and of codes of an earlier definition."""
    fill_tables(desk)
    place = {"collection_window": WINDOW.key}
    counted = desk.warehouse.query("checks/codes_of_this_codebook", place).fetchall()
    progress = coding_progress(desk.study, WINDOW)
    assert counted == [(sum(progress.outside_codebook.values()), sum(progress.older_codebook.values()))]
    named = desk.warehouse.query("checks/failed_rows/codes_of_this_codebook", place | {"rows": 99}).fetchall()
    assert ("Cleo" in {who for _, _, who in named}) == (counted != [(0, 0)])
    assert len(named) == len(set(named)) == (15 if named else 0)
    return counted[0]
