"""Measures of the team's own LIWC beside ours: correlated over texts, whatever a spreadsheet made of the file."""

import csv
from pathlib import Path

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.text.liwc.comparison import compare

SETTINGS = StudySettings(title="t", hashtags=("a",))
TOY = Dictionary("toy", ("ball", "court"), {"ball": frozenset({"ball"}), "net": frozenset({"court"})})
TEXTS = ("ball ball net net", "ball net net net", "net", "ball ball ball net #ball")


def write(path: Path, columns: dict[str, list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def test_columns_of_the_same_measure_are_correlated_over_texts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "theirs.csv",
        {"Text": list(TEXTS), "WC": [4, 4, 1, 4], "ball": [50, 25, 0, 75], "court": [0, 1, 3, 0], "Analytic": [1] * 4},
    )
    found = {one.theirs: one for one in compare(path, TOY, SETTINGS, None)}
    assert found["WC"].pearson == pytest.approx(1.0)
    assert found["ball"].pearson == pytest.approx(1.0)
    # ours is 50, 75, 100, 25: by hand, r = (sum of products of deviations) / (product of their roots)
    assert found["court"].pearson == pytest.approx((12.5 * 0 + 37.5 * 2 + 37.5 + 12.5) / (3125**0.5 * 6**0.5))
    assert (found["Analytic"].texts, found["Analytic"].pearson) == (0, None)


def test_a_file_without_texts_or_without_measures_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no column of texts"):
        compare(write(tmp_path / "a.csv", {"WC": [1]}), TOY, SETTINGS, None)
    with pytest.raises(UserError, match="no column that we measure"):
        compare(write(tmp_path / "b.csv", {"Text": ["ball"], "Other": [1]}), TOY, SETTINGS, None)
    with pytest.raises(UserError, match="no column Words"):
        compare(write(tmp_path / "c.csv", {"Text": ["ball"], "WC": [1]}), TOY, SETTINGS, "Words")


def test_a_table_that_a_spreadsheet_saved_with_decimal_commas_is_compared_too(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    rows = zip(TEXTS, ("50,0", "25,0", "0,0", "75,0"), strict=True)
    path.write_text("Text;ball\n" + "".join(f"{text};{ball}\n" for text, ball in rows), encoding="utf-8-sig")
    [ball] = compare(path, TOY, SETTINGS, None)
    assert ball.texts == 4
    assert ball.pearson == pytest.approx(1.0)
