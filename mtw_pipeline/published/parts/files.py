"""The parts of a copy as Parquet files: made anew, patched where some of their rows are, or those of the copy before.

What belongs here: writing files, and telling which are other than they were. What does not: what has to be made anew
(planning.py, touched.py), what becomes of a row (copying.py), the database (publishing.py).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path

import duckdb

from mtw_pipeline.activity import so_far
from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.copying import SOURCE, copying_stages, copying_statement
from mtw_pipeline.published.left_out import LeftOut
from mtw_pipeline.published.maps import Maps, in_order_of_work
from mtw_pipeline.published.parts.planning import Plan, content_of
from mtw_pipeline.published.parts.shares import Share
from mtw_pipeline.published.parts.touched import Windows, rows_of, touched_in_copy
from mtw_pipeline.study.published_versions import PARQUET, second_name
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.memory import is_short
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS

EMPTY = "empty"
"""The name of the one Parquet file of a table without rows, which says what columns it has."""

_FEW_JOINS = 3
"""Columns of a share that are joined with their maps at once where memory is short: else all of them are."""


@dataclass(frozen=True)
class PartFiles:
    """Writes the parts of a copy.

    Args:
        connection: where the rows to be copied, and the maps, are seen.
        plan: what has to be made anew.
        folder: the folder of the Parquet files.
        identify: whether people stand in the copy by name.
        shares: the rows that are copied at a time.
        sitting: everything in place that copies a share, as long as the block runs.
        waiting: the database and schema in which the rows of shares wait for the last.
    """

    connection: duckdb.DuckDBPyConnection
    plan: Plan
    folder: Path
    identify: bool
    shares: Sequence[Share]
    sitting: Callable[[Share], AbstractContextManager[Maps | None]]
    waiting: str

    def write(self) -> Iterator[tuple[Table, Windows]]:
        """Write every part, those that are stale anew, the others as they were.

        Yields:
            Each table once its parts are written, with the windows whose parts are other than they were.
        """
        tables = in_order_of_work(published_tables(identify=self.identify))
        begun: set[str] = set()
        left_out = None if self.identify else LeftOut(self.connection)
        for number, share in enumerate(self.shares, start=1):
            so_far("whom it masks")
            with self.sitting(share) as maps:
                of_shares = f", share {number} of {len(self.shares)}" if len(self.shares) > 1 else ""
                for place, table in enumerate(tables, start=1):
                    if not share.has(table.name):
                        continue
                    so_far(f"{table.name}, table {place} of {len(tables)}{of_shares}")
                    if maps is not None:
                        maps.wait_for(table)
                    if left_out and table.name == TWEET_TOKENS.name:
                        left_out.count_lost(f"{SOURCE}.{table.name}", f"{SOURCE}.masked_{table.name}_tokens")
                    if table.name in share.rows:
                        self._keep_share(table, is_first=table.name not in begun)
                        begun.add(table.name)
                    if table.name in share.ends:
                        folder = self.folder / table.name
                        folder.mkdir()
                        written = self._write_table(table, in_shares=table.name in share.rows)
                        if left_out:
                            some = self.plan.touched.get(table.name, frozenset())
                            left_out.find_after(table, folder.glob("*.parquet"), self.plan.stale[table.name], some)
                        yield table, written

    def _keep_share(self, table: Table, *, is_first: bool) -> None:
        """Put the rows of a share aside; what a copy that failed left there goes."""
        at_once = _FEW_JOINS if is_short(self.connection) else None
        *stages, last = copying_stages(table, at_once)
        run, before = self.connection.execute, f"{SOURCE}.{table.name}"
        for number, statement in enumerate(stages):
            run(f"create or replace temp table stage_{number} as with source as (from {before}) {statement}")
            if number:
                run(f"drop table {before}")
            before = f"temp.stage_{number}"
        made = "create or replace table {} as" if is_first else "insert into {}"
        run(f"{made.format(self._shares_of(table))} with source as (from {before}) {last}")
        if stages:
            run(f"drop table {before}")

    def _shares_of(self, table: Table) -> str:
        return f"{self.waiting}.shares_of_{table.name}"

    def _write_table(self, table: Table, *, in_shares: bool) -> Windows:
        plan, folder = self.plan, self.folder / table.name
        stale, touched = plan.stale[table.name], plan.touched.get(table.name, frozenset())
        if not plan.contents[table.name]:
            write_file(self.connection, _no_row_of(table), folder / f"{EMPTY}.parquet")
            return frozenset()
        statement = copying_statement(table, identify=self.identify, of_one_window=len(stale | touched) == 1)
        if in_shares:
            order = f" order by {', '.join(name for name in table.key if name != 'collection_window')}"
            self._write_windows(f"from {self._shares_of(table)}", stale, folder, order)
            self.connection.execute(f"drop table {self._shares_of(table)}")
        elif touched:
            self.connection.execute(f"create or replace temp table parts as {statement}")
            touched = self._patch(table, touched)
            self._write_windows("from parts", stale, folder)
            self.connection.execute("drop table temp.parts")
        elif len(stale) == 1:  # all rows that the statement gives: they need not be kept for a second window
            write_file(self.connection, statement, folder / f"{next(iter(stale))}.parquet")
        elif stale:
            self.connection.execute(f"create or replace temp table parts as {statement}")
            self._write_windows("from parts", stale, folder)
            self.connection.execute("drop table temp.parts")
        if plan.reused is not None:
            before = plan.reused / PARQUET / table.name
            alike = {one for one in stale if _is_same(folder / f"{one}.parquet", before / f"{one}.parquet")}
            for window in (plan.contents[table.name].keys() - stale - touched) | alike:
                (folder / f"{window}.parquet").unlink(missing_ok=True)
                second_name(folder / f"{window}.parquet", before / f"{window}.parquet")
            stale -= alike
        return stale | touched

    def _write_windows(self, rows: str, windows: Windows, folder: Path, order: str = "") -> None:
        for window in sorted(windows):
            chosen = f"{rows} where collection_window = {literal(window)}{order}"
            write_file(self.connection, chosen, folder / f"{window}.parquet")

    def _patch(self, table: Table, touched: Windows) -> Windows:
        """Write the parts anew of which a group of rows is other than it was; returns their windows."""
        if self.plan.reused is None:
            raise RuntimeError("rows are made anew by themselves only where the others are taken from a copy before")
        before = self.plan.reused / PARQUET / table.name
        shown = touched_in_copy(self.connection, table)
        key = ", ".join(table.key)
        files = ", ".join(literal(str(before / f"{window}.parquet")) for window in sorted(touched))
        then = f"from read_parquet([{files}]) as source where {rows_of(shown, table)}"
        now = f"from parts where collection_window in ({', '.join(map(literal, sorted(touched)))})"
        changed = self._differing(table, now, then)
        for window in sorted(changed):
            name = f"{window}.parquet"
            kept = f"from read_parquet({literal(str(before / name))}) as source where not {rows_of(shown, table)}"
            made = f"from parts where collection_window = {literal(window)}"
            write_file(
                self.connection,
                f"select * from (({kept}) union all ({made})) order by {key}",
                self.folder / table.name / name,
            )
        return changed

    def _differing(self, table: Table, now: str, then: str) -> Windows:
        """The windows in which some rows are other ones now: told by their number and their hashes."""
        content = content_of(table)
        contents = " union all ".join(
            f"select collection_window, {content} as content from ({rows}) as rows group by collection_window"
            for rows in (now, then)
        )
        differing = self.connection.execute(
            f"select collection_window from ({contents}) group by collection_window"
            " having count(*) < 2 or min(content) <> max(content)"
        ).fetchall()
        return frozenset(str(window) for (window,) in differing)


def _no_row_of(table: Table) -> str:
    """The statement that gives the columns of a table: of many tables of a small study there is no more to say."""
    columns = ", ".join(f"cast(null as {column.type}) as {column.name}" for column in table.columns)
    return f"select {columns} where false"


def write_file(connection: duckdb.DuckDBPyConnection, statement: str, file: Path) -> None:
    """Write what a statement gives as a Parquet file."""
    connection.execute(f"copy ({statement}) to $target (format parquet, compression zstd)", {"target": str(file)})


def _is_same(part: Path, before: Path) -> bool:
    """Whether a part is what it was: the same rows in the same order make the same file.

    Where they do not, the part is taken for another: it is looked at in vain.
    """
    return before.is_file() and cmp(part, before, shallow=False)
