"""How events become rows of Dagster's tables, many in one transaction.

What belongs here: the rows and the statements of a batch. What does not: when a batch is written (event_log.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import dagster as dg
from dagster._core.storage.event_log import SqlEventLogStorageMetadata, SqlEventLogStorageTable
from sqlalchemy import Update, bindparam, exists, func
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import Connection

PLANNED = dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED.value
EVALUATED = dg.DagsterEventType.ASSET_CHECK_EVALUATION.value

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Numbered:
    """An event with its row in ``event_logs``, the number that it has there included."""

    event: dg.EventLogEntry
    row: Row

    @property
    def kind(self) -> str:
        """Its type as Dagster names it; empty for a line of a log."""
        return str(self.row["dagster_event_type"] or "")


def is_of_a_check_with_partitions(event: dg.EventLogEntry) -> bool:
    """Whether an event plans a check for partitions, for each of which Dagster keeps a row: none of ours does."""
    facts = event.dagster_event.event_specific_data if event.dagster_event is not None else None
    return (
        getattr(facts, "partitions_subset", None) is not None
        and event.dagster_event is not None
        and event.dagster_event.event_type_value == PLANNED
    )


def insert_numbered(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Insert rows of ``event_logs`` and give each the number that it has there.

    The transaction must write already (``begin immediate``), so that nobody else takes these numbers.
    """
    last = connection.exec_driver_sql("select coalesce(max(id), 0) from event_logs").scalar_one()
    numbered: list[Row] = [{**row, "id": number} for number, row in enumerate(rows, last + 1)]
    connection.execute(SqlEventLogStorageTable.insert(), numbered)
    return numbered


def put_assets(connection: Connection, rows: Sequence[Row]) -> None:
    """What the table of assets says of each that something happened to, the last of it; made where it is not there."""
    for names, alike in groupby(rows, key=tuple):
        connection.execute(_put(names), [dict(row) for row in alike])


def insert_planned_checks(connection: Connection, planned: Sequence[Numbered]) -> None:
    """A row for every check that a run means to make."""
    if planned:
        rows = [_check_row(one, "PLANNED") | {"partition": None} for one in planned]
        connection.execute(SqlEventLogStorageMetadata.tables["asset_check_executions"].insert(), rows)


def update_evaluated_checks(connection: Connection, evaluated: Sequence[Numbered]) -> None:
    """What checks found, in the rows in which they were planned; in new ones where they were not."""
    rows = [_evaluated_row(one) for one in evaluated]
    if not rows or connection.execute(_update(), rows).rowcount == len(rows):
        return
    table = SqlEventLogStorageMetadata.tables["asset_check_executions"]
    for row in rows:
        if connection.execute(_update(), row).rowcount == 0:
            connection.execute(table.insert(), {name.removeprefix("of_"): value for name, value in row.items()})


def delete_what_no_event_tells(connection: Connection) -> None:
    """What checks found in runs without events any more, and what these made last: Dagster keeps both of them."""
    events = SqlEventLogStorageTable
    checks, assets = (SqlEventLogStorageMetadata.tables[name] for name in ("asset_check_executions", "asset_keys"))
    made_by = func.json_extract(assets.c.last_materialization, "$.event_log_entry.run_id")
    connection.execute(checks.delete().where(~exists().where(events.c.run_id == checks.c.run_id)))
    connection.execute(
        assets.update().where(~exists().where(events.c.run_id == made_by)).values(last_materialization=None)
    )


def _evaluated_row(one: Numbered) -> dict[str, Any]:
    found = _evaluation(one.event)
    target = found.target_materialization_data
    row = _check_row(one, "SUCCEEDED" if found.passed else "FAILED") | {
        "materialization_event_storage_id": target.storage_id if target is not None else None
    }
    named = {f"of_{name}": row.pop(name) for name in ("asset_key", "check_name", "run_id")}
    return row | named | {"of_partition": found.partition}


def _check_row(one: Numbered, status: str) -> dict[str, Any]:
    if one.event.dagster_event is None:
        raise TypeError("a line of a log is of no check")
    facts: Any = one.event.dagster_event.event_specific_data
    return {
        "asset_key": facts.asset_key.to_string(),
        "check_name": facts.check_name,
        "run_id": one.event.run_id,
        "execution_status": status,
        "evaluation_event": one.row["event"],
        "evaluation_event_timestamp": one.row["timestamp"],
        "evaluation_event_storage_id": one.row["id"],
    }


def _evaluation(event: dg.EventLogEntry) -> dg.AssetCheckEvaluation:
    facts = event.dagster_event.event_specific_data if event.dagster_event is not None else None
    if not isinstance(facts, dg.AssetCheckEvaluation):
        raise TypeError(f"{type(facts).__name__} is no evaluation of a check")
    return facts


@cache
def _put(names: tuple[str, ...]) -> Insert:
    table = SqlEventLogStorageMetadata.tables["asset_keys"]
    statement = insert(table).values({name: bindparam(name) for name in names})
    said = {name: statement.excluded[name] for name in names if name != "asset_key"}
    return statement.on_conflict_do_update(index_elements=["asset_key"], set_=said)


@cache
def _update() -> Update:
    table = SqlEventLogStorageMetadata.tables["asset_check_executions"]
    changed = (
        "execution_status", "evaluation_event", "evaluation_event_timestamp", "evaluation_event_storage_id",
        "materialization_event_storage_id",
    )  # fmt: skip
    return (
        table.update()
        .where(
            table.c.asset_key == bindparam("of_asset_key"),
            table.c.check_name == bindparam("of_check_name"),
            table.c.run_id == bindparam("of_run_id"),
            table.c.partition.is_not_distinct_from(bindparam("of_partition")),
        )
        .values({name: bindparam(name) for name in changed})
    )
