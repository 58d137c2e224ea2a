"""A whole run in which much fails: the rest is made, and what was left out is told in check, report and omissions."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import read_record
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.own_tables import OMISSIONS
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.studies import StudyThatWasRun, copy_of, run

QUOTED = "an invented sentence that an error quotes"
MEASURED = [table for table in TABLES if not table.is_ground]
OF_ALL_WINDOWS = {"window_trends", "window_changes", "member_retention", "word_keyness"}
FAILING = {
    "mtw_pipeline.text.scoring.vader_rows": "vader",
    "mtw_pipeline.network.metrics.fastgreedy": "modularity_fastgreedy of the layer all",
    "mtw_pipeline.network.centralities._pagerank": "pagerank of the accounts of the layer all",
    "mtw_pipeline.report.drawings.network_pictures.draw": "Figure 1",
    "mtw_pipeline.report.writing.Charts.words": "The chart of the words",
    "mtw_pipeline.report.page.timeline": "timeline",
    "mtw_pipeline.report.trends.facts.trend": "tweets",
    "mtw_pipeline.text.style_of_window._low_language": "low_language_tweets",
}


def fails(*_: object, **__: object) -> NoReturn:
    raise ValueError(QUOTED)


def words_of(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


@pytest.fixture
def copied(small: StudyThatWasRun, tmp_path: Path) -> Study:
    return copy_of(small.study, tmp_path / "copy")


def test_what_fails_costs_itself_alone(
    copied: Study, validation: ValidationProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seam in FAILING:
        monkeypatch.setattr(seam, fails)
    insert_query = Warehouse.insert_query

    def insert(self: Warehouse, table: Table, *given: Any) -> int:
        if table.name == "word_keyness":
            raise duckdb.ConversionException(f"Could not convert string '{QUOTED}' to INT64")
        return insert_query(self, table, *given)

    monkeypatch.setattr(Warehouse, "insert_query", insert)
    outcome = run(copied, validation, selection="not published_warehouse")  # which is made where all fail, below
    assert outcome.succeeded, outcome.problem
    warned = {(one.table, one.check): one for one in outcome.failed_checks if one.check == "made_whole"}
    assert not any(one.is_error for one in warned.values())
    assert {table for table, _ in warned} == {
        "sentiment_scores", "network_metrics", "style_measures", "study_report", "trends_report",
        "word_keyness",
    }  # fmt: skip
    told = " ".join(one.description for one in warned.values())
    assert [what for what in FAILING.values() if what not in told] == []
    assert "ConversionException in" in warned["word_keyness", "made_whole"].description
    assert all("Run again; if it stays, report it" in one.description for one in warned.values())
    page = words_of(copied.report_of(WINDOW))
    for where in ("Figure 1 is left out", "The chart of the words is left out"):
        assert where in page
    assert QUOTED not in told + page
    assert not (copied.report_of(WINDOW).parent / "figures" / "network.png").exists()
    with open_warehouse(copied.warehouse, "a test") as made:
        failed = asked(made, "layer, metric, value is null from network_metrics", "reason like '%ValueError%'")
        assert {(metric, is_null) for _, metric, is_null in failed} == {("modularity_fastgreedy", True)}
        [(ranked, between)] = asked(made, "count(pagerank), count(betweenness) from user_metrics")
        assert (ranked, between > 0) == (0, True)
        scorers = asked(made, "scorer, scored_tweets, problem is null from sentiment_scorers order by scorer")
        assert [scorer[0::2] for scorer in scorers] == [("vader", False), ("word_list", True)]
        scored = asked(made, "distinct split_part(scorer, ' ', 1) from sentiment_scores")
        assert scored == [("word_list",)]
        assert made.rows_in(table_named("word_keyness"), WINDOW) == 0
        assert made.rows_in(table_named("word_frequencies"), WINDOW) > 0


def asked(warehouse: Warehouse, what: str, condition: str = "true") -> list[tuple[Any, ...]]:
    """Rows of the window."""
    of, order, by = what.partition(" order by ")
    where = f"where collection_window = $window and {condition}"
    return warehouse.connection.execute(f"select {of} {where}{order}{by}", {"window": WINDOW.key}).fetchall()


def test_a_run_in_which_every_measure_fails_still_reports_its_tweets(
    copied: Study, validation: ValidationProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert_query, insert_arrow = Warehouse.insert_query, Warehouse.insert_arrow

    def by_statement(self: Warehouse, table: Table, statement: str, given: Mapping[str, object] | None = None) -> int:
        if table.is_ground:
            return insert_query(self, table, statement, given)
        self._refuse_unmade(statement, given or {})
        fails()

    def by_rows(self: Warehouse, table: Table, rows: pa.Table) -> int:
        return insert_arrow(self, table, rows) if table.is_ground or table is OMISSIONS else fails()

    monkeypatch.setattr(Warehouse, "insert_query", by_statement)
    monkeypatch.setattr(Warehouse, "insert_arrow", by_rows)
    monkeypatch.setattr(Warehouse, "window_in_parts", fails)
    monkeypatch.setattr(Warehouse, "replace_all", fails)
    outcome = run(copied, validation)
    assert outcome.succeeded, outcome.problem
    told = {one.table: one.description for one in outcome.failed_checks if one.check == "made_whole"}
    assert "it rests on tweet_tokens, which was left out: an error of the program" in told["word_list_totals"]
    assert "rests on" not in told["tweet_tokens"]
    assert told.keys() >= {table.name for table in MEASURED if table.name not in OF_ALL_WINDOWS}
    page = words_of(copied.report_of(WINDOW))
    for part in ("Top 10 words", "Metrics of the network", "Tweets by label", "Table 1", "Style", "Communities"):
        assert f"{part} is left out" in page
    assert "Type of tweet" in page
    with open_warehouse(copied.warehouse, "a test") as warehouse:
        empty = {table.name for table in MEASURED if warehouse.rows_in(table, WINDOW) == 0}
        assert empty >= {table.name for table in MEASURED if table.name not in OF_ALL_WINDOWS}
        assert set(warehouse.unmade(WINDOW)) == empty
    assert read_record(copied, WINDOW) is None  # so that the next mtw run tries again, though nothing changed
    monkeypatch.undo()
    again = run(copied, validation)
    assert again.succeeded, again.problem
    assert not [one for one in again.failed_checks if one.check == "made_whole"]
    assert read_record(copied, WINDOW) is not None
    with open_warehouse(copied.warehouse, "a test") as warehouse:
        assert warehouse.omissions(WINDOW) == []
