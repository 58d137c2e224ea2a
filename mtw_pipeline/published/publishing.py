"""Making a published copy and swapping it in, so that readers never wait and never see half a copy.

published/study.duckdb and published/parquet are links into published/current, which is a link to one folder of
published/versions. A new copy is a new folder; replacing the one link ``current`` swaps database and Parquet files
together. The copy before stays until the next, for readers that are just opening it; whoever has a copy open keeps it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb.func import ARROW, SPECIAL

from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.people import known_handles, user_ids_of_handles
from mtw_pipeline.published.provenance import PROVENANCE, provenance
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.published.views import views
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse, comments_on, literal
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

STORAGE_VERSION = "v1.0.0"
"""The file format that DuckDB 1.0 had. Seen to be read by 1.1 to 1.5; 1.0 fails on list columns without any element."""

_FUNCTIONS = {
    Holds.ACCOUNT: "pseudonym_of_account",
    Holds.HANDLE: "pseudonym_of_handle",
    Holds.USER_ID: "pseudonym_of_user_id",
    Holds.TWEET_ID: "pseudonym_of_tweet_id",
    Holds.WORDS: "masked_words",
    Holds.LINK: "masked_words",
}
_PSEUDONYMOUS = frozenset({Holds.ACCOUNT, Holds.HANDLE, Holds.USER_ID, Holds.TWEET_ID})


@dataclass(frozen=True)
class PublishedCopy:
    """A copy that was swapped in: its database, and the rows of each of its tables."""

    database: Path
    rows: dict[str, int]
    is_identified: bool


def publish(warehouse: Warehouse, study: Study, run_id: str, *, keep_previous: bool = True) -> PublishedCopy:
    """Make a copy of the warehouse for analysts and put it in place of the one that was there.

    Args:
        warehouse: the open warehouse.
        study: the study; its settings say whether people are identified.
        run_id: the run that publishes.
        keep_previous: False deletes every earlier copy at once (after a deletion of tweets).
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    folder = study.published / "versions" / stamp
    making = folder.with_name(f".{stamp}.part")
    (making / "parquet").mkdir(parents=True)
    try:
        rows = _fill(warehouse, study, run_id, making)
        _finish(making / "study.duckdb")
        _write_parquet(making)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    for path in (making / "study.duckdb", *(making / "parquet").iterdir()):
        path.chmod(0o444)
    making.rename(folder)
    _swap(study.published, folder, keep_previous=keep_previous)
    return PublishedCopy(study.published_database, rows, study.settings.publish.identify)


def published_columns(table: Table, *, identify: bool) -> tuple[Column, ...]:
    """The columns of a table that stand in the copy; none where the table is left out."""
    if identify:
        return table.columns
    if table.only_identified:
        return ()
    return tuple(column for column in table.columns if column.holds_of_people not in (None, Holds.PROFILE))


def published_tables(*, identify: bool) -> tuple[Table, ...]:
    """The tables of the copy as they stand there, with what became of their columns in the meanings."""
    tables = []
    for table in TABLES:
        columns = published_columns(table, identify=identify)
        if columns:
            said = columns if identify else tuple(_as_published(column) for column in columns)
            tables.append(Table(table.name, table.row, table.stage, said, table.key))
    return tuple(tables)


def _as_published(column: Column) -> Column:
    if column.holds in _PSEUDONYMOUS:
        note = "; here a pseudonym"
    elif column.holds in _FUNCTIONS:
        note = "; here with handles, ids and addresses masked"
    else:
        return column
    return Column(column.name, column.type, column.meaning + note, unit=column.unit)


def _fill(warehouse: Warehouse, study: Study, run_id: str, folder: Path) -> dict[str, int]:
    identify = study.settings.publish.identify
    connection = warehouse.connection
    rows: dict[str, int] = {}
    path = literal(str(folder / "study.duckdb"))
    connection.execute(f"attach {path} as published (storage_version '{STORAGE_VERSION}')")
    try:
        with _masking_functions(warehouse, study, needed=not identify):
            for table in published_tables(identify=identify):
                selected = ", ".join(_expression(table, column, identify=identify) for column in table.columns)
                connection.execute(
                    f"create table published.main.{table.name} as"
                    f" select * from (select {selected} from main.{table.name}) order by {', '.join(table.key)}"
                )
                [(count,)] = connection.execute(f"select count(*) from published.main.{table.name}").fetchall()
                rows[table.name] = int(count)
        facts = provenance(warehouse, study, run_id)
        columns = ", ".join(f"{column.name} {column.type}" for column in PROVENANCE.columns)
        connection.execute(f"create table published.main.{PROVENANCE.name} ({columns})")
        places = ", ".join(f"${column.name}" for column in PROVENANCE.columns)
        connection.execute(f"insert into published.main.{PROVENANCE.name} values ({places})", facts)
        for table in (*published_tables(identify=identify), PROVENANCE):
            for statement in comments_on(table, "published.main."):
                connection.execute(statement)
    finally:
        connection.execute("detach published")
    return rows


def _expression(table: Table, column: Column, *, identify: bool) -> str:
    from_declaration = next(one for one in TABLES if one.name == table.name).column(column.name)
    function = None if identify else _FUNCTIONS.get(from_declaration.holds or Holds.NOTHING)
    if function is None:
        return column.name
    if column.type == Type.TEXTS:
        return f"list_transform({column.name}, lambda one: {function}(one)) as {column.name}"
    return f"{function}({column.name}) as {column.name}"


@contextmanager
def _masking_functions(warehouse: Warehouse, study: Study, *, needed: bool) -> Iterator[None]:
    """The functions that the copying statements call, as long as the block runs."""
    if not needed:
        yield
        return
    pseudonyms = Pseudonyms(study_key(study.pseudonym_key), user_ids_of_handles(warehouse))
    masking = Masking(pseudonyms, known_handles(warehouse))
    functions: dict[str, Callable[[str], str]] = {
        "pseudonym_of_account": pseudonyms.of_account,
        "pseudonym_of_handle": pseudonyms.of_handle,
        "pseudonym_of_user_id": pseudonyms.of_user_id,
        "pseudonym_of_tweet_id": pseudonyms.of_tweet_id,
        "masked_words": masking.words,
    }
    for name, function in functions.items():
        warehouse.connection.create_function(
            name, _vectorized(function), ["VARCHAR"], "VARCHAR", type=ARROW, null_handling=SPECIAL
        )
    try:
        yield
    finally:
        for name in functions:
            warehouse.connection.remove_function(name)


def _vectorized(function: Callable[[str], str]) -> Callable[[pa.ChunkedArray], pa.Array]:
    def of_all(values: pa.ChunkedArray) -> pa.Array:
        made = [None if value is None else function(value) for value in values.to_pylist()]
        return pa.array(made, type=pa.string())

    return of_all


def _finish(database: Path) -> None:
    """Add the views; the file is then complete and never written again."""
    with duckdb.connect(str(database)) as connection:
        for view in views():
            for statement in view.ddl():
                connection.execute(statement)
        connection.execute("checkpoint")


def _write_parquet(folder: Path) -> None:
    with duckdb.connect(str(folder / "study.duckdb"), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        for (name,) in names:
            target = str(folder / "parquet" / f"{name}.parquet")
            connection.execute(f"copy {name} to $target (format parquet, compression zstd)", {"target": target})


def _swap(published: Path, folder: Path, *, keep_previous: bool) -> None:
    current = published / "current"
    before = current.resolve() if current.is_symlink() else None
    _link(current, Path("versions") / folder.name)
    for name in ("study.duckdb", "parquet"):
        if not (published / name).is_symlink():
            _link(published / name, Path("current") / name)
    kept = {folder, before} if keep_previous else {folder}
    for old in (published / "versions").iterdir():
        if old not in kept:
            shutil.rmtree(old)


def _link(path: Path, target: Path) -> None:
    """Make or replace a link in one step."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(path)
