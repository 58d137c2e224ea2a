"""Where a study's Dagster instance keeps its events: Dagster's own SQLite storage, by kept connections and in batches.

What belongs here: those differences, and that its place follows the home. What does not: how events become rows
(event_rows.py). Dagster makes a new SQLAlchemy engine, a connection and up to three transactions for every event, and a
run has a thousand (docs/decisions/0011-event-log.md).
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Self

import dagster as dg
from dagster._core.storage.event_log import AssetRecord, ConsolidatedSqliteEventLogStorage
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from mtw_pipeline.defs.event_rows import (
    EVALUATED,
    PLANNED,
    Numbered,
    Row,
    delete_what_no_event_tells,
    insert_numbered,
    insert_planned_checks,
    is_of_a_check_with_partitions,
    put_assets,
    update_evaluated_checks,
)

SECONDS_IN_MEMORY = 0.5
"""How long an event of a step may wait for others: this much of a run's history a kill can cost."""

_BUSY_SECONDS = 20
_MATERIALIZED = dg.DagsterEventType.ASSET_MATERIALIZATION
_OF_ASSETS = frozenset({
    _MATERIALIZED.value,
    dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED.value,
    dg.DagsterEventType.ASSET_OBSERVATION.value,
})  # fmt: skip


class EventLog(ConsolidatedSqliteEventLogStorage):
    """Dagster's consolidated SQLite storage. Without these overrides it works the same, only slower.

    Events of steps wait in memory and are written together: when anything is read, when a run begins or ends, and
    half a second after the first of them at the latest. Of the run that this process makes it remembers what was
    materialized and what is known of its assets, which Dagster asks once for every check and every dependency.
    """

    _waiting: list[dg.EventLogEntry]
    _timer: threading.Timer | None

    def __init__(self, base_dir: str, inst_data: object = None) -> None:
        self._lock, self._here = threading.RLock(), threading.local()
        self._waiting, self._timer = [], None
        self._run_here = ""
        self._materialized: dict[tuple[dg.AssetKey, str], dg.EventLogRecord] = {}
        self._partitions: set[tuple[str, str]] = set()
        self._coming: set[tuple[dg.AssetKey, str]] = set()  # materializations among what waits
        self._records: dict[dg.AssetKey, AssetRecord | None] = {}
        super().__init__(base_dir, inst_data)  # type: ignore[arg-type] # a class that Dagster keeps to itself

    @classmethod
    def config_type(cls) -> dict[str, dg.Field]:
        """Where it lies: in the history of a home, or, as older versions said it, in a folder."""
        return {
            "home": dg.Field(dg.StringSource, is_required=False),
            "base_dir": dg.Field(dg.StringSource, is_required=False),
        }

    @classmethod
    def from_config_value(cls, inst_data: object, config_value: Mapping[str, str]) -> Self:
        """The storage that a dagster.yaml names."""
        folder = config_value.get("base_dir") or str(Path(config_value["home"]) / "history")
        return cls(folder, inst_data)

    def store_event(self, event: dg.EventLogEntry) -> None:
        """Keep an event; what begins or ends a run is written at once, and with it what waits."""
        facts = event.dagster_event
        if not event.run_id or is_of_a_check_with_partitions(event):
            self.write_waiting()
            super().store_event(event)
            return
        with self._lock:
            self._waiting.append(event)
            if facts is not None and facts.asset_key is not None and facts.event_type_value in _OF_ASSETS:
                if facts.is_step_materialization and event.run_id == self._run_here:
                    self._coming.add((facts.asset_key, facts.partition or ""))
                else:
                    self._records.pop(facts.asset_key, None)
            if self._timer is None:
                self._timer = threading.Timer(SECONDS_IN_MEMORY, self._in_time)
                self._timer.start()
        if facts is not None and facts.is_job_event:
            self.write_waiting()
            self._run_here = event.run_id if facts.event_type is dg.DagsterEventType.RUN_START else ""
            self._materialized.clear()
            self._partitions.clear()
            self._records.clear()

    def write_waiting(self) -> None:
        """Write the events that wait, all or, where that fails, none, which then wait on."""
        with self._lock:
            if not self._waiting:
                return
            with self._engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("begin immediate")
                written = self._written(connection, self._waiting)
            self._waiting = []
            self._coming.clear()
            for one in written:
                self._remember(one)

    def delete_what_no_event_tells(self) -> None:
        """See that nothing is left of runs whose events were deleted, here or by an earlier version or in the UI."""
        with self._connect() as connection:
            delete_what_no_event_tells(connection)
        with self._lock:
            self._records.clear()

    def _written(self, connection: Connection, events: Sequence[dg.EventLogEntry]) -> list[Numbered]:
        rows = insert_numbered(connection, [self._event_to_row(one) for one in events])
        numbered = [Numbered(event, row) for event, row in zip(events, rows, strict=True)]
        of_assets = [one for one in numbered if one.kind in _OF_ASSETS and one.row["asset_key"] is not None]
        self._store_asset_event_tags(connection, [one.event for one in of_assets], [one.row["id"] for one in of_assets])
        put_assets(connection, [self._asset_row(one) for one in of_assets])
        insert_planned_checks(connection, [one for one in numbered if one.kind == PLANNED])
        update_evaluated_checks(connection, [one for one in numbered if one.kind == EVALUATED])
        return numbered

    def _asset_row(self, one: Numbered) -> Row:
        return {
            "asset_key": one.row["asset_key"],
            **self._get_asset_entry_values(one.event, one.row["id"], self.has_asset_key_index_cols()),
        }

    def _remember(self, one: Numbered) -> None:
        facts = one.event.dagster_event
        if one.kind != _MATERIALIZED.value or one.event.run_id != self._run_here or not facts or not facts.asset_key:
            return
        made = dg.EventLogRecord(one.row["id"], one.event)
        self._materialized[facts.asset_key, facts.partition or ""] = made
        known = self._records.pop(facts.asset_key, None)
        if known is not None:
            was = known.asset_entry
            entry = type(was)(
                asset_key=was.asset_key,
                last_materialization_record=made,
                last_run_id=one.event.run_id,
                asset_details=was.asset_details,
            )
            self._records[facts.asset_key] = AssetRecord(storage_id=known.storage_id, asset_entry=entry)

    def _made_here(self, key: dg.AssetKey, partition: str) -> dg.EventLogRecord | None:
        """The latest materialization of a partition, where the run that this process makes made it."""
        if (key, partition) in self._coming:
            self.write_waiting()
        return self._materialized.get((key, partition))

    def _in_time(self) -> None:
        self._timer = None
        try:
            self.write_waiting()
        except DBAPIError:
            return  # they wait on, and whoever stores or reads next meets the error

    def fetch_materializations(
        self,
        records_filter: dg.AssetKey | dg.AssetRecordsFilter,
        limit: int,
        cursor: str | None = None,
        ascending: bool = False,
    ) -> dg.EventRecordsResult:
        """As Dagster's; the latest of one partition, if the run that this process makes made it, from memory."""
        if isinstance(records_filter, dg.AssetRecordsFilter) and (limit, cursor, ascending) == (1, None, False):
            key, partitions = records_filter.asset_key, records_filter.asset_partitions or [""]
            found = self._made_here(key, partitions[0])
            if found is not None and records_filter == dg.AssetRecordsFilter(key, asset_partitions=partitions[:1]):
                return dg.EventRecordsResult([found], cursor=str(found.storage_id), has_more=True)
        return super().fetch_materializations(records_filter, limit, cursor, ascending)

    def get_asset_records(self, asset_keys: Sequence[dg.AssetKey] | None = None) -> Sequence[AssetRecord]:
        """As Dagster's; of a run that this process makes asked of the database once, and of all."""
        if asset_keys is None or not self._run_here:
            return super().get_asset_records(asset_keys)
        with self._lock:
            if any(key in asset_keys for key, _ in self._coming):
                self.write_waiting()
            unknown = [key for key in asset_keys if key not in self._records]
            if unknown:
                found = super().get_asset_records(unknown if self._records else None)
                self._records |= {one.asset_entry.asset_key: one for one in found}
            known = [self._records.setdefault(key, None) for key in asset_keys]
            return [record for record in known if record is not None]

    def get_latest_tags_by_partition(  # noqa: PLR0917 - as Dagster's
        self,
        asset_key: dg.AssetKey,
        event_type: dg.DagsterEventType,
        tag_keys: Sequence[str],
        asset_partitions: Sequence[str] | None = None,
        before_cursor: int | None = None,
        after_cursor: int | None = None,
    ) -> Mapping[str, Mapping[str, str]]:
        """As Dagster's; of materializations of the run that this process makes, from memory."""
        if event_type is _MATERIALIZED and asset_partitions and (before_cursor, after_cursor) == (None, None):
            found = [self._made_here(asset_key, partition) for partition in asset_partitions]
            made = [one.asset_materialization for one in found if one is not None]
            if len(made) == len(asset_partitions):
                return {
                    str(one.partition): {name: one.tags[name] for name in tag_keys if name in one.tags}
                    for one in made
                    if one is not None and one.tags
                }
        return super().get_latest_tags_by_partition(
            asset_key, event_type, tag_keys, asset_partitions, before_cursor, after_cursor
        )

    def has_dynamic_partition(self, partitions_def_name: str, partition_key: str) -> bool:
        """Whether there is such a partition; of a run that this process makes asked of the database once."""
        asked = partitions_def_name, partition_key
        if asked in self._partitions:
            return True
        is_there = super().has_dynamic_partition(partitions_def_name, partition_key)
        if is_there and self._run_here:
            self._partitions.add(asked)
        return is_there

    @cached_property
    def _engine(self) -> Engine:
        connect = {"timeout": _BUSY_SECONDS}
        engine = create_engine(self._conn_string, pool_size=4, max_overflow=-1, connect_args=connect)
        event.listen(engine, "connect", _without_waiting_for_the_disk)
        return engine

    @cached_property
    def _columns(self) -> Mapping[str, frozenset[str]]:
        tables = inspect(self._engine)
        return {
            name: frozenset(str(one["name"]) for one in tables.get_columns(name)) for name in tables.get_table_names()
        }

    def has_table(self, table_name: str) -> bool:
        """Whether Dagster's database has the table; asked of the database once."""
        return table_name in self._columns

    def has_asset_key_col(self, column_name: str) -> bool:
        """Whether Dagster's table of assets has the column; asked of the database once."""
        return column_name in self._columns["asset_keys"]

    def _has_asset_key_col_on_connection(self, _connection: Connection, column_name: str) -> bool:
        return self.has_asset_key_col(column_name)

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        is_within = getattr(self._here, "is_within", False)
        if not is_within:
            self.write_waiting()
        self._here.is_within = True
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        finally:
            self._here.is_within = is_within

    def upgrade(self) -> None:
        """Bring the database to this version of Dagster, after which its tables are looked up anew."""
        super().upgrade()  # type: ignore[no-untyped-call]
        self.__dict__.pop("_columns", None)

    def dispose(self) -> None:
        """Write what waits and close the connections."""
        timer = self._timer
        if timer is not None:
            timer.cancel()
        self.write_waiting()
        self._engine.dispose()
        super().dispose()  # type: ignore[no-untyped-call]


def _without_waiting_for_the_disk(connection: SqliteConnection, _record: object) -> None:
    connection.execute("pragma synchronous = normal")  # in WAL mode a power cut can lose events, never the database
