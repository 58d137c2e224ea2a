"""The storage of a study's events: Dagster's own with its connections kept and its events written in batches."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mtw_pipeline.defs import event_log
from mtw_pipeline.defs.event_log import EventLog
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.runs.records import delete_records
from mtw_pipeline.study.template import new_study
from mtw_pipeline_tests.builders import WINDOW

EVALUATION = dg.DagsterEventType.ASSET_CHECK_EVALUATION
WINDOWS = dg.DynamicPartitionsDefinition(name="window")


@dg.multi_asset(
    specs=[dg.AssetSpec("made", partitions_def=WINDOWS, code_version="1")],
    check_specs=[dg.AssetCheckSpec("inner", asset="made")],
)
def makes(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    context.log.info("a line of the log")
    context.log_event(dg.AssetObservation("outside", partition=context.partition_key))
    yield dg.MaterializeResult(
        asset_key="made",
        metadata={"rows": 3},
        check_results=[dg.AssetCheckResult(asset_key="made", check_name="inner", passed=True, metadata={"rows": 3})],
    )


@dg.asset(deps=["made"], partitions_def=WINDOWS, code_version="1")
def behind() -> None: ...


@dg.asset(deps=["behind"], code_version="1")
def across() -> None: ...


@dg.multi_asset_check(specs=[dg.AssetCheckSpec(name, asset="made") for name in ("good", "bad")])
def checks() -> Iterator[dg.AssetCheckResult]:
    for name in ("good", "bad"):
        yield dg.AssetCheckResult(
            asset_key="made", check_name=name, passed=name == "good", severity=dg.AssetCheckSeverity.WARN
        )


def run(instance: dg.DagsterInstance, window: str = "w1") -> dg.ExecuteInProcessResult:
    instance.add_dynamic_partitions("window", [window])
    definitions = dg.Definitions(
        assets=[makes, behind, across, dg.AssetSpec("outside")],
        asset_checks=[checks],
        jobs=[dg.define_asset_job("all", executor_def=dg.in_process_executor)],
    )
    return definitions.resolve_job_def("all").execute_in_process(instance=instance, partition_key=window)


@pytest.fixture(scope="module")
def events() -> list[dg.EventLogEntry]:
    """The events of two runs of one window: planned, logged, observed, materialized, checked."""
    with dg.DagsterInstance.ephemeral() as instance:
        runs = [run(instance), run(instance)]
        return [event for one in runs for event in instance.all_logs(one.run_id)]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.DagsterInstance]:
    """The instance of a study."""
    with instance_of(new_study(tmp_path_factory.mktemp("studies") / "study", hashtags=["InventedTag"])) as opened:
        yield opened


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[EventLog]:
    made = EventLog(str(tmp_path))
    yield made
    made.dispose()


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a database of events holds, the times apart at which its rows were written."""
    with closing(sqlite3.connect(folder / "event_log.db")) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        names = {
            table: [
                f'"{name}"' for _, name, *_ in connection.execute(f"pragma table_info({table})") if name[:6] != "create"
            ]
            for table in tables
            if table not in {"alembic_version", "secondary_indexes"}
        }
        return {
            table: connection.execute(f"select {', '.join(columns)} from {table} order by 1").fetchall()
            for table, columns in names.items()
        }


def test_a_study_keeps_its_events_in_this_storage_in_few_transactions(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(instance.event_log_storage, EventLog)
    written: list[int] = []
    write = EventLog._written

    def counted(storage: EventLog, connection: object, events: list[dg.EventLogEntry]) -> object:
        written.append(len(events))
        return write(storage, connection, events)  # type: ignore[arg-type]

    monkeypatch.setattr(EventLog, "_written", counted)
    number = len(instance.all_logs(run(instance).run_id))
    assert instance.get_latest_materialization_event(dg.AssetKey("made")) is not None
    assert sum(written) == number
    assert len(written) < number / 3


def test_every_table_holds_what_dagsters_own_storage_would_have_written(
    tmp_path: Path, storage: EventLog, events: list[dg.EventLogEntry]
) -> None:
    stock = ConsolidatedSqliteEventLogStorage(str(tmp_path / "stock"))
    kinds = {event.dagster_event.event_type_value if event.dagster_event else "log" for event in events}
    assert {"log", "ASSET_OBSERVATION", "ASSET_MATERIALIZATION_PLANNED", "ASSET_CHECK_EVALUATION_PLANNED"} <= kinds
    for event in events:
        storage.store_event(event)
        stock.store_event(event)
    storage.write_waiting()
    stock.dispose()
    found = rows(tmp_path)
    assert found == rows(tmp_path / "stock")
    assert {name for name, content in found.items() if content} == {
        "event_logs", "asset_keys", "asset_event_tags", "asset_check_executions",
    }  # fmt: skip


def test_a_check_that_nobody_planned_is_kept_too(
    tmp_path: Path, storage: EventLog, events: list[dg.EventLogEntry]
) -> None:
    unplanned = [one for one in events if one.dagster_event and one.dagster_event.event_type is EVALUATION]
    assert len(unplanned) == 6
    stock = ConsolidatedSqliteEventLogStorage(str(tmp_path / "stock"))
    for event in unplanned:
        storage.store_event(event)
        stock.store_event(event)
    storage.write_waiting()
    stock.dispose()
    assert rows(tmp_path) == rows(tmp_path / "stock")


def test_what_a_run_rests_on_is_remembered_as_it_is_stored(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each check the table that it judged, of each table the versions of what it was made from."""

    def facts(run_id: str) -> list[object]:
        numbers = [record.storage_id for record in instance.get_records_for_run(run_id).records]
        found: list[object] = []
        for record in instance.get_records_for_run(run_id).records:
            event = record.event_log_entry.dagster_event
            if event is not None and event.event_type is EVALUATION:
                target = event.asset_check_evaluation_data.target_materialization_data
                assert target is not None
                found.append((event.asset_check_evaluation_data.check_name, numbers.index(target.storage_id)))
            if event is not None and event.is_step_materialization:
                tags = event.materialization.tags or {}
                found.append({name: value for name, value in tags.items() if "pointer" not in name})
        return found

    run(instance)
    remembered = facts(run(instance, "w2").run_id)
    monkeypatch.setattr(EventLog, "_remember", lambda *_: None)
    assert remembered == facts(run(instance, "w2").run_id)
    assert len(remembered) == 6


def test_an_event_is_on_the_disk_in_time_though_nothing_follows(
    tmp_path: Path, storage: EventLog, events: list[dg.EventLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "SECONDS_IN_MEMORY", 0.01)
    [line] = [one for one in events if one.dagster_event is None][:1]
    storage.store_event(line)
    if storage._timer is not None:
        storage._timer.join()
    assert len(rows(tmp_path)["event_logs"]) == 1


def test_what_cannot_be_written_waits_and_is_written_once(
    tmp_path: Path, storage: EventLog, events: list[dg.EventLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = EventLog._written

    def refused(storage: EventLog, connection: object, events: list[dg.EventLogEntry]) -> object:
        write(storage, connection, events)  # type: ignore[arg-type]
        raise DBAPIError("insert", None, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(EventLog, "_written", refused)
    for event in events[:4]:
        if not (event.dagster_event and event.dagster_event.is_job_event):
            storage.store_event(event)
    with pytest.raises(DBAPIError):
        storage.write_waiting()
    assert rows(tmp_path)["event_logs"] == []
    storage._in_time()
    monkeypatch.undo()
    kept = len(storage._waiting)
    assert len(storage.get_logs_for_run(events[0].run_id)) == kept == len(rows(tmp_path)["event_logs"]) > 1


def test_events_are_stored_by_one_engine_that_waits_for_no_disk(
    tmp_path: Path, events: list[dg.EventLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    engines: list[object] = []
    create = event_log.create_engine

    def counted(*arguments: object, **options: object) -> object:
        engines.append(arguments)
        return create(*arguments, **options)

    monkeypatch.setattr(event_log, "create_engine", counted)
    storage = EventLog(str(tmp_path))
    monkeypatch.setattr(f"{type(storage).__mro__[1].__module__}.create_engine", _none_of_dagsters)
    for event in events:
        storage.store_event(event)
    stored = sum(len(storage.get_logs_for_run(run_id)) for run_id in {event.run_id for event in events})
    assert stored == len(events)
    with storage.index_connection() as connection:
        assert connection.execute(text("pragma synchronous")).scalar() == 1
    assert len(engines) == 1
    storage.dispose()


def _none_of_dagsters(*_arguments: object, **_options: object) -> None:
    raise AssertionError("Dagster made an engine of its own")


def test_of_a_run_that_was_deleted_nothing_is_left(tmp_path: Path) -> None:
    """Neither what its checks found, nor that it made something last; what another run left stays as it was."""
    study = new_study(tmp_path / "study", hashtags=["InventedTag"])
    with instance_of(study) as instance:
        kept, deleted = run(instance, "w1"), run(instance, WINDOW.key)
        before = rows(study.dagster_home / "history")
        assert delete_records(instance, [WINDOW]) == [deleted.run_id]
    left = rows(study.dagster_home / "history")
    assert deleted.run_id not in str([left["event_logs"], left["asset_check_executions"]])
    assert left["asset_check_executions"] == [
        row for row in before["asset_check_executions"] if kept.run_id in map(str, row)
    ]
    assert [row[0] for row in left["asset_keys"]] == [row[0] for row in before["asset_keys"]]
    with closing(sqlite3.connect(study.dagster_home / "history" / "event_log.db")) as connection:
        assert set(connection.execute("select last_materialization from asset_keys")) == {(None,)}
