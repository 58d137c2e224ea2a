"""A cell of a sheet as people and programs write categories and numbers."""

from dataclasses import replace

import pytest

from mtw_pipeline.coding.codebook import CodedCategory, CodedVariable
from mtw_pipeline.coding.sheets.cells import category_of, code_of, why_none
from mtw_pipeline.study.settings.coding import Scale


def variable(*names: str) -> CodedVariable:
    return CodedVariable("v", "V", "", tuple(map(CodedCategory, names)))


@pytest.mark.parametrize(
    ("typed", "names", "code"),
    [
        ("1,5", ("1.5", "2"), "1.5"),
        ("2.0", ("1.5", "2"), "2"),
        ("2,0", ("1.5", "2"), "2"),
        ("in\u00adform\u200b", ("inform", "other"), "inform"),
        ("a\u200db", ("a\u200db", "ab"), "a\u200db"),
        ("opini?n", ("opinión", "opinion maker"), "opinión"),
        ("OPINION", ("opinión", "opinion"), "opinion"),
        ("1", ("1.0", "1"), "1"),
        ("15", ("1.5", "2"), None),
        ("3", ("1-2", "3-4"), None),
        ("1,000", ("1", "1000"), None),
        ("1.125", ("1125", "2"), None),
        ("1,125", ("1.125", "2"), "1.125"),
        ("\N{MINUS SIGN}1", ("-1", "1"), "-1"),
        ("\N{MINUS SIGN}0,50", ("-0.5", "0.5"), "-0.5"),
        ("\N{MINUS SIGN}1", ("\N{MINUS SIGN}1", "+1"), "\N{MINUS SIGN}1"),
        ("'til sold", ("'til sold", "other"), "'til sold"),
        ("''til sold", ("'til sold", "other"), "'til sold"),
        ("til sold", ("'til sold", "other"), "'til sold"),
        ("'Til sold", ("'til sold", "til sold"), "'til sold"),
        ("til sold", ("'til sold", "til sold"), "til sold"),
        ("'other", ("'til sold", "other"), "other"),
        ("-1.0", ("\N{MINUS SIGN}1", "1"), "\N{MINUS SIGN}1"),
    ],
)
def test_a_category_is_known_as_countries_and_code_pages_write_it(
    typed: str, names: tuple[str, ...], code: str | None
) -> None:
    assert category_of(typed, variable(*names)) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("'til sold; other", "'til sold | other"), ("'other; til sold", "'til sold | other"), ("';", None)],
)
def test_one_of_several_may_begin_with_an_apostrophe(typed: str, code: str | None) -> None:
    assert code_of(typed, replace(variable("'til sold", "other"), is_exclusive=False)) == code


@pytest.mark.parametrize(
    "typed", ["02. Jan", "2-Jan", "Jan-02", "1/2/2021", "01.02.2021", "2021-01-02 00:00:00", "2 févr."]
)
def test_a_date_that_a_spreadsheet_made_is_called_one(typed: str) -> None:
    assert "a date stands" in why_none(typed, variable("1-2", "3-4"), is_date=False)
    assert "no category" in why_none("inf0rmation", variable("information"), is_date=False)
    assert "01 and 1 are one number" in why_none("1.0", variable("01", "1"), is_date=False)


@pytest.mark.parametrize("typed", ["#NAME?", "#WERT!", "#¡VALOR!", "#DIV/0!", "#N/A", "#NV", "Err:508"])
@pytest.mark.parametrize("scale", ["nominal", "ordinal"])
def test_a_formula_that_a_spreadsheet_made_is_called_one(typed: str, scale: Scale) -> None:
    numbers = replace(variable("-1", "+1"), scale=scale)
    assert "took what was typed for a formula" in why_none(typed, numbers, is_date=False)
    assert "formula" not in why_none("#fun", variable("=fun", "other"), is_date=False)


@pytest.mark.parametrize(
    ("typed", "names", "said"),
    [
        ("3,5", ("1", "2", "3", "4", "5"), "no number 3.5: write one of 1, 2, 3, 4, 5, with a point or a comma"),
        ("3.5", ("1", "2", "3", "4", "5"), "no number 3.5: write one of 1, 2, 3, 4, 5, with a point or a comma"),
        ("-3,5", ("-3", "5"), "no number -3.5: write one of -3, 5"),
        ("'12", ("1", "2"), "no number 12"),
        ("1,000", ("1000", "2"), "may be thousands or decimals: write one of 1000, 2"),
        ("three", ("1", "2", "3"), "a number of the codebook is expected here: write one of 1, 2, 3"),
        ("3 / 5", ("3", "5"), "a number of the codebook is expected here: write one of 3, 5"),
        ("3. Mai", ("3", "5"), "a date stands where a category belongs"),
        ("99", tuple(map(str, range(20))), "write one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ..., 19,"),
    ],
)
@pytest.mark.parametrize("scale", ["ordinal", "interval"])
def test_where_a_number_is_expected_it_is_said_how_to_write_it(
    typed: str, names: tuple[str, ...], said: str, scale: Scale
) -> None:
    assert category_of(typed, variable(*names)) is None
    assert said in why_none(typed, replace(variable(*names), scale=scale), is_date=False)


def test_numbers_with_a_comma_are_taken_and_as_names_they_are_two() -> None:
    assert category_of("3,5", replace(variable("3", "3.5", "5"), scale="interval")) == "3.5"
    assert "several categories were chosen" in why_none("3,5", variable("3", "4", "5"), is_date=False)


@pytest.mark.parametrize("typed", ["warm, cold", "Cold/warm", "warm\ncold", "warm; cold", "warm + cold", "warm | cold"])
def test_two_categories_in_a_cell_are_called_two(typed: str) -> None:
    assert "several categories were chosen" in why_none(typed, variable("warm", "cold"), is_date=False)
    assert "no category" in why_none("warm, dry", variable("warm", "cold"), is_date=False)
