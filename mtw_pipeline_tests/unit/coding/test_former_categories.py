"""Categories that were renamed, or merged, while people code: what was coded under the earlier names counts."""

from pathlib import Path

from mtw_pipeline.coding.progress import coding_progress
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
