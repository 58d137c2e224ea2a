"""What DuckDB does with files, locks, comments and connections, as far as decisions rest on it.

What belongs here: DuckDB alone, one behaviour a test, each with the decision that rests on it. What does not: our code.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

_OPENING = """
import sys, duckdb
for line in sys.stdin:
    kind, path = line.rstrip("\\n").split(" ", 1)
    try:
        duckdb.connect(path, read_only=kind == "reader").close()
        print("opened", flush=True)
    except duckdb.IOException as error:
        print(str(error).splitlines()[0], flush=True)
"""
_REFUSED = "IO Error: Could not set lock on file"


class OtherProcess:
    """Another process, which opens files and says what came of it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _OPENING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def opens(self, path: Path, kind: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{kind} {path}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="module")
def other() -> Iterator[OtherProcess]:
    started = OtherProcess()
    yield started
    started.process.communicate()


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def database(path: Path, statement: str = "create table t as select 1 as n") -> Path:
    """A file that was made by one statement and closed."""
    with duckdb.connect(str(path)) as made:
        made.execute(statement)
    return path


def test_a_file_that_is_written_opens_for_no_other_process_and_the_message_says_lock(
    tmp_path: Path, other: OtherProcess
) -> None:
    """Decision 1: these words tell a file in use, for which a run waits, from one that is damaged."""
    with duckdb.connect(str(tmp_path / "w.duckdb")):
        assert other.opens(tmp_path / "w.duckdb", "writer").startswith(_REFUSED)
        assert other.opens(tmp_path / "w.duckdb", "reader").startswith(_REFUSED)
    assert other.opens(tmp_path / "w.duckdb", "writer") == "opened"


def test_readers_share_a_file_and_keep_writers_out(tmp_path: Path, other: OtherProcess) -> None:
    """Decision 1: an analyst who reads the warehouse makes a run wait."""
    path = database(tmp_path / "w.duckdb")
    with duckdb.connect(str(path), read_only=True):
        assert other.opens(path, "reader") == "opened"
        assert other.opens(path, "writer").startswith(_REFUSED)


def test_closing_any_descriptor_of_an_open_file_lets_a_second_writer_in(tmp_path: Path, other: OtherProcess) -> None:
    """Decision 1: so nothing opens, hashes or copies the warehouse while it is open. A defect: it may be mended."""
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)):
        with path.open("rb"):
            pass
        assert other.opens(path, "writer") == "opened"


@pytest.mark.parametrize("place", [0, 4096, 8192, 12288], ids=["magic", "first head", "second head", "block"])
def test_a_damaged_file_is_an_io_exception_of_other_words(tmp_path: Path, place: int) -> None:
    """Decision 1: the class is that of a file in use, and "block" holds "lock"; nobody waits for a damaged file."""
    path = database(tmp_path / "w.duckdb", "create table t as select range as n, range || '!' as word from range(9000)")
    content = bytearray(path.read_bytes())
    content[place : place + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(duckdb.IOException) as raised, duckdb.connect(str(path)) as opened:
        opened.execute("select count(n), count(word) from t").fetchall()
    assert "Could not set lock" not in str(raised.value)


def test_a_connection_that_is_closed_leaves_no_log_beside_its_files(tmp_path: Path) -> None:
    """Decision 52: the warehouse that was written anew takes the old one's place with nothing beside it."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as opened:
        opened.execute(f"attach '{tmp_path / 'fresh.duckdb'}' as fresh")
        opened.execute("create table t as select 1 as n")
        opened.execute("create table fresh.t as select 1 as n")
        assert (tmp_path / "w.duckdb.wal").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh.duckdb", "w.duckdb"]


def test_a_log_of_another_file_makes_a_replaced_one_unreadable(tmp_path: Path) -> None:
    """Decision 52: hence files are closed before they are replaced."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as opened:
        opened.execute("create table t as select 1 as n")
        opened.execute("checkpoint")
        opened.execute("insert into t values (2)")
        log = (tmp_path / "w.duckdb.wal").read_bytes()
    database(tmp_path / "fresh.duckdb", "create table u as select 1 as n").replace(tmp_path / "w.duckdb")
    (tmp_path / "w.duckdb.wal").write_bytes(log)
    with pytest.raises(duckdb.Error), duckdb.connect(str(tmp_path / "w.duckdb")) as opened:
        opened.execute("from u").fetchall()


def test_deleted_rows_stay_in_the_file_and_are_not_copied(tmp_path: Path) -> None:
    """Decision 52: forgetting writes the warehouse anew by COPY FROM DATABASE."""
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as opened:
        opened.execute("create table t as select unnest(['a forgotten sentence', 'kept']) as text")
        opened.execute("checkpoint")
        opened.execute("delete from t where text <> 'kept'")
        opened.execute("checkpoint")
    assert b"a forgotten sentence" in path.read_bytes()
    with duckdb.connect(str(path)) as opened:
        opened.execute(f"attach '{tmp_path / 'fresh.duckdb'}' as fresh")
        opened.execute('copy from database "w" to fresh')
    assert b"a forgotten sentence" not in (tmp_path / "fresh.duckdb").read_bytes()
    with duckdb.connect(str(tmp_path / "fresh.duckdb")) as opened:
        assert opened.execute("from t").fetchall() == [("kept",)]


def comments(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str | None]:
    """Comments of tables, views and columns of a database."""
    return dict(
        connection.execute(
            "select table_name, comment from duckdb_tables() where database_name = $name union all"
            " select view_name, comment from duckdb_views() where database_name = $name and not internal union all"
            " select table_name || '.' || column_name, comment from duckdb_columns()"
            " where database_name = $name and not internal",
            {"name": name},
        ).fetchall()
    )


def test_rows_that_are_inserted_and_deleted_in_one_transaction_do_not_reach_the_file(tmp_path: Path) -> None:
    """Decision 54: what comes back in a later export is taken out in the transaction that reads it."""
    path, rows = tmp_path / "a.duckdb", 3 * 122_880  # rows of a group, which is written before the transaction ends
    for is_deleted in (True, False):
        with duckdb.connect(str(path)) as connection:
            connection.execute("pragma force_compression = 'uncompressed'")
            connection.execute("create or replace table texts (number bigint, text varchar)")
            connection.execute("begin transaction")
            connection.execute(
                f"insert into texts select range, case when range % {rows // 7} = 9 then 'taken back ' || range"
                f" else 'kept ' || range end from range({rows})"
            )
            if is_deleted:
                connection.execute("delete from texts where text like 'taken back%'")
            connection.execute("commit")
        assert (b"taken back" in path.read_bytes()) is not is_deleted


def test_comments_stay_when_tables_change_and_go_with_every_copy(tmp_path: Path) -> None:
    """Decision 62: the copy says what its columns are; decision 10: a changed column keeps what is said of it."""
    said = {"t": "rows", "t.a": "first", "t.b": "second", "v": "a view", "v.a": "shown"}
    with duckdb.connect(str(tmp_path / "w.duckdb")) as opened:
        opened.execute("create table t (a varchar, b varchar[], gone bigint)")
        opened.execute("create view v as select a from t")
        for name, comment in said.items():
            kind = "column" if "." in name else "view" if name == "v" else "table"
            opened.execute(f"comment on {kind} {name} is '{comment}'")
        opened.execute("alter table t alter b type varchar using array_to_string(b, ' ')")
        opened.execute("alter table t drop column gone")
        opened.execute("alter table t add column c double")
        assert comments(opened, "w") == {**said, "t.c": None}
        opened.execute(f"attach '{tmp_path / 'fresh.duckdb'}' as fresh")
        opened.execute("copy from database w to fresh")
        assert comments(opened, "fresh") == {**said, "t.c": None}
    with duckdb.connect(str(tmp_path / "fresh.duckdb"), read_only=True) as opened:
        assert comments(opened, "fresh") == {**said, "t.c": None}


@pytest.mark.parametrize("statement", ["comment on table t is $text", "attach $text as fresh"])
def test_comment_and_attach_take_no_bound_parameter(
    connection: duckdb.DuckDBPyConnection, statement: str, tmp_path: Path
) -> None:
    """Decision 62: their texts are quoted by ``literal``, which can go when this is mended."""
    connection.execute("create table t (n bigint)")
    with pytest.raises(duckdb.ParserException):
        connection.execute(statement, {"text": str(tmp_path / "fresh.duckdb")})


def test_copy_and_set_take_bound_parameters(tmp_path: Path) -> None:
    """Decision 62: paths of Parquet files are bound, in a file that is only read too; decision 1: so is the memory."""
    with duckdb.connect(str(database(tmp_path / "w.duckdb")), read_only=True) as opened:
        target = tmp_path / "it's here.parquet"
        opened.execute("copy t to $file (format parquet, compression zstd)", {"file": str(target)})
        assert opened.execute("from read_parquet($file)", {"file": str(target)}).fetchall() == [(1,)]
        opened.execute("set memory_limit = $limit", {"limit": "800MB"})
        assert opened.execute("select current_setting('memory_limit')").fetchall() == [("762.9 MiB",)]


def test_a_detached_file_can_be_opened_by_others_and_read_only_by_this_process(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, other: OtherProcess
) -> None:
    """Decision 62: the copy is filled attached to the warehouse's connection, and then looked at as readers see it."""
    path = database(tmp_path / "copy.duckdb")
    connection.execute(f"attach '{path}' as published")
    assert other.opens(path, "reader").startswith(_REFUSED)
    connection.execute("detach published")
    assert other.opens(path, "writer") == "opened"
    duckdb.connect(str(path), read_only=True).close()


def test_the_storage_version_that_is_asked_for_is_written(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """Decision 62: 64 is the format of DuckDB 1.0, which every program of the 1 series opens."""
    path = tmp_path / "copy.duckdb"
    connection.execute(f"attach '{path}' as published (storage_version 'v1.0.0')")
    connection.execute("create table published.main.t as select ['a'] as words")
    connection.execute("detach published")
    head = path.read_bytes()[:20]
    assert (head[8:12], int.from_bytes(head[12:20], "little")) == (b"DUCK", 64)


def test_of_a_replaced_file_a_process_that_has_it_open_gets_the_old_one_until_it_is_closed(tmp_path: Path) -> None:
    """Decision 62: docs/analysts.md says so; under the file's other name the new one is found at once."""
    path = database(tmp_path / "copy.duckdb")
    fresh = database(tmp_path / "fresh.duckdb", "create table t as select 2 as n")
    (tmp_path / "second.duckdb").hardlink_to(fresh)
    with duckdb.connect(str(path), read_only=True) as old:
        (tmp_path / "second.duckdb").replace(path)
        with duckdb.connect(str(path), read_only=True) as again, duckdb.connect(str(fresh), read_only=True) as new:
            found = [one.execute("from t").fetchall() for one in (old, again, new)]
    assert found == [[(1,)], [(1,)], [(2,)]]
    with duckdb.connect(str(path), read_only=True) as new:
        assert new.execute("from t").fetchall() == [(2,)]


def test_what_is_only_read_takes_temporary_tables_and_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    """Decisions 50 and 52: handles and ids that are looked for stand in a temporary table."""
    path = database(tmp_path / "copy.duckdb")
    before = path.read_bytes()
    with duckdb.connect(str(path), read_only=True) as opened:
        opened.execute("create temp table asked (n bigint)")
        opened.executemany("insert into asked values (?)", [[1], [2]])
        assert opened.execute("select count(*) from t semi join asked using (n)").fetchall() == [(1,)]
        assert [row[0] for row in opened.execute("select table_name from duckdb_tables() where temporary").fetchall()]
    assert (path.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (before, ["copy.duckdb"])


def test_a_cursor_reads_what_was_committed_when_it_began_while_rows_are_replaced(tmp_path: Path) -> None:
    """Decision 1: tweets are read part by part while scores of them are written."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as writing:
        writing.execute("create table t as select range as n from range(300000)")
        writing.execute("create temp table waiting as select 1 as n")
        with writing.cursor() as reading:
            parts = reading.execute("from t").to_arrow_reader(10_000)
            read = parts.read_next_batch().num_rows
            writing.execute("begin transaction")
            writing.execute("delete from t")
            writing.execute("insert into t from waiting")
            writing.execute("commit")
            assert read + sum(part.num_rows for part in parts) == 300_000
            with pytest.raises(duckdb.CatalogException):
                reading.execute("from waiting")
        assert writing.execute("from t").fetchall() == [(1,)]


def test_a_view_in_a_database_in_memory_is_seen_by_every_cursor(tmp_path: Path) -> None:
    """Decision 67: rows that are masked anew are read through such views, by cursors too; a temporary one they miss."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute("create table t as select 1 as n union all select 2")
        connection.execute("attach ':memory:' as source")
        connection.execute("create view source.main.t as from w.main.t where n = 2")
        connection.execute("create temp view temporary as from t")
        with connection.cursor() as cursor:
            assert cursor.execute("from source.main.t").fetchall() == [(2,)]
            with pytest.raises(duckdb.CatalogException):
                cursor.execute("from temporary")
        connection.execute("detach source")


def test_rows_are_inserted_by_name_and_a_name_that_the_table_lacks_is_an_error(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Decision 1: against inserting by position, as dagster-duckdb does."""
    connection.execute("create table t (a bigint, b varchar)")
    connection.execute("insert into t by name with found as (select 'x' as b) select b from found")
    connection.register("rows", pa.table({"b": ["y"], "a": [2]}))
    connection.execute("insert into t by name from rows")
    assert connection.execute("from t").fetchall() == [(None, "x"), (2, "y")]
    connection.register("rows", pa.table({"a": [3], "c": ["z"]}))
    with pytest.raises(duckdb.BinderException):
        connection.execute("insert into t by name from rows")


def test_rows_come_back_in_the_order_in_which_they_were_stored(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 64: tables of codes are written in the order of the codebook, which only their filling knows."""
    connection.execute("create table t (w varchar, n bigint)")
    for window in ("a", "b", "a"):
        connection.execute(f"delete from t where w = '{window}'")
        connection.execute(f"insert into t select '{window}', range as n from range(3000) order by n desc")
    found = connection.execute("select n from t where w = 'a' order by rowid").fetchall()
    assert [n for (n,) in found] == list(range(2999, -1, -1))


def test_bytes_are_hashed_lists_are_joined_and_rows_hash_alike_from_a_file(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 50: pseudonyms are made so, lists of names find theirs so, and Parquet is held against its table so."""
    secret = bytes(range(256))
    hashed = connection.execute("select sha256(cast($1 as blob) || unhex(sha256('x')))", [secret]).fetchall()
    inner = hashlib.sha256(b"x").digest()
    assert hashed == [(hashlib.sha256(secret + inner).hexdigest(),)]
    connection.execute("create table t as from (values (1, ['a', null], 'x'), (2, ['a'], null)) as v(n, l, w)")
    joined = "select t.n from t inner join (select ['a', null] as other) as o on o.other = t.l"
    assert connection.execute(joined).fetchall() == [(1,)]
    file = str(tmp_path / "t.parquet")
    connection.execute(f"copy t to '{file}' (format parquet)")
    summed = "select count(*), bit_xor(hash(rows)) from {} as rows"
    assert (
        connection.execute(summed.format("t")).fetchall()
        == connection.execute(summed.format(f"read_parquet('{file}')")).fetchall()
        != connection.execute(summed.format("(select n, l, 'y' as w from t)")).fetchall()
    )


def test_types_are_described_as_they_are_declared(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 10: a warehouse of an older version is compared with the declarations by these names."""
    declared = ["VARCHAR", "VARCHAR[]", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "DATE"]
    columns = ", ".join(f"c{place} {kind}" for place, kind in enumerate(declared))
    connection.execute(f"create table t ({columns})")
    assert [row[1] for row in connection.execute("describe t").fetchall()] == declared


def test_time_zones_json_and_parquet_are_part_of_the_wheel(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: times are read by ICU; nothing is downloaded for it."""
    linked_in = connection.execute(
        "select extension_name from duckdb_extensions() where install_mode = 'STATICALLY_LINKED' and loaded"
    ).fetchall()
    assert {"icu", "json", "parquet"} <= {name for (name,) in linked_in}


def test_blocks_that_are_kept_are_those_of_one_database_instance_and_hold_what_is_in_memory() -> None:
    """Decision 236: rows in memory lie in them, and are not asked for again. They never get fewer."""
    with duckdb.connect() as connection, duckdb.connect() as other:
        connection.execute("set global block_allocator_memory = '64MiB'; create table t as from range(1_000_000)")
        assert connection.execute("select current_setting('block_allocator_memory')").fetchall() == [("64.0 MiB",)]
        assert other.execute("select current_setting('block_allocator_memory')").fetchall() == [("0 bytes",)]
        with pytest.raises(duckdb.InvalidInputException, match="cannot be reduced"):
            connection.execute("set global block_allocator_memory = '32MiB'")
        assert connection.execute("select count(*), max(range) from t").fetchall() == [(1_000_000, 999_999)]
