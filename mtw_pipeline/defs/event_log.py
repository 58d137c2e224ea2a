"""Where a study's Dagster instance keeps its events: Dagster's own SQLite storage, with its engine kept.

What belongs here: that one difference. Dagster makes a new SQLAlchemy engine for every event, which throws away the
statements that the last one compiled: half the cost of an event (docs/decisions/0011-event-log.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

_BUSY_SECONDS = 20


class EventLog(ConsolidatedSqliteEventLogStorage):
    """Dagster's consolidated SQLite storage. Without this override it works the same, only slower."""

    @cached_property
    def _engine(self) -> Engine:
        return create_engine(self._conn_string, poolclass=NullPool, connect_args={"timeout": _BUSY_SECONDS})

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection
