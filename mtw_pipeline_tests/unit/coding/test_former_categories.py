"""Categories that were renamed, or merged, while people code: what was coded under the earlier names counts."""

from pathlib import Path

import pytest

from mtw_pipeline.coding.codebook import CodedCategory, CodedVariable
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.cells import category_of, code_of, same_number
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.coded_tables import fill_tables
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, coding_study, fill, opened

USES = (
    '[[codebook]]\nname = "uses"\nlabel = "Uses"\nseveral = true\n'
    'categories = [{name = "tips"}, {name = "jokes"}, {name = "memes"}]\n'
)


def test_codes_of_renamed_and_merged_categories_count_under_the_present_name(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    """Ana saw community, Ben other and what he proposed; all of these become talk, and jokes and memes become fun."""
    settings = SETTINGS.replace("reliability_size = 4", "reliability_size = 4\nthreshold = 0.0") + USES
    desk = Desk(coding_study(tmp_path / "renaming", settings, size=10), warehouse)
    fill(desk.paths["Ana"], {"purpose": "community", "uses": "tips; jokes; memes"})
    fill(desk.paths["Ben"], {"purpose": "other", "uses": "memes; tips"})
    for who, codes in (("Ana", {}), ("Ben", {2: "new: chat", 3: "information"})):
        book, sheet, names = opened(desk.paths[who])
        sheet.cell(4, names["uses"]).value = "none"
        for row, code in codes.items():
            sheet.cell(row, names["purpose"]).value = code
        book.save(desk.paths[who])
    for path in desk.paths.values():
        assert desk.take(path).problems == ()
    # one of the four that both coded is a proposal, and another differs from Ana's either way
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 3, "tone": 0, "uses": 3}
    desk.settle(
        '{name = "community"}, {name = "1-2"}, {name = "other"}',
        '{name = "Talk", formerly = ["Community", "other", "chat"]}, {name = "1-2"}',
    )
    desk.settle('{name = "jokes"}, {name = "memes"}', '{name = "fun", formerly = ["memes", "jokes"]}')
    progress = coding_progress(desk.study, WINDOW)
    assert progress.disagreements == {"purpose": 1, "tone": 0, "uses": 0}
    assert (progress.outside_codebook, progress.proposed) == ({}, {})
    fill_tables(desk)
    found = warehouse.connection.execute(
        "select variable, category, tweets from code_frequencies where variable = 'uses' order by category"
    ).fetchall()
    assert found == [("uses", "fun", 9), ("uses", "none", 1), ("uses", "tips", 9)]
    given = "select distinct code from codes where variable = 'purpose' and is_in_codebook order by code"
    assert warehouse.connection.execute(given).fetchall() == [("Talk",), ("information",)]


def test_a_sheet_that_was_out_is_taken_with_the_former_names(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community"})
    desk.settle('{name = "community"}', '{name = "talk", formerly = ["community"]}')
    found = desk.take(desk.paths["Ana"])
    assert (found.problems, set(desk.codes().values())) == ((), {"talk"})
    assert desk.take(desk.paths["Ana"]).new == 0


@pytest.mark.parametrize(
    ("typed", "code"),
    [("1", "low"), ("1.0", "low"), ("1,0", "low"), ("2.0", "2"), ("1,5", "middle"), ("1000", "many"), ("1,000", None)],
)
def test_a_former_number_is_known_as_spreadsheets_write_it(typed: str, code: str | None) -> None:
    """``1,000`` may be one or a thousand, both of which a category was called."""
    assert category_of(typed, renumbered(("low", "1"), ("middle", "1.50"), ("2", "two"), ("many", "1000"))) == code


def test_a_number_that_may_be_a_present_and_a_former_category_is_neither() -> None:
    """Who typed 1.10 into a sheet that was out saved 1.1, which another category is called."""
    variable = renumbered(("1.1", "first"), ("tenth", "1.10"))
    assert same_number("1.1", variable) == ("1.1", "1.10")
    assert same_number("1.1", renumbered(("tenth", "1.10"), ("other", "2"))) == ("1.10",)


def renumbered(*categories: tuple[str, str]) -> CodedVariable:
    """A variable of these categories and what they were called."""
    return CodedVariable("v", "V", "", tuple(CodedCategory(name, formerly=(old,)) for name, old in categories))


def test_none_stands_beside_no_other_where_a_category_is_merged_into_it() -> None:
    variable = CodedVariable(
        "v", "V", "", (CodedCategory("tips"), CodedCategory("none", formerly=("chat",))), is_exclusive=False
    )
    assert (variable.parts("tips | chat"), variable.parts("chat")) == (("tips",), ("none",))
    assert variable.parts("chat | new: polls") == ("new: polls",)
    assert [code_of(one, variable) for one in ("tips; chat", "chat", "none; tips")] == ["tips", "none", None]


def test_a_former_name_may_hold_what_stands_between_several_now() -> None:
    """A tweet had one category until the team let it have several."""
    fun = CodedCategory("fun", formerly=("jokes; memes", "one | two"))
    variable = CodedVariable("v", "V", "", (fun, CodedCategory("tips")), is_exclusive=False)
    assert [variable.parts(one) for one in fun.formerly] == [("fun",), ("fun",)]
    assert [code_of(one, variable) for one in fun.formerly] == ["fun", "fun"]
    assert code_of("tips; fun", variable) == "fun | tips"
