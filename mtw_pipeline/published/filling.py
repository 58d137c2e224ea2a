"""The database of a copy, made of its parts: study.duckdb, and the row that says where it comes from.

What belongs here: which parts are added to the database before and when all is written anew, and filling tables while
parts are written. What does not: the parts (parts/files.py), and where the database goes (publishing.py).
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.parts.files import EMPTY, write_file
from mtw_pipeline.published.parts.planning import Plan
from mtw_pipeline.published.parts.touched import Windows
from mtw_pipeline.published.provenance import PROVENANCE
from mtw_pipeline.published.views import views
from mtw_pipeline.study.published_versions import DATABASE, PARQUET
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import comments_on, creating, literal
from mtw_pipeline.warehouse.empty_database import lay_out
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.text import BIGRAM_FREQUENCIES, WORD_FREQUENCIES

STORAGE_VERSION = "v1.0.0"
"""The file format that DuckDB 1.0 had. Seen to be read by 1.1 to 1.5; 1.0 fails on list columns without any element."""
_BEFORE = "published_before"
_ROWS_OF_A_COMMIT = 100_000
"""Rows of a table that is committed by itself, so that it is compressed while the next is copied. Smaller ones go into
one transaction: each by itself would be written into a log first, and from there into the file.
"""


def filled_database(
    warehouse: Warehouse,
    plan: Plan,
    written: Iterable[tuple[Table, Windows]],
    making: Path,
    facts: Callable[[], dict[str, object]],
    *,
    identify: bool,
) -> tuple[dict[str, int], dict[str, Windows]]:
    """Make the database from the parts, each table while the parts of the next are written.

    Where parts are only added to the copy before, they are added to a copy of its database. Where any is made anew or
    went, or the title names somebody whom the study met since, the whole file is written anew: what is deleted from a
    file of DuckDB stays in its bytes. Rows of parts that stay come from the database before then, which holds what
    their files hold and is read faster.

    Returns:
        The rows of each table, and by table the windows whose parts are other than they were.
    """
    is_grown = _is_grown(plan) and _is_titled_so(plan, str(facts()["study"]))
    if is_grown and plan.reused is not None:
        shutil.copyfile(plan.reused / DATABASE, making / DATABASE)
    connection = warehouse.connection
    connection.execute(f"attach {literal(str(making / DATABASE))} as published (storage_version '{STORAGE_VERSION}')")
    try:
        changed, filled = {}, {}
        with _database_before(connection, plan), warehouse.cursor() as filling, ThreadPoolExecutor(1) as pool:
            filling.execute("use published")
            if not is_grown:
                lay_out_copy(filling, identify=identify)
            filling.execute("begin transaction")
            tables, committed = len(published_tables(identify=identify)), None
            for table, windows in written:
                changed[table] = windows
                folder = making / PARQUET / table.name
                kept = frozenset(plan.contents[table.name].keys() - windows) if plan.reused else frozenset()
                files = sorted(path for path in folder.iterdir() if path.stem not in {*kept, EMPTY})
                filled[table] = pool.submit(_fill_table, filling, table.name, files, kept, is_grown=is_grown)
                if len(filled) == tables - 1 and not is_grown:
                    committed = pool.submit(_commit, filling, list(filled.values()))
            rows = {table.name: found.result() for table, found in filled.items()}
            if committed is not None:
                committed.result()
            _fill_provenance(filling, {**facts(), **_left_out(plan, rows)})
            filling.execute("; ".join(comments_on(PROVENANCE)))
            filling.execute("commit")
            filling.execute("checkpoint")  # the file is then complete and never written again
    finally:
        connection.execute("detach published")
    return rows, {table.name: windows for table, windows in changed.items()}


@contextmanager
def _database_before(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Iterator[None]:
    """The database of the copy before, as long as the block runs."""
    if plan.reused is None:
        yield
        return
    connection.execute(f"attach {literal(str(plan.reused / DATABASE))} as {_BEFORE} (read_only)")
    try:
        yield
    finally:
        connection.execute(f"detach {_BEFORE}")


def _fill_table(
    connection: duckdb.DuckDBPyConnection, name: str, files: list[Path], kept: Windows, *, is_grown: bool
) -> int:
    """Fill a table of the database from parts and what the one before holds, or add parts to it; returns its rows.

    Args:
        connection: where both databases are attached.
        name: of the table.
        files: the parts that are other than they were.
        kept: the windows whose rows stand in the database before.
        is_grown: whether they stand in the new one already.
    """
    if not (files or kept):
        return 0
    sources = [f"from read_parquet([{', '.join(literal(str(file)) for file in files)}])"] if files else []
    if kept and not is_grown:
        windows = ", ".join(map(literal, sorted(kept)))
        sources.insert(0, f"from {_BEFORE}.{name} where collection_window in ({windows})")
    if sources:
        connection.execute(f"insert into {name} by name {' union all '.join(sources)}")
    [(rows,)] = connection.execute(f"select count(*) from {name}").fetchall()
    if rows >= _ROWS_OF_A_COMMIT and not is_grown:
        connection.execute("commit; begin transaction")
    return int(rows)


def _commit(connection: duckdb.DuckDBPyConnection, filled: Sequence[Future[int]]) -> None:
    """Commit what was filled, where that is much: it is compressed while the parts of the last table are written."""
    if sum(rows.result() for rows in filled) >= _ROWS_OF_A_COMMIT:
        connection.execute("commit; begin transaction")


def _is_grown(plan: Plan) -> bool:
    """Whether all parts of the copy before stand in the new one as they were, which is told before any is made."""
    if plan.reused is None:
        return False
    for table, windows in plan.contents.items():
        then = {path.stem for path in (plan.reused / PARQUET / table).glob("*.parquet")} - {EMPTY}
        if then & (plan.stale[table] | plan.touched.get(table, frozenset())) or then - windows.keys():
            return False
    return True


def _is_titled_so(plan: Plan, title: str) -> bool:
    """Whether the copy before shows the study's title as the new one does."""
    if plan.reused is None:
        return False
    with duckdb.connect(str(plan.reused / DATABASE), read_only=True) as before:
        return before.execute(f"select study from {PROVENANCE.name}").fetchall() == [(title,)]


def lay_out_copy(connection: duckdb.DuckDBPyConnection, *, identify: bool) -> None:
    """Make the tables of a copy, its views, and what is said of both, in an empty database."""
    tables = published_tables(identify=identify)
    said = [one for table in tables for one in (creating(table), *comments_on(table))]
    statements = said + [statement for view in views() for statement in view.ddl()]
    lay_out(connection, "identified_copy" if identify else "copy", statements)


def _left_out(plan: Plan, rows: Mapping[str, int]) -> dict[str, object]:
    """How many words and pairs of words of the warehouse the copy has no row of."""
    counted = {"words_left_out": WORD_FREQUENCIES.name, "pairs_left_out": BIGRAM_FREQUENCIES.name}
    return {
        name: sum(int(content.partition(" ")[0]) for content in plan.contents[table].values()) - rows[table]
        for name, table in counted.items()
    }


def _fill_provenance(connection: duckdb.DuckDBPyConnection, facts: dict[str, object]) -> None:
    columns = ", ".join(f"{column.name} {column.type}" for column in PROVENANCE.columns)
    connection.execute(f"create or replace table {PROVENANCE.name} ({columns})")
    places = ", ".join(f"${column.name}" for column in PROVENANCE.columns)
    connection.execute(f"insert into {PROVENANCE.name} values ({places})", facts)


def write_provenance(making: Path) -> None:
    """Write the row that says where a copy comes from among its Parquet files."""
    with duckdb.connect(str(making / DATABASE), read_only=True) as connection:
        write_file(connection, f"from {PROVENANCE.name}", making / PARQUET / f"{PROVENANCE.name}.parquet")
