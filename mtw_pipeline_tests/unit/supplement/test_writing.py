"""The supplement as files: put in place only if it names nobody, and taken away once it does."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.forgetting.files import drop_pages
from mtw_pipeline.forgetting.windows import remove_window
from mtw_pipeline.report.drawings.network_figure import NetworkMap
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import PublishSettings
from mtw_pipeline.supplement import printing, writing
from mtw_pipeline.supplement.printing import browser, print_page
from mtw_pipeline.supplement.writing import drop_those_that_name, write_supplements
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.report.pages import Page
from mtw_pipeline_tests.unit.report.test_writing import WINDOW, plant, plant_tweets

PAGE = "<!doctype html><html><head><title>A page</title></head><body><p>One line.</p></body></html>"


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "browser", lambda: None)


def written(warehouse: Warehouse, study: Study) -> writing.Supplement:
    plant_tweets(warehouse)
    return write_supplements(warehouse, study, [WINDOW])[WINDOW]


def in_window(study: Study) -> Study:
    study.incoming_of(WINDOW).mkdir(parents=True)
    return study


def test_the_supplement_names_nobody_and_says_why_there_is_no_pdf(warehouse: Warehouse, study: Study) -> None:
    made = written(warehouse, study)
    page = made.page.read_text(encoding="utf-8")
    assert made.page == study.supplement_of(WINDOW)
    assert page.endswith("</html>\n")
    assert "ann" not in Page(page).words.lower().split()
    assert (made.pdf, made.unprinted) == (None, "no Chromium is found")
    assert not (made.page.parent / "figures" / "network.html").exists()


def test_counts_of_one_account_are_withheld_from_five_people_on(warehouse: Warehouse, study: Study) -> None:
    page = Page(written(warehouse, study).page.read_text(encoding="utf-8")).words
    assert page.lower().index("withheld are counts behind which fewer than 5 accounts stand") <= page.lower().index(
        "withheld"
    )
    one = replace(study, settings=study.settings.model_copy(update={"publish": PublishSettings(fewest_people=1)}))
    page = Page(write_supplements(warehouse, one, [WINDOW])[WINDOW].page.read_text(encoding="utf-8")).words
    assert "withheld" not in page.lower()


def test_no_chart_shows_a_withheld_day_as_an_empty_one(warehouse: Warehouse, study: Study) -> None:
    figures = written(warehouse, study).page.parent / "figures"
    assert not (figures / "tweets-over-time.png").exists()
    one = replace(study, settings=study.settings.model_copy(update={"publish": PublishSettings(fewest_people=1)}))
    write_supplements(warehouse, one, [WINDOW])
    assert (figures / "tweets-over-time.png").exists()


def test_a_study_that_identifies_people_names_them(warehouse: Warehouse, study: Study) -> None:
    named = replace(study, settings=study.settings.model_copy(update={"publish": PublishSettings(identify=True)}))
    made = written(warehouse, named)
    assert "@Ann" in Page(made.page.read_text(encoding="utf-8")).words
    assert made.page.stat().st_mode & 0o077 == 0
    assert write_supplements(warehouse, named, [WINDOW])[WINDOW].page == made.page


def test_a_page_that_would_name_somebody_leaves_the_one_before(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written(warehouse, study)
    before = made.page.read_bytes()
    monkeypatch.setattr(writing, "render", lambda *_: "<p><bdi>thanks to bob_invented</bdi></p>")
    plant(warehouse, "users", {"account": "bob_invented", "tweets": 0, "times_named": 3})
    with pytest.raises(
        UserError, match=r"(?s)would name somebody: 1 handles.*thanks to bob_invented.*\[publish\] words"
    ):
        write_supplements(warehouse, study, [WINDOW])
    assert made.page.read_bytes() == before
    assert [path.name for path in made.page.parent.parent.iterdir()] == ["supplement"]


def test_a_table_that_would_name_somebody_is_not_put_in_place(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written(warehouse, study)
    tables = sorted(path.name for path in (made.page.parent / "tables").iterdir())
    assert tables
    assert "table-1.csv" not in tables

    def naming(_: str, folder: Path) -> list[Path]:
        folder.mkdir()
        (folder / "table-1.csv").write_text("Account\nbob_invented\n")
        return [folder / "table-1.csv"]

    monkeypatch.setattr(writing, "write_page_tables", naming)
    plant(warehouse, "users", {"account": "bob_invented", "tweets": 0, "times_named": 3})
    with pytest.raises(UserError, match=r"(?s)would name somebody: 1 handles.*tables/table-1\.csv"):
        write_supplements(warehouse, study, [WINDOW])
    assert sorted(path.name for path in (made.page.parent / "tables").iterdir()) == tables


def test_a_supplement_that_names_somebody_whom_the_study_met_since_goes(warehouse: Warehouse, study: Study) -> None:
    made = written(warehouse, in_window(study))
    assert drop_those_that_name(warehouse, study) == []
    made.page.write_text(made.page.read_text(encoding="utf-8").replace("</h1>", " <bdi>zoe_invented</bdi></h1>"))
    assert drop_those_that_name(warehouse, study) == []
    plant(warehouse, "users", {"account": "zoe_invented", "tweets": 0, "times_named": 1})
    (made.page.parents[1] / "last-run.json").write_text("{}", encoding="utf-8")
    shutil.rmtree(study.incoming_of(WINDOW))
    assert drop_those_that_name(warehouse, study) == [WINDOW]
    assert not made.page.parent.exists()


@pytest.mark.parametrize("take_away", [drop_pages, remove_window])
def test_forgetting_and_removing_take_the_supplement(warehouse: Warehouse, study: Study, take_away: "object") -> None:
    made = written(warehouse, in_window(study))
    assert callable(take_away)
    take_away(study, WINDOW)
    assert not made.page.parent.exists()


def test_figure_1_shows_no_account_by_name(warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtw_pipeline.network.layouts.community_map import discs, dots
    from mtw_pipeline.report import writing as report_writing
    from mtw_pipeline.report.drawings import network_pictures
    from mtw_pipeline.report.drawings.ties_figure import DrawnRows

    placed = tuple(discs([(1, 2)]))
    shown = tuple(dots(placed[0], [("ann", 3), ("bob_invented", 1)]))
    monkeypatch.setattr(report_writing, "network_map", lambda *_: NetworkMap(placed, shown, ()))
    rows = DrawnRows((("ann", 1, 3, 2, 0), ("bob_invented", 1, 1, 2, 0)), (("ann", "bob_invented", 1),))
    monkeypatch.setattr(network_pictures, "drawn_rows", lambda *_: rows)
    figures = written(warehouse, study).page.parent / "figures"
    for name in ("network", "network-ties"):
        drawn = (figures / f"{name}.svg").read_text(encoding="utf-8")
        assert drawn.count(">user_") == 2
        assert not re.search(r">@|ann\b|bob_invented", drawn)


def test_a_browser_prints_a_page(tmp_path: Path) -> None:
    found = browser()
    assert found is not None, "these tests want a Chromium, as those of pages do"
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert print_page(tmp_path / "page.html", tmp_path / "page.pdf", found) == ""
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_a_browser_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(
        printing.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 21, b"", b"")
    )
    told = print_page(tmp_path / "page.html", tmp_path / "page.pdf", Path("chromium"))
    assert told == "chromium ended with the code 21"
