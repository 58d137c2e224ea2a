"""Records as rows of ``collections``, and what of a file of pages the readers take."""

import gzip
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from mtw_pipeline.collect.collector import TITLES
from mtw_pipeline.collect.records.gaps import NOT_ASKED_FOR, UNFINISHED
from mtw_pipeline.collect.records.page_file import PageFile
from mtw_pipeline.collect.records.record import Records, Sitting
from mtw_pipeline.collect.records.rows import collections_of_window
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.collect.unattended import collect_unattended
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import COLLECTIONS, EXPORTS, changed_inputs, inputs_of
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.collection import REJECTED_ROWS
from mtw_pipeline.warehouse.tables.collections import COLLECTIONS as TABLE
from mtw_pipeline.warehouse.tables.collections import SOURCES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.collecting import WINDOW, Bench
from mtw_pipeline_tests.fake_x import NOON, FakeX, cut, error, limited, posts_before


def test_a_record_is_a_row_of_the_table(bench: Bench, warehouse: Warehouse) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    bench.clock.time = NOON + timedelta(days=6)
    record = bench.collect()[0]
    rows = collections_of_window(warehouse, bench.study, WINDOW)
    arrow = arrow_rows(TABLE, [{"collection_window": WINDOW.key, **row} for row in rows])
    assert warehouse.replace_window(TABLE, WINDOW, arrow) == 1
    (row,) = rows
    assert (row["collection"], row["posts"], row["pages"], row["requests"]) == (record.name, 250, 3, 3)
    assert row["asked_until"] == datetime(2026, 11, 21)
    assert row["gaps"] == [f"{record.gaps[0].reason} (posted 2026-11-18 00:00 to 2026-11-19 12:05 UTC)"]
    assert (row["library"], row["query"]) == (record.library, "#InventedTag")


def gaps(bench: Bench, warehouse: Warehouse) -> list[object]:
    return [row["gaps"] for row in collections_of_window(warehouse, bench.study, WINDOW)]


def test_a_gap_that_a_later_collection_filled_is_none_any_more(
    tmp_path: Path, server: FakeX, warehouse: Warehouse
) -> None:
    server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    first = Bench(tmp_path / "study", server, "budget = 100\n")
    first.clock.time = NOON + timedelta(days=2)
    first.collect()
    (told,) = gaps(first, warehouse)
    assert told == [
        "the budget of the window is used up: no post is left of it (posted 2026-11-18 00:00 to 2026-11-20 11:56 UTC)"
    ]
    second = Bench(tmp_path / "study", server)
    second.clock.time = NOON + timedelta(days=2, hours=1)
    second.collect()
    assert gaps(second, warehouse) == [[], []]


def test_a_time_that_no_collection_asked_for_is_told(bench: Bench, warehouse: Warehouse) -> None:
    bench.collect()
    assert gaps(bench, warehouse) == [[f"{NOT_ASKED_FOR} (posted 2026-11-20 11:59 to 2026-11-21 00:00 UTC)"]]
    bench.clock.time = NOON + timedelta(days=2)
    bench.collect()
    assert gaps(bench, warehouse) == [[], []]


def test_every_source_of_a_record_may_stand_in_the_table() -> None:
    assert set(SOURCES) == set(TITLES)


def test_a_collection_whose_file_was_taken_out_has_no_row(bench: Bench, warehouse: Warehouse) -> None:
    bench.collect()
    bench.study.exports_of(WINDOW)[0].unlink()
    assert collections_of_window(warehouse, bench.study, WINDOW) == []


def test_why_sittings_ended_is_told_once_a_reason_with_its_times(bench: Bench, warehouse: Warehouse) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    bench.server.faults = {2: error(402), 3: error(402)}
    for _ in range(2):
        with pytest.raises(UserError, match="credits"):
            bench.collect()
        bench.clock.time += timedelta(hours=1)
    whole = bench.collect()[0]
    rows = {row["collection"]: row for row in collections_of_window(warehouse, bench.study, WINDOW)}
    row = rows[whole.name]
    assert row["sittings"] == 3
    times = [f"{one.ended:%Y-%m-%d %H:%M} UTC" for one in whole.sittings]
    assert row["interruptions"] == [f"{whole.sittings[0].why} (2 times, first {times[0]}, the last time {times[1]})"]


@pytest.mark.parametrize("status", [200, 400, 418])
def test_what_x_says_stands_in_no_row_for_it_may_name_anybody(bench: Bench, warehouse: Warehouse, status: int) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    bench.server.faults = dict.fromkeys(range(2, 20), error(status, detail="@inv_ann is suspended"))
    with pytest.raises(UserError, match="inv_ann"):
        bench.collect()
    bench.server.faults = {}
    bench.collect()
    rows = collections_of_window(warehouse, bench.study, WINDOW)
    assert any(row["interruptions"] for row in rows)
    assert "inv_ann" not in str(rows)


def test_an_unfinished_collection_changes_no_export_and_is_told(bench: Bench) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    before = inputs_of(bench.study, WINDOW)
    bench.server.faults = {2: error(402)}
    with pytest.raises(UserError, match="credits"):
        bench.collect()
    assert changed_inputs(before, inputs_of(bench.study, WINDOW)) == [COLLECTIONS]
    bench.collect()
    assert changed_inputs(before, inputs_of(bench.study, WINDOW)) == [COLLECTIONS, EXPORTS]


def test_an_unfinished_collection_is_a_row_without_a_file(bench: Bench, warehouse: Warehouse) -> None:
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    bench.server.faults = {2: error(402)}
    with pytest.raises(UserError, match="credits"):
        bench.collect()
    (row,) = collections_of_window(warehouse, bench.study, WINDOW)
    arrow = arrow_rows(TABLE, [{"collection_window": WINDOW.key, **row}])
    assert warehouse.replace_window(TABLE, WINDOW, arrow) == 1
    assert (row["export_file"], row["posts"], row["pages"]) == (None, 100, 1)
    assert row["interruptions"] == ["X's credits, or its posts of this month, are used up (2026-11-20 12:00 UTC)"]
    span = "posted 2026-11-18 00:00 to 2026-11-20 11:59 UTC"
    later = "posted 2026-11-20 11:59 to 2026-11-21 00:00 UTC"
    assert row["gaps"] == [f"{UNFINISHED} ({span})", f"{NOT_ASKED_FOR} ({later})"]
    bench.collect()
    (row,) = collections_of_window(warehouse, bench.study, WINDOW)
    assert row["export_file"] is not None
    assert row["gaps"] == [f"{NOT_ASKED_FOR} ({later})"]


def test_a_collection_that_a_kill_ended_is_a_row_with_its_posts(bench: Bench, warehouse: Warehouse) -> None:
    """Its record was last written before the first page, and its file of pages holds two."""
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    with bench.collection() as collection:
        (work,) = collection.works()
        pages = collection.collector.pages(work.question, work.span, None, lambda: None, Requester(bench.clock))
        record = collection._begun(work, None)
        record.sittings.append(Sitting(began=NOON))
        collection.records.save(record)
        with PageFile(collection.records.pages_of(record)) as file:
            for page in islice(pages, 2):
                file.keep(page, retrieved=NOON, requests=1)
        before = inputs_of(bench.study, WINDOW)
        with PageFile(collection.records.pages_of(record)) as file:
            file.keep(replace(page, posts=1), retrieved=NOON, requests=2)
        assert changed_inputs(before, inputs_of(bench.study, WINDOW)) == [COLLECTIONS]
    (row,) = collections_of_window(warehouse, bench.study, WINDOW)
    assert (row["posts"], row["interruptions"]) == (201, ["it goes on, or its process ended (2026-11-20 12:00 UTC)"])


@pytest.mark.parametrize(
    ("content", "posts"), [("", 0), ("no gzip", 0), ("{}", 100), ('{"__mtw": {"page": 1}}', 100), ("{", 100)]
)
def test_pages_that_something_else_changed_or_took_away_end_no_run(
    bench: Bench, warehouse: Warehouse, content: str, posts: int
) -> None:
    """Whoever goes on with the collection is told; the tables of what is whole do not wait for that."""
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    bench.server.faults = {2: error(402)}
    with pytest.raises(UserError, match="credits"):
        bench.collect()
    records = Records(bench.study, WINDOW)
    (record,) = records.unfinished()
    line = content.encode()
    records.pages_of(record).write_bytes(gzip.compress(line) if content.startswith("{") else line)
    assert [row["posts"] for row in collections_of_window(warehouse, bench.study, WINDOW)] == [posts]
    records.pages_of(record).unlink()
    assert [row["posts"] for row in collections_of_window(warehouse, bench.study, WINDOW)] == [100]


def test_a_record_that_goes_while_others_are_read_is_none(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever collects takes records away that are planned anew; runs and mtw status read without its lock."""
    bench.collect()
    records = Records(bench.study, WINDOW)
    (record,) = records.all()
    gone = records.folder / "x-20261120T110000Z.json"
    found = [*records.folder.glob("*-*Z*.json"), gone]
    monkeypatch.setattr(Path, "glob", lambda _folder, _pattern: iter(found))
    assert records.all() == [record]


def test_a_question_that_never_got_an_answer_is_told_until_it_does(
    tmp_path: Path, server: FakeX, warehouse: Warehouse
) -> None:
    """A query a hundred hashtags long is two: the first is collected, the second is refused at its first page."""
    tags = [f"hashtag{number:03}" for number in range(60)]
    server.posts = posts_before(NOON - timedelta(minutes=2), 20)
    server.faults = {2: error(403), 3: error(403)}
    bench = Bench(tmp_path / "study", server, f"hashtags = {tags}\n")
    for _ in range(2):
        with bench.collection() as collection:
            for work in collection.works():
                with suppress(UserError):
                    collection.make(work)
        bench.clock.time += timedelta(minutes=1)
        rows = collections_of_window(warehouse, bench.study, WINDOW)
        assert [row["export_file"] is None for row in rows] == [False, True]
        assert rows[1]["interruptions"] == [f"X refuses this to your access ({rows[1]['ended_at']:%Y-%m-%d %H:%M} UTC)"]
        assert UNFINISHED in str(rows[1]["gaps"])
    bench.collect()
    rows = collections_of_window(warehouse, bench.study, WINDOW)
    assert [row["export_file"] is None for row in rows] == [False, False]
    assert UNFINISHED not in str(rows)


def test_what_a_used_up_budget_let_nobody_ask_is_told_for_each_question(
    tmp_path: Path, server: FakeX, warehouse: Warehouse
) -> None:
    tags = [f"hashtag{number:03}" for number in range(100)]
    server.posts = posts_before(NOON - timedelta(minutes=2), 20)
    bench = Bench(tmp_path / "study", server, f"hashtags = {tags}\nbudget = 20\n")
    with suppress(UserError):
        collect_unattended(bench.study, WINDOW, bench.clock)
    rows = collections_of_window(warehouse, bench.study, WINDOW)
    assert [row["export_file"] is None for row in rows] == [False, True, True]
    assert [UNFINISHED in str(row["gaps"]) for row in rows] == [False, True, True]
    asked = [tag for row in rows for tag in str(row["query"]).replace("#", "").split(" OR ")]
    assert asked == tags


def test_what_nobody_asks_any_more_and_never_came_is_told_no_more(
    tmp_path: Path, server: FakeX, warehouse: Warehouse
) -> None:
    server.posts = posts_before(NOON - timedelta(minutes=2), 20)
    Bench(tmp_path / "study", server).collect()
    server.faults = {len(server.asked) + 1: error(403)}
    with pytest.raises(UserError, match="refuses"):
        Bench(tmp_path / "study", server, 'hashtags = ["InventedTag", "another"]\n').collect()
    assert len(collections_of_window(warehouse, Study.load(tmp_path / "study"), WINDOW)) == 2
    last = Bench(tmp_path / "study", server)
    assert last.collect() == []
    assert len(collections_of_window(warehouse, last.study, WINDOW)) == 1
    assert len(Records(last.study, WINDOW).all()) == 1


def test_a_window_of_which_nothing_came_leaves_no_folder(bench: Bench) -> None:
    bench.server.faults = {1: error(401)}
    with pytest.raises(UserError, match="bearer token"):
        bench.collect()
    assert not bench.study.incoming_of(WINDOW).exists()


def test_a_disturbed_collection_gives_the_same_rows_as_one_that_was_not(tmp_path, server, warehouse) -> None:
    """A hashtag of 2,050 posts with limits, a cut at page 17, an empty page, doubled borders, and used-up credits."""
    server.posts = posts_before(NOON - timedelta(minutes=2), 2_050)
    calm = Bench(tmp_path / "calm", server)
    calm.collect()
    asked = len(server.asked)
    disturbed = Bench(tmp_path / "disturbed", server)
    server.border, server.empty = 2, frozenset({5})
    server.faults = {asked + 3: limited(NOON), asked + 17: cut, asked + 19: error(503), asked + 20: error(402)}
    with pytest.raises(UserError, match="credits"):
        disturbed.collect()
    disturbed.collect()
    columns = "tweet_id, created_at, text, author_handle, author_id, like_count, retweet_count, hashtags, language"
    found = []
    for bench in (calm, disturbed):
        read_window(warehouse, bench.study, WINDOW)
        rejected = warehouse.rows_in(REJECTED_ROWS, WINDOW)
        rows = warehouse.connection.execute(f"select distinct {columns} from raw_tweets order by all").fetchall()
        found.append((rejected, rows))
    assert len(found[0][1]) == 2_050
    assert found[0] == found[1]
