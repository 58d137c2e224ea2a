"""Where a study's Dagster instance keeps its events: Dagster's own SQLite storage, with its connections kept.

What belongs here: that difference, and that its place follows the home. Dagster makes a new SQLAlchemy engine and a new
connection for every event, which throws away the statements that the last one compiled, and asks for every event
whether the tables are there: two thirds of the cost of an event (docs/decisions/0011-event-log.md).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Self

import dagster as dg
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Connection, Engine

_BUSY_SECONDS = 20


class EventLog(ConsolidatedSqliteEventLogStorage):
    """Dagster's consolidated SQLite storage. Without these overrides it works the same, only slower."""

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
        return cls(folder, inst_data)  # type: ignore[arg-type] # a class that Dagster keeps to itself

    @cached_property
    def _engine(self) -> Engine:
        connect = {"timeout": _BUSY_SECONDS}
        engine = create_engine(self._conn_string, pool_size=4, max_overflow=-1, connect_args=connect)
        event.listen(engine, "connect", _without_waiting_for_the_disk)
        return engine

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(inspect(self._engine).get_table_names())

    def has_table(self, table_name: str) -> bool:
        """Whether Dagster's database has the table; asked of the database once."""
        return table_name in self._tables

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def upgrade(self) -> None:
        """Bring the database to this version of Dagster, after which its tables are looked up anew."""
        super().upgrade()  # type: ignore[no-untyped-call]
        self.__dict__.pop("_tables", None)

    def dispose(self) -> None:
        """Close the connections."""
        self._engine.dispose()
        super().dispose()  # type: ignore[no-untyped-call]


def _without_waiting_for_the_disk(connection: SqliteConnection, _record: object) -> None:
    connection.execute("pragma synchronous = normal")  # in WAL mode a power cut can lose events, never the database
