"""The report written: where it lies, its main figures, the same bytes again, and nothing half written."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from docx import Document
from openpyxl import load_workbook

from mtw_pipeline.coding.tables.export import FILES, export_tables
from mtw_pipeline.report.writing import write_report
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline_tests.unit.network.layers import metrics_of_layers

WINDOW = CollectionWindow.between("2021-01-01", "2021-01-31")


def plant(warehouse: Warehouse, table: str, *rows: dict[str, object]) -> None:
    declared = table_named(table)
    blank = dict.fromkeys(declared.column_names)
    complete = [{**blank, "collection_window": WINDOW.key, **row} for row in rows]
    warehouse.insert_arrow(declared, pa.Table.from_pylist(complete))


def plant_tweets(warehouse: Warehouse) -> None:
    types = ["tweet", "retweet", "reply"]
    plant(
        warehouse,
        "tweets",
        *(
            {
                "tweet_id": str(number),
                "created_at": datetime(2021, 1, 1 + number),
                "author": "ann",
                "text": "PRIVATE-TWEET-TEXT",
                "tweet_type": kind,
                "is_retweet": kind == "retweet",
                "like_count": 4 * number,
                "metrics_of": "own",
                "rows_collected": 1,
            }
            for number, kind in enumerate(types)
        ),
    )
    plant(
        warehouse,
        "users",
        {"account": "ann", "handle": "Ann", "tweets": 3, "times_named": 0, "description": "PRIVATE-PROFILE-TEXT"},
    )
    plant(warehouse, "network_metrics", *(vars(metric) for metric in metrics_of_layers([("reply", "ann", "bob")])))


def test_the_report_lies_where_the_study_says_with_its_main_figures(warehouse: Warehouse, study: Study) -> None:
    plant_tweets(warehouse)
    written = write_report(warehouse, study, WINDOW)
    assert written.path == study.report_of(WINDOW)
    assert written.path.read_text(encoding="utf-8").endswith("</html>\n")
    assert written.headline == {
        "tweets": 3,
        "users_who_posted": 1,
        "retweet_share": 0.3333,
        "reply_share": 0.3333,
        "mean_likes": 4.0,
        "mean_likes_rests_on_tweets": 2,
        "sentiment_scorer": None,
        "positive_tweets": None,
        "negative_tweets": None,
        "density_directed": 0.5,
        "reciprocity_ties": 0.0,
        "sampled_tweets": 0,
        "rejected_rows": 0,
    }


def test_figures_that_a_run_has_none_of_go_and_those_of_others_stay(warehouse: Warehouse, study: Study) -> None:
    plant_tweets(warehouse)
    figures = study.report_of(WINDOW).parent / "figures"
    figures.mkdir(parents=True)
    gone = ["crosstab-purpose-resources.png", "crosstab-purpose-resources.svg", "network.html", "network-ties.pdf"]
    for name in (*gone, "our own.png", "tweets-over-time.txt"):
        (figures / name).write_text("of before", encoding="utf-8")
    page = write_report(warehouse, study, WINDOW).path.read_text(encoding="utf-8")
    there = {path.name for path in figures.iterdir()}
    assert there.isdisjoint(gone)
    assert there >= {"our own.png", "tweets-over-time.txt", "tweets-over-time.png"}
    assert not any(name in page for name in gone)


def test_a_window_without_tweets_has_no_shares(warehouse: Warehouse, study: Study) -> None:
    headline = write_report(warehouse, study, WINDOW).headline
    unknown = {name for name, value in headline.items() if value is None}
    assert {"retweet_share", "reply_share", "mean_likes", "density_directed", "reciprocity_ties"} <= unknown


def test_the_page_shows_no_tweet_and_no_profile_text(warehouse: Warehouse, study: Study) -> None:
    plant_tweets(warehouse)
    page = write_report(warehouse, study, WINDOW).path.read_text(encoding="utf-8")
    assert "@Ann" in page
    assert "PRIVATE" not in page


def test_the_same_tables_give_the_same_bytes(warehouse: Warehouse, study: Study) -> None:
    plant_tweets(warehouse)
    first = write_report(warehouse, study, WINDOW).path.read_bytes()
    assert write_report(warehouse, study, WINDOW).path.read_bytes() == first


def test_a_failed_write_leaves_the_last_report(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_report(warehouse, study, WINDOW).path
    before = path.read_bytes()

    def break_down(_descriptor: int) -> None:
        raise OSError("the disk is full")

    plant_tweets(warehouse)
    monkeypatch.setattr("os.fsync", break_down)
    with pytest.raises(OSError, match="disk is full"):
        write_report(warehouse, study, WINDOW)
    assert path.read_bytes() == before
    assert [name for name in _names_in(path.parent) if "report" in name] == ["report.html"]


def frequency(tweets: int) -> dict[str, object]:
    return {
        "variable": "purpose", "category": "community", "tweets": tweets, "coded_tweets": 200, "percent": tweets / 2,
        "low": 0.0, "high": 90.0, "is_computed": False,
    }  # fmt: skip


def test_files_that_were_written_for_other_programs_hold_the_numbers_of_the_page_that_links_them(
    warehouse: Warehouse, study: Study
) -> None:
    """A run took one of them away, and left three with the numbers of the day on which they were written."""
    plant_tweets(warehouse)
    plant(warehouse, "code_frequencies", frequency(20))
    folder = write_report(warehouse, study, WINDOW).path.parent / "tables"
    assert not {*FILES} & {*_names_in(folder)}, "nobody asked for them"
    export_tables(warehouse, study, WINDOW, folder)
    warehouse.connection.execute("delete from code_frequencies")
    plant(warehouse, "code_frequencies", frequency(64))
    page = write_report(warehouse, study, WINDOW).path.read_text(encoding="utf-8")
    assert {*FILES} <= {*_names_in(folder)}
    assert all(f"tables/{name}" in page for name in FILES)
    assert all(f'href="tables/latex/{name}"' in page for name in _names_in(folder / "latex"))
    sheet = load_workbook(folder / "tables.xlsx")["code_frequencies"]
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [64]
    cells = [cell.text for row in Document(str(folder / "tables.docx")).tables[0].rows for cell in row.cells]
    assert "64" in cells
    assert "20" not in cells
    assert r"Community & 64 & 32.0" in (folder / "latex" / "table-1.tex").read_text(encoding="utf-8")


def test_files_for_other_programs_that_cannot_be_written_anew_are_taken_away(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_tweets(warehouse)
    folder = study.report_of(WINDOW).parent / "tables"
    export_tables(warehouse, study, WINDOW, folder)

    def fail(*_: object) -> None:
        raise ValueError("of this test")

    monkeypatch.setattr("mtw_pipeline.coding.tables.export.export_tables", fail)
    (folder / "latex" / "table-1.tex").write_text("of an earlier run", encoding="utf-8")
    written = write_report(warehouse, study, WINDOW)
    assert not {*FILES} & {*_names_in(folder)}
    assert not _names_in(folder / "latex")
    assert [one.what for one in written.omissions] == ["The files of mtw coding tables"]
    assert "The files of mtw coding tables" in written.path.read_text(encoding="utf-8")


def _names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
