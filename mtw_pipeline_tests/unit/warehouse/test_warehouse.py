"""The warehouse: declared columns, replaced windows, one writer, kills, memory, and how rows lie in its file."""

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, cast

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse import opening
from mtw_pipeline.warehouse.connection import Parameters, Warehouse
from mtw_pipeline.warehouse.memory import (
    bound_as_one_of_many,
    bound_memory,
    held_bytes,
    is_short,
    memory_limit,
    shared_between,
)
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.coding import SAMPLE
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.tweets import TWEET_HASHTAGS, TWEETS
from mtw_pipeline_tests.kills import kills

if TYPE_CHECKING:
    from mtw_pipeline.warehouse.engine import Engine

WINDOW = CollectionWindow.between("2021-01-01", "2021-01-31")
OTHER = CollectionWindow.between("2021-02-01", "2021-02-28")
PATIENCE = 60
TEN_LOOKS = 0.1
"""Seconds in which whoever waits looks ten times, where the time between them is set to a hundredth."""


def sampled(window: CollectionWindow, *ids: str) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"frame_md5": "0" * 32, "seed": 1, "tweet_id": one, "draw_order": order, "frame_size": 9}
            | {"collection_window": window.key}
            for order, one in enumerate(ids, start=1)
        ]
    )


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with open_warehouse(tmp_path_factory.mktemp("file") / "warehouse.duckdb", "a test") as opened:
        yield opened


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_real_columns_and_comments_are_the_declared_ones(in_a_file: Warehouse, table: Table) -> None:
    real = in_a_file.connection.execute(
        "select column_name, data_type, comment from duckdb_columns() where table_name = $name order by column_index",
        {"name": table.name},
    ).fetchall()
    assert [(name, kind) for name, kind, _ in real] == [(one.name, str(one.type)) for one in table.columns]
    assert all(column.meaning in comment for column, (_, _, comment) in zip(table.columns, real, strict=True))


def test_replacing_a_window_leaves_the_others_alone(warehouse: Warehouse) -> None:
    warehouse.replace_window(SAMPLE, WINDOW, sampled(WINDOW, "1", "2"))
    warehouse.replace_window(SAMPLE, OTHER, sampled(OTHER, "3"))
    assert warehouse.replace_window(SAMPLE, WINDOW, sampled(WINDOW, "4")) == 1
    ids = warehouse.connection.execute("select tweet_id from sample order by tweet_id").fetchall()
    assert ids == [("3",), ("4",)]


def test_a_failed_replacement_keeps_the_rows_that_were_there(warehouse: Warehouse) -> None:
    warehouse.replace_window(SAMPLE, WINDOW, sampled(WINDOW, "1"))
    with pytest.raises(duckdb.Error):
        warehouse.replace_window(SAMPLE, WINDOW, pa.table({"no_such_column": [1]}))
    assert warehouse.rows_in(SAMPLE, WINDOW) == 1


def store_a_good_and_a_bad_part(warehouse: Warehouse) -> None:
    with warehouse.window_in_parts(SAMPLE, WINDOW) as parts:
        parts.add(sampled(WINDOW, "7"))
        parts.add(pa.table({"no_such_column": [1]}))


def test_parts_take_the_place_of_a_window_once_all_are_given(warehouse: Warehouse) -> None:
    warehouse.replace_window(SAMPLE, WINDOW, sampled(WINDOW, "1", "2"))
    warehouse.replace_window(SAMPLE, OTHER, sampled(OTHER, "3"))
    with warehouse.window_in_parts(SAMPLE, WINDOW) as parts:
        parts.add(sampled(WINDOW, "4"))
        assert warehouse.rows_in(SAMPLE, WINDOW) == 2
        mark = parts.mark()
        parts.add(sampled(WINDOW, "8", "9"))
        parts.back_to(mark)
        parts.add(sampled(WINDOW, "5", "6"))
    ids = warehouse.connection.execute("select tweet_id from sample order by tweet_id").fetchall()
    assert ids == [("3",), ("4",), ("5",), ("6",)]
    with pytest.raises(duckdb.Error):
        store_a_good_and_a_bad_part(warehouse)
    assert warehouse.rows_in(SAMPLE, WINDOW) == 3
    with warehouse.window_in_parts(SAMPLE, WINDOW):
        pass
    assert warehouse.rows_in(SAMPLE, WINDOW) == 0


def test_rows_are_read_part_by_part_while_others_are_written(warehouse: Warehouse) -> None:
    tweets = [{"collection_window": WINDOW.key, "tweet_id": f"{number:06d}", "text": "x"} for number in range(5_000)]
    rows = [{**dict.fromkeys(TWEETS.column_names), **one, "is_retweet": False} for one in tweets]
    warehouse.replace_window(TWEETS, WINDOW, pa.Table.from_pylist(rows, schema=arrow_rows(TWEETS, []).schema))
    found: list[str] = []
    asked = {"collection_window": WINDOW.key, "drop_retweets": False, "dropped_hashtags": None}
    for part in warehouse.read("text/tweet_texts", asked, 2_048):
        warehouse.replace_window(SAMPLE, WINDOW, sampled(WINDOW, str(len(found) + 1)))
        found += part.column("tweet_id").to_pylist()
        assert part.num_rows <= 2_048
    assert found == [one["tweet_id"] for one in tweets]


def test_a_table_of_an_older_version_gets_the_declared_columns_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as old:
        old.execute("create table sample (collection_window varchar, tweet_id varchar, draw_order varchar, gone int)")
        old.execute("insert into sample values ('k', '1', '5', 0)")
        old.execute("create table tweet_tokens (collection_window varchar, tweet_id varchar, tokens varchar[])")
        old.execute("insert into tweet_tokens values ('k', '1', ['a', '#b']), ('k', '2', null)")
        for name in ("raw_tweets", "tweets"):
            old.execute(f"create table {name} (collection_window varchar, tweet_id varchar)")
            old.execute(f"insert into {name} values ('k', '1')")
    with open_warehouse(path, "a test") as warehouse:
        platforms = warehouse.connection.execute(
            "select platform from raw_tweets union all select platform from tweets"
        ).fetchall()
        names = [row[0] for row in warehouse.connection.execute("describe sample").fetchall()]
        assert set(names) == set(SAMPLE.column_names)
        rows = warehouse.connection.execute("select tweet_id, draw_order, seed from sample").fetchall()
        tokens = warehouse.connection.execute("select tweet_id, tokens from tweet_tokens order by all").fetchall()
    assert rows == [("1", 5, None)]
    assert tokens == [("1", "a #b"), ("2", None)]
    assert platforms == [("x",), ("x",)], "all that was read before there were platforms"


def test_a_second_writer_waits_and_says_for_what(
    tmp_path: Path, said: Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline.warehouse.locks.LOOK_AGAIN_SECONDS", 0.01)
    path = tmp_path / "w.duckdb"
    second_is_in = threading.Event()

    def second() -> None:
        with open_warehouse(path, "the second run"):
            second_is_in.set()

    with open_warehouse(path, "run 1a2b3c4d of a window"):
        thread = threading.Thread(target=second)
        thread.start()
        assert said.get(timeout=PATIENCE).startswith("waiting for run 1a2b3c4d of a window")
        assert not second_is_in.wait(TEN_LOOKS)
    thread.join(PATIENCE)
    assert second_is_in.is_set()


def test_a_reader_with_the_file_open_is_waited_for_too(
    tmp_path: Path, said: Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline.warehouse.opening.LOOK_AGAIN_SECONDS", 0.01)
    path = tmp_path / "w.duckdb"
    with open_warehouse(path, "a test"):
        pass
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; c = duckdb.connect({str(path)!r}, read_only=True); print(1, flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    entered = threading.Event()

    def writer() -> None:
        with open_warehouse(path, "a run"):
            entered.set()

    thread = threading.Thread(target=writer)
    thread.start()
    assert said.get(timeout=PATIENCE).startswith("waiting for another program that has w.duckdb open")
    assert not entered.wait(TEN_LOOKS)
    reader.communicate(b"\n")
    thread.join(PATIENCE)
    assert entered.is_set()


def test_a_killed_writer_leaves_no_lock_and_no_half_window(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    program = (
        "import os\nfrom pathlib import Path\nfrom mtw_pipeline.warehouse.opening import open_warehouse\n"
        f"with open_warehouse(Path({str(path)!r}), 'a run') as w:\n"
        "    c = w.connection\n"
        "    c.execute(\"insert into sample (collection_window, tweet_id) values ('k', 'whole')\")\n"
        "    c.execute('begin transaction')\n"
        "    c.execute(\"insert into sample (collection_window, tweet_id) values ('k', 'half')\")\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    with open_warehouse(path, "the next run") as warehouse:
        assert warehouse.connection.execute("select tweet_id from sample").fetchall() == [("whole",)]


def test_a_warehouse_is_made_whole_whatever_a_kill_left(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    struck = 0
    for kill in kills(tmp_path):
        with kill, open_warehouse(path, "a test"):
            pass
        struck += kill.struck
        if not kill.struck:
            break
        with open_warehouse(path, "a test") as opened:
            assert opened.rows_in(TWEETS, WINDOW) == 0
        path.unlink()
    assert struck > 3


def test_a_log_of_a_deleted_warehouse_and_half_a_new_one_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.with_name("warehouse.duckdb.wal").write_bytes(b"of another file")
    part_of(path).write_bytes(b"half a header")
    with open_warehouse(path, "a test") as opened:
        assert opened.rows_in(TWEETS, WINDOW) == 0


def test_nothing_opens_it_before_forgetting_is_finished(tmp_path: Path) -> None:
    (tmp_path / "forgotten.json").write_text('{"is_unfinished": true}', encoding="utf-8")
    with pytest.raises(UserError, match="Forgetting was stopped"), open_warehouse(tmp_path / "w.duckdb", "a test"):
        pass


@pytest.mark.parametrize(
    ("default", "limit"), [("18.8 GiB", "4.70GiB"), ("794.1 MiB", "198.53MiB"), ("1.2 TiB", "0.30TiB")]
)
def test_the_memory_follows_the_machine(default: str, limit: str, connection: duckdb.DuckDBPyConnection) -> None:
    assert memory_limit(default) == limit
    connection.execute("set memory_limit = $limit", {"limit": limit})


def test_an_open_warehouse_may_hold_a_quarter_of_what_duckdb_would(
    study: Study, connection: duckdb.DuckDBPyConnection
) -> None:
    asked = "select current_setting('memory_limit')"
    [(by_itself,)] = connection.execute(asked).fetchall()
    with open_warehouse(study.warehouse, "a test") as warehouse:
        [(held,)] = warehouse.connection.execute(asked).fetchall()
    sizes = {"MiB": 1, "GiB": 1024, "TiB": 1024 * 1024}
    of_itself, of_ours = (float(number) * sizes[unit] for number, unit in (by_itself.split(), held.split()))
    assert of_ours == pytest.approx(of_itself / 4, rel=0.05), "as DuckDB rounds them"


@pytest.mark.parametrize(("by_itself", "kept"), [("8GiB", "512.0 MiB"), ("1GiB", "0 bytes")])
def test_blocks_are_kept_where_memory_is_not_short(by_itself: str, kept: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = $limit", {"limit": by_itself})
        bound_memory(connection)
        assert connection.execute("select current_setting('block_allocator_memory')").fetchall() == [(kept,)]


def test_what_an_open_warehouse_writes_is_compressed_in_no_dear_way(study: Study) -> None:
    """DuckDB by itself takes the dear ways for such values."""
    made = (
        "create table {}.some as select 'a longer text that is number ' || hash(i) as text, i / 10 as number"
        " from range(20_000) as numbers(i)"
    )
    asked = (
        "select distinct compression from pragma_storage_info('{}.some') where segment_type in ('VARCHAR', 'DOUBLE')"
    )
    dear = {"FSST", "ALP", "ALPRD"}
    ways = {}
    with open_warehouse(study.warehouse, "a test") as warehouse, duckdb.connect() as other:
        other.execute(f"attach '{study.root / 'other.duckdb'}' as other (storage_version 'v1.0.0')")
        for connection, name in ((warehouse.connection, "warehouse.main"), (other, "other.main")):
            connection.execute(made.format(name))
            connection.execute(f"checkpoint {name.removesuffix('.main')}")
            ways[name] = {way for (way,) in connection.execute(asked.format(name)).fetchall()}
    assert not ways["warehouse.main"] & dear
    assert ways["other.main"] & dear == {"FSST", "ALP"}


def test_as_many_as_there_are_cores_hold_half_of_what_one_would() -> None:
    """Or a gigabyte each; whatever was said before. DuckDB knows the limits of a container, which psutil does not."""
    with duckdb.connect() as connection:
        connection.execute("reset threads")
        [(cores,)] = connection.execute("select current_setting('threads')").fetchall()
        expected = max(2**30, held_bytes(connection) / 2 / cores)
        connection.execute("set memory_limit = '100MB'; set threads = 7")
        bound_as_one_of_many(connection)
        assert held_bytes(connection) == pytest.approx(expected, rel=0.05), "as DuckDB rounds them"
        assert connection.execute("select current_setting('threads')").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("held", "each", "is_little"),
    [("300MiB", 300, True), ("600MiB", 512, True), ("1600MiB", 800, False)],
    ids=["little", "some", "much"],
)
def test_two_databases_hold_what_one_may_and_never_too_little(held: str, each: int, is_little: bool) -> None:
    """Where both together hold more than the one may, nothing else is done beside."""
    with duckdb.connect() as one, duckdb.connect() as other:
        one.execute("set memory_limit = $held", {"held": held})
        alone = held_bytes(one)
        with shared_between(one, other):
            assert is_short(one) == is_little
            assert [held_bytes(database) for database in (one, other)] == pytest.approx([each * 2**20] * 2, rel=0.05)
        assert held_bytes(one) == alone


def test_a_statement_that_several_threads_have_no_memory_for_is_run_by_one_with_twice_as_much(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[tuple[int, float]] = []
    insert = Warehouse.insert_query

    def asked(connection: duckdb.DuckDBPyConnection) -> tuple[int, float]:
        [(threads,)] = connection.execute("select current_setting('threads')").fetchall()
        return threads, held_bytes(connection)

    def limited(self: Warehouse, table: Table, statement: str, parameters: Parameters) -> None:
        used.append(asked(self.connection))
        insert(self, table, statement, parameters)
        if used[-1][0] > 1:
            raise duckdb.OutOfMemoryException

    monkeypatch.setattr(Warehouse, "insert_query", limited)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        warehouse.connection.execute("set threads = 3; set memory_limit = '400MiB'")
        before = asked(warehouse.connection)
        warehouse.replace_window(TWEET_HASHTAGS, WINDOW)
        assert asked(warehouse.connection) == before
    assert used == [(3, before[1]), (1, pytest.approx(2 * before[1], rel=0.01))]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def test_rows_lie_in_groups_small_enough_for_all_processors_and_nothing_waits_beside_the_closed_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path, "a test") as warehouse:
        warehouse.connection.execute(
            "insert into sample (collection_window, tweet_id) select 'a', range::varchar from range(40_000)"
        )
        warehouse.connection.execute("checkpoint")
        [(groups,)] = warehouse.connection.execute(
            "select count(distinct row_group_id) from pragma_storage_info('sample')"
        ).fetchall()
        [(folder,)] = warehouse.connection.execute("select current_setting('temp_directory')").fetchall()
        with warehouse.cursor() as beside:
            assert beside.execute("select count(*) from sample").fetchall() == [(40_000,)]
    assert groups == 3
    assert Path(folder).parent == tmp_path
    assert [one.name for one in tmp_path.iterdir() if one.suffix in {".duckdb", ".wal", ".tmp"}] == [path.name]


def _groups(connection: duckdb.DuckDBPyConnection, table: str) -> set[tuple[int, int]]:
    """Where the groups of a table's rows lie in the file, each by its first column."""
    return set(
        connection.execute(
            "select block_id, block_offset from pragma_storage_info($table)"
            " where column_id = 0 and segment_type <> 'VALIDITY'",
            {"table": table},
        ).fetchall()
    )


@pytest.mark.parametrize("rows", [3_000, 5_000, 20_000])  # 20,000 are a group of 16,384, and one of few
def test_a_window_is_written_as_groups_of_its_own_and_no_other_is_until_there_are_many_of_few_rows(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_MANY_GROUPS", 2)
    path, written = tmp_path / "warehouse.duckdb", []
    for number in range(5):
        with open_warehouse(path, "a test") as warehouse:
            for table in ("tweets", "sample"):
                warehouse.connection.execute(
                    f"insert into {table} (collection_window) select 'w{number}' from range({rows})"
                )
            warehouse.connection.execute("checkpoint")
            written.append(_groups(warehouse.connection, "sample"))
    assert [one < other for one, other in pairwise(written[:4])] == [True] * 3
    assert (written[3] < written[4]) is (rows != 3_000)
    assert len(written[4]) == {3_000: 1, 5_000: 5, 20_000: 10}[rows]


def test_many_windows_of_few_rows_take_no_block_of_each_table_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the table held before: a first window is as large as all others together."""
    monkeypatch.setattr(opening, "_MANY_GROUPS", 2)
    path = tmp_path / "warehouse.duckdb"
    for number, rows in enumerate([20_000, *[10] * 12]):
        with open_warehouse(path, "a test") as warehouse:
            warehouse.connection.execute(
                f"insert into tweets (collection_window) select 'w{number}' from range({rows})"
            )
            warehouse.connection.execute("checkpoint")
            assert len(_groups(warehouse.connection, "tweets")) <= 2 + 3


def test_rows_of_an_engine_are_let_go_with_their_cursor(warehouse: Warehouse) -> None:
    kept: list[weakref.ref[pa.Table]] = []

    class Answering:
        """An engine that answers one statement."""

        def answers(self, _statement: str) -> bool:
            return True

        def found(self, *_: object) -> pa.Table:
            rows = pa.table({"number": [1, 2]})
            kept.append(weakref.ref(rows))
            return rows

    warehouse.engine = cast("Engine", Answering())
    found = warehouse.query("network/large/tweets_of_posters")
    again = warehouse.query("network/large/tweets_of_posters")
    assert (found.fetchall(), again.fetchall()) == ([(1,), (2,)], [(1,), (2,)])
    del found, again
    gc.collect()
    assert [one() for one in kept] == [None, None]
    assert warehouse.connection.execute("from duckdb_views() where not internal").fetchall() == []
