"""The lake: the rows of large tables as Parquet files, which Spark writes and DuckDB reads as views.

What belongs here: which version of a window's rows is the present one, the views, and taking versions away. What does
not: who writes them (spark/). The catalog is a table of the warehouse, so that a version is put in place of another in
one transaction: whoever is killed before leaves files that nobody reads, and that the next version takes away.
"""

import shutil
from pathlib import Path
from uuid import uuid4

import duckdb

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.model import Table

_CATALOG = "lake_versions"
_GIVEN = "given/"
ROW_ID = "rowid"
"""The last column of every view: what DuckDB calls the number of a row of a table of its own."""


class Lake:
    """The large tables of a warehouse that lie in files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._obsolete: list[Path] = []
        self._is_there: bool | None = None

    def tables(self) -> frozenset[str]:
        """The names of the tables that lie in the lake."""
        found = self._connection.execute(
            "select view_name from duckdb_views() where database_name = current_database() and not internal"
            " and not temporary"
        )
        return frozenset(str(name) for (name,) in found.fetchall())

    def hold(self, table: Table) -> None:
        """Make a table one of the lake, without rows; what stood in it before is gone."""
        self._connection.execute(
            f"create table if not exists {_CATALOG} (table_name varchar, collection_window varchar, folder varchar)"
        )
        self._is_there = True
        kind = "view" if table.name in self.tables() else "table"
        self._connection.execute(f"drop {kind} if exists {table.name}")
        self._forget_all(table.name)
        self.show(table)

    def give_back(self, table: Table) -> None:
        """Drop the view of a table and its rows, so that DuckDB can have the table."""
        self._connection.execute(f"drop view {table.name}")
        self._forget_all(table.name)
        self._forget_all(_GIVEN + table.name)

    def _forget_all(self, name: str) -> None:
        for window in self.windows(name):
            self.forget(name, window)

    def windows(self, name: str) -> dict[str, Path]:
        """Where the present rows of every window of a table lie."""
        if not self._is_used():
            return {}
        found = self._connection.execute(
            f"select collection_window, folder from {_CATALOG} where table_name = $name order by all", {"name": name}
        )
        return {str(window): Path(folder) for window, folder in found.fetchall()}

    def fresh_folder(self, root: Path, table: Table, window: CollectionWindow, *, is_given: bool = False) -> Path:
        """A folder for a new version, which is not there yet; folders that no version is in are taken away.

        Args:
            root: the folder of the lake.
            table: the table.
            window: the window.
            is_given: whether it is for a copy of what DuckDB holds.
        """
        name = f"{_GIVEN if is_given else ''}{table.name}"
        of_window = root / name / window.key
        present = self.windows(name).get(window.key)
        for folder in of_window.glob("*") if of_window.is_dir() else ():
            if folder != present:
                shutil.rmtree(folder)
        of_window.mkdir(parents=True, exist_ok=True)
        return of_window / uuid4().hex

    def put(self, table: Table, window: CollectionWindow, folder: Path) -> None:
        """Put a version in place of what was there of a window; within a transaction."""
        self._keep(table.name, window, folder)
        self.show(table)

    def given(self, table: Table, window: CollectionWindow) -> Path | None:
        """Where a copy lies of what DuckDB holds of a window, as it was given to Spark last."""
        return self.windows(_GIVEN + table.name).get(window.key)

    def give(self, table: Table, window: CollectionWindow, folder: Path) -> None:
        """Note such a copy, in place of the one before."""
        self._keep(_GIVEN + table.name, window, folder)

    def _keep(self, name: str, window: CollectionWindow, folder: Path) -> None:
        self.forget(name, window.key)
        self._connection.execute(
            f"insert into {_CATALOG} values ($name, $window, $folder)",
            {"name": name, "window": window.key, "folder": str(folder)},
        )

    def delete(self, table: Table, window: CollectionWindow) -> bool:
        """Take a window's rows away, and what Spark was given of them; returns whether the table lies in the lake."""
        if not self._is_used():
            return False
        is_in_lake = table.name in self.tables()
        found = self._connection.execute(
            f"select table_name from {_CATALOG} where collection_window = $window"
            " and (table_name in ($name, $given || $name) or ($all_given and starts_with(table_name, $given)))",
            {"window": window.key, "name": table.name, "given": _GIVEN, "all_given": is_in_lake},
        ).fetchall()
        for (name,) in found:
            self.forget(name, window.key)
        if is_in_lake:
            self.show(table)
        return is_in_lake

    def forget(self, name: str, window: str) -> None:
        """Take a version out of the catalog; its files go once that is committed."""
        before = self.windows(name).get(window)
        if before is not None:
            self._obsolete.append(before)
        self._connection.execute(
            f"delete from {_CATALOG} where table_name = $name and collection_window = $window",
            {"name": name, "window": window},
        )

    def committed(self) -> None:
        """Take away the files of versions that are no longer in the catalog."""
        while self._obsolete:
            shutil.rmtree(self._obsolete.pop(), ignore_errors=True)

    def rolled_back(self) -> None:
        """Leave the files of versions: they are the present ones still."""
        self._obsolete.clear()

    def _is_used(self) -> bool:
        if self._is_there is None:
            found = self._connection.execute(
                "select count(*) from duckdb_tables() where table_name = $name and database_name = current_database()",
                {"name": _CATALOG},
            ).fetchone()
            self._is_there = bool(found and found[0])
        return self._is_there

    def show(self, table: Table) -> None:
        """Make the view of a table over the present version of every window; its row ids are places in the files."""
        folders = self.windows(table.name).values()
        columns = ", ".join(f"cast({column.name} as {column.type}) as {column.name}" for column in table.columns)
        if folders:
            files = ", ".join("'" + str(folder / "*.parquet").replace("'", "''") + "'" for folder in folders)
            rows = f"read_parquet([{files}], file_row_number = true)"
            numbered = f"cast(file_index as bigint) * 1099511627776 + file_row_number as {ROW_ID}"
            self._connection.execute(f"create or replace view {table.name} as select {columns}, {numbered} from {rows}")
            return
        empty = ", ".join(f"cast(null as {column.type}) as {column.name}" for column in table.columns)
        self._connection.execute(
            f"create or replace view {table.name} as select {empty}, cast(null as bigint) as {ROW_ID} where false"
        )
