"""Categories that coders propose while they code, and what becomes of their codes once the codebook has them."""

from pathlib import Path

import pytest

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.cells import code_of
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.coding import Category, Variable
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.coded_tables import fill_tables
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, coding_study, fill

SEVERAL = (
    '[[codebook]]\nname = "brand_new"\nlabel = "Uses"\nseveral = true\n'
    'categories = [{name = "tips"}, {name = "jokes"}]\n'
)


@pytest.mark.parametrize(
    ("typed", "several", "code"),
    [("new: memes", False, "new: memes"), ("NEW :  cat   memes", False, "new: cat memes"), ("new: Tips", False, "tips"),
     ("new:", False, None), ("memes", False, None), ("tips; new: memes", True, "tips | new: memes"),
     ("new: " + "m" * 121, False, None), ("new: a|b", False, None)],
)  # fmt: skip
def test_a_new_category_is_told_as_one(typed: str, several: bool, code: str | None) -> None:
    categories = (Category(name="tips"), Category(name="jokes"))
    variable = Variable(name="uses", label="Uses", several=several, categories=categories)
    told = StudySettings(title="a test", hashtags=("test",), codebook=(variable,))
    assert code_of(typed, coded_by_people(told)[0]) == code


def test_nothing_is_proposed_of_numbers_and_of_what_is_computed() -> None:
    ages = Variable(name="age", label="Age", scale="ratio", categories=(Category(name="1"), Category(name="2")))
    told = {"title": "a test", "hashtags": ["test"], "coding": {"validated": ["tweet_type"]}, "codebook": [ages]}
    for variable in coded_by_people(StudySettings.model_validate(told)):
        assert code_of("new: 3", variable) is None


def test_proposed_codes_count_once_the_codebook_has_them(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace("reliability_size = 4", "reliability_size = 4\nthreshold = 0.0") + SEVERAL
    desk = Desk(coding_study(tmp_path / "proposing", settings, size=10), warehouse)
    fill(desk.paths["Ana"], {"purpose": "new: memes", "brand_new": "tips; new: songs", "tone": "warm"})
    fill(desk.paths["Ben"], {"purpose": "other", "brand_new": "tips", "tone": "cold"})
    for path in desk.paths.values():
        assert desk.take(path).problems == ()
    progress = coding_progress(desk.study, WINDOW)
    assert progress.proposed == {"purpose: new: memes": 7, "brand_new: new: songs": 7}
    assert (progress.outside_codebook, progress.disagreements["purpose"], progress.disagreements["brand_new"]) == (
        {},
        0,
        0,
    )
    fill_tables(desk)
    outside = "select variable, code, count(*) from codes where not is_in_codebook group by all order by all"
    found = [("brand_new", "songs", 7), ("purpose", "memes", 7)]
    assert warehouse.connection.execute(outside).fetchall() == found
    desk.settle('{name = "1-2"}', '{name = "1-2"}, {name = "memes"}')
    desk.settle('{name = "jokes"}', '{name = "jokes"}, {name = "songs"}')
    progress = coding_progress(desk.study, WINDOW)
    assert progress.proposed == {}
    assert progress.older_codebook["purpose"] == 14
    assert (progress.disagreements["purpose"], progress.disagreements["brand_new"]) == (4, 4)
    fill_tables(desk)
    assert warehouse.connection.execute(outside).fetchall() == []


def test_a_category_is_itself_in_whatever_case_it_was_proposed_or_is_written_now(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    """No codebook can have `Memes` and `memes`: who types the one and who types the other mean the same."""
    settings = SETTINGS.replace("reliability_size = 4", "reliability_size = 4\nthreshold = 0.0") + SEVERAL
    desk = Desk(coding_study(tmp_path / "proposing", settings, size=10), warehouse)
    fill(desk.paths["Ana"], {"purpose": "new: Cat Memes", "brand_new": "tips; new: SONGS"})
    fill(desk.paths["Ben"], {"purpose": "new: cat memes", "brand_new": "jokes"})
    for path in desk.paths.values():
        desk.take(path)
    desk.settle('{name = "1-2"}', '{name = "1-2"}, {name = "cat memes"}')
    desk.settle('{name = "tips"}, {name = "jokes"}', '{name = "Tips"}, {name = "JOKES"}, {name = "songs"}')
    progress = coding_progress(desk.study, WINDOW)
    assert (progress.proposed, progress.outside_codebook) == ({}, {})
    assert progress.disagreements["purpose"] == 0
    fill_tables(desk)
    codes = "select variable, coder, list(distinct code order by code) from codes group by all order by all"
    assert warehouse.connection.execute(codes).fetchall() == [
        ("brand_new", "Ana", ["Tips", "songs"]),
        ("brand_new", "Ben", ["JOKES"]),
        ("purpose", "Ana", ["cat memes"]),
        ("purpose", "Ben", ["cat memes"]),
    ]


def test_a_category_that_was_proposed_twice_in_one_cell_is_given_once(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace("reliability_size = 4", "reliability_size = 4\nthreshold = 0.0") + SEVERAL
    desk = Desk(coding_study(tmp_path / "proposing", settings, size=10), warehouse)
    fill(desk.paths["Ana"], {"brand_new": "tips; new: SONGS; new: songs"})
    desk.take(desk.paths["Ana"])
    desk.settle('{name = "jokes"}', '{name = "jokes"}, {name = "Songs"}')
    fill_tables(desk)
    given = "select code, count(*) from codes where variable = 'brand_new' group by all order by all"
    assert warehouse.connection.execute(given).fetchall() == [("Songs", 7), ("tips", 7)]
