"""The lake: the rows of large tables as Parquet files, which Spark writes and DuckDB reads as views.

What belongs here: which version of a window's rows is the present one, the views, and taking versions away. What does
not: who writes them (spark/). The catalog is a table of the warehouse, so that a version is put in place of another in
one transaction. It also names the folders that are no version, yet or any more: whoever is killed leaves nothing that
the next run would not take away.

A lake can be shared: each warehouse has a folder of its own in it, and touches nothing else there.
"""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import duckdb

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.lake_files import LakeFiles, MountedFiles
from mtw_pipeline.warehouse.tables.model import Table

log = logging.getLogger(__name__)

_CATALOG = "lake_versions"
_GIVEN = "given/"
_ASIDE = "aside/"
PARTS = "-parts"
"""Behind the name of a version: the folder of the parts that it is made of."""
_ROOT = "lake_root"
ROW_ID = "rowid"
"""The last column of every view: what DuckDB calls the number of a row of a table of its own."""


class _Place(NamedTuple):
    """Where the rows of a warehouse lie.

    Args:
        address: the lake, as study.toml says: ``file:/shared/lake``.
        folder: the folder of this warehouse alone below it, as a path within its file system.
        warehouse: the file of the warehouse, so that a copy of it is known.
    """

    address: str
    folder: str
    warehouse: str | None


class Lake:
    """The large tables of a warehouse that lie in files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._writing: set[Path] = set()
        self._has_obsolete = False
        self._is_there: bool | None = None
        self._files: LakeFiles | None = None

    def settle(self, address: str, folder: Path, files: LakeFiles) -> Path:
        """Let the rows lie in a folder of this warehouse's own, and take away whatever no version is in.

        Args:
            address: where the lake is, as study.toml says; the same as before, or the lake was left.
            folder: the lake as a path within its file system.
            files: how it is reached.

        Returns:
            The folder of this warehouse.

        Raises:
            UserError: the warehouse is a copy of another one, whose rows lie there.
        """
        before = self._place()
        if before is not None and self._is_of_another(before):
            raise UserError(
                f"The study is a copy of that of {before.warehouse}, and would change its rows",
                where=f"study.toml, [engine] lake = {address!r}",
                remedy="Name another folder for the lake of this one",
            )
        self._make_catalog()
        root = Path(before.folder) if before is not None else folder / uuid4().hex
        self._connection.execute(f"delete from {_ROOT}")
        self._connection.execute(
            f"insert into {_ROOT} values ($address, $folder, $warehouse)",
            {"address": address, "folder": str(root), "warehouse": self._warehouse()},
        )
        self._files = files
        self.sweep()
        return root

    def root(self) -> Path:
        """The folder of this warehouse.

        Raises:
            ValueError: there is no lake.
        """
        place = self._place()
        if place is None:
            raise ValueError("no lake")
        return Path(place.folder)

    def lies_elsewhere(self, address: str) -> bool:
        """Whether the rows lie below another address."""
        place = self._place()
        return place is not None and place.address != address

    def leave(self) -> None:
        """Take all versions away, after the tables were given back; those of another warehouse stay."""
        place = self._place()
        own = [Path(place.folder)] if place is not None else []
        if not self._removed([*self._folders(), *own]) and place is not None:
            log.warning("nothing needs what lies in %s below %s; delete it", place.address, place.folder)
        self._connection.execute(f"drop table if exists {_CATALOG}; drop table if exists {_ROOT}")
        self._is_there, self._files = False, None

    def sweep(self) -> list[str]:
        """Take away what is no version: what a killed run had begun, and rows that were deleted.

        Returns:
            The folders that could not be taken away; of those that only Spark could, with the lake's address.
        """
        left = []
        for folder in sorted(self._folders(_ASIDE) - self._writing):
            if self._removed([folder, folder.with_name(f"{folder.name}{PARTS}")]):
                self._connection.execute(f"delete from {_CATALOG} where folder = $folder", {"folder": str(folder)})
            else:
                place = self._place()
                left.append(f"{place.address}, {folder}" if place is not None else str(folder))
        return left

    def _place(self) -> _Place | None:
        if not self.is_used():
            return None
        found = self._connection.execute(f"select address, folder, warehouse from {_ROOT}").fetchone()
        return _Place(*found) if found else None

    def _warehouse(self) -> str | None:
        """The file of the warehouse; None where it is in memory."""
        asked = "select path from duckdb_databases() where database_name = current_database()"
        [(path,)] = self._connection.execute(asked).fetchall()
        return str(Path(path).resolve()) if path is not None else None

    def _is_of_another(self, place: _Place) -> bool:
        """Whether the file that the versions were written for is another one, and still there: this one is a copy.

        One file can have two paths, as in a container that mounts the study elsewhere.
        """
        own = self._warehouse()
        if place.warehouse in {None, own}:
            return False
        other = Path(str(place.warehouse))
        return other.exists() and (own is None or not other.samefile(own))

    def _reached(self) -> LakeFiles | None:
        """How the files are reached; None where only Spark could."""
        if self._files is None:
            place = self._place()
            if place is None or place.address.startswith("file:"):
                self._files = MountedFiles()
        return self._files

    def _removed(self, folders: Iterable[Path]) -> bool:
        """Take folders away, unless they are another warehouse's; whether nothing of them is left."""
        place = self._place()
        if place is not None and self._is_of_another(place):
            return True
        files = self._reached()
        gone = [False] if files is None else [files.remove(folder) for folder in folders]
        return all(gone)

    def _folders(self, prefix: str = "") -> set[Path]:
        """The folders that the catalog names under names that begin so."""
        if not self.is_used():
            return set()
        found = self._connection.execute(
            f"select folder from {_CATALOG} where starts_with(table_name, $prefix)", {"prefix": prefix}
        ).fetchall()
        return {Path(folder) for (folder,) in found}

    def _make_catalog(self) -> None:
        self._connection.execute(
            f"create table if not exists {_CATALOG} (table_name varchar, collection_window varchar, folder varchar);"
            f" create table if not exists {_ROOT} (address varchar, folder varchar, warehouse varchar)"
        )
        self._is_there = True

    def tables(self) -> frozenset[str]:
        """The names of the tables that lie in the lake."""
        found = self._connection.execute(
            "select view_name from duckdb_views() where database_name = current_database() and not internal"
            " and not temporary"
        )
        return frozenset(str(name) for (name,) in found.fetchall())

    def hold(self, table: Table) -> None:
        """Make a table one of the lake, without rows; what stood in it before is gone."""
        self._make_catalog()
        kind = "view" if table.name in self.tables() else "table"
        self._connection.execute(f"drop {kind} if exists {table.name}")
        for window in self.windows(table.name):
            self.forget(table.name, window)
        self.show(table)

    def take_back(self, table: Table) -> None:
        """Make a table of DuckDB of one that lies here, with its rows; within a transaction.

        Its columns are those that it has here, whatever is declared by now.

        Raises:
            UserError: the lake is not mounted: nothing else may have the rows.
        """
        folders, place = self.windows(table.name), self._place()
        if folders and place is not None and not Path(place.folder).parent.is_dir():
            raise UserError(
                f"{table.name} lies in {place.address}, which is not there",
                remedy="Mount it and run again. If it was deleted, make an empty folder there: what exports still hold"
                " is then read again",
            )
        described = self._connection.execute(
            "select column_name, data_type from duckdb_columns() where database_name = current_database()"
            " and table_name = $name and column_name <> $row_id order by column_index",
            {"name": table.name, "row_id": ROW_ID},
        ).fetchall()
        written = ", ".join(f"{name} {kind}" for name, kind in described)
        self._connection.execute(f"create table taken_back ({written})")
        for folder in folders.values():
            if not folder.is_dir():
                log.warning(
                    "%s: its rows are gone from the lake, %s; what exports still hold is read again", table.name, folder
                )
                continue
            file = "'" + str(folder / "*.parquet").replace("'", "''") + "'"
            self._connection.execute(f"insert into taken_back by name from read_parquet({file})")
        self._connection.execute(f"drop view {table.name}; alter table taken_back rename to {table.name}")
        for window in folders:
            self.forget(table.name, window)

    def windows(self, name: str) -> dict[str, Path]:
        """Where the present rows of every window of a table lie."""
        if not self.is_used():
            return {}
        found = self._connection.execute(
            f"select collection_window, folder from {_CATALOG} where table_name = $name order by all", {"name": name}
        )
        return {str(window): Path(folder) for window, folder in found.fetchall()}

    def fresh_folder(
        self, root: Path, table: Table, window: CollectionWindow, state: str = "", *, is_given: bool = False
    ) -> Path:
        """A folder for a new version, which is not there yet; the one of its window is. To be put, or discarded.

        Args:
            root: the folder of the warehouse in the lake.
            table: the table.
            window: the window.
            state: what its name ends with.
            is_given: whether it is for a copy of what DuckDB holds.
        """
        name = f"{_GIVEN if is_given else ''}{table.name}"
        folder = root / name / window.key / f"{uuid4().hex}{state}"
        self._make_catalog()
        self._insert(_ASIDE + name, window, folder)
        self._writing.add(folder)
        files = self._reached()
        if files is not None:
            files.make(folder.parent)
        return folder

    def discard(self, folder: Path) -> None:
        """Take away a folder in which no version came to be."""
        self._writing.discard(folder)
        self.sweep()

    def remove(self, folder: Path) -> None:
        """Take away a folder that the catalog does not name."""
        self._removed([folder])

    def put(self, table: Table, window: CollectionWindow, folder: Path) -> None:
        """Put a version in place of what was there of a window; within a transaction."""
        self.note(table, window, folder)
        self.show(table)

    def note(self, table: Table, window: CollectionWindow, folder: Path) -> None:
        """As ``put``, of a table whose rows DuckDB has too; within a transaction."""
        self._keep(table.name, window, folder)

    def given(self, table: Table, window: CollectionWindow) -> Path | None:
        """Where a copy lies of what DuckDB holds of a window, as it was given to Spark last."""
        return self.windows(_GIVEN + table.name).get(window.key)

    def give(self, table: Table, window: CollectionWindow, folder: Path) -> None:
        """Note such a copy, in place of the one before."""
        self._keep(_GIVEN + table.name, window, folder)

    def _keep(self, name: str, window: CollectionWindow, folder: Path) -> None:
        self.forget(name, window.key)
        self._connection.execute(f"delete from {_CATALOG} where folder = $folder", {"folder": str(folder)})
        self._insert(name, window, folder)
        self._writing.discard(folder)

    def _insert(self, name: str, window: CollectionWindow, folder: Path) -> None:
        self._connection.execute(
            f"insert into {_CATALOG} values ($name, $window, $folder)",
            {"name": name, "window": window.key, "folder": str(folder)},
        )

    def delete(self, table: Table, window: CollectionWindow) -> bool:
        """Take a window's rows away, and what Spark was given of them; returns whether the table lies in the lake."""
        if not self.is_used():
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
        """Let a version be none any more; its files go once that is committed."""
        self._has_obsolete = True
        self._connection.execute(
            f"update {_CATALOG} set table_name = $aside || table_name"
            " where table_name = $name and collection_window = $window",
            {"aside": _ASIDE, "name": name, "window": window},
        )

    def committed(self) -> None:
        """Take away the files of what is no version any more."""
        if self._has_obsolete:
            self._has_obsolete = False
            self.sweep()

    def rolled_back(self) -> None:
        """Leave all files: the versions are as they were; and the catalog may not be there any more."""
        self._has_obsolete = False
        self._is_there = None

    def is_used(self) -> bool:
        """Whether there is a lake, be it without rows."""
        if self._is_there is None:
            found = self._connection.execute(
                "select count(*) from duckdb_tables() where table_name in ($catalog, $root)"
                " and database_name = current_database()",
                {"catalog": _CATALOG, "root": _ROOT},
            ).fetchone()
            self._is_there = bool(found and found[0])
            if self._is_there:
                self._make_catalog()
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
