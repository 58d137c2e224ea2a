"""Where Dagster 1.13 keeps events, as far as decisions 11 and 55 rest on it: on classes that Dagster keeps to itself.

What belongs here: its SQLite storages alone. What does not: ours, which changes one of them
(assets/home/test_event_log.py).
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage, SqlEventLogStorage, SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite import consolidated_sqlite_event_log
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from sqlalchemy.exc import OperationalError

from mtw_pipeline.defs.home.tables import make_databases


@dg.asset
def stored() -> None: ...


@pytest.fixture(scope="module")
def events() -> list[dg.EventLogEntry]:
    """The events of a run that made one asset."""
    with dg.DagsterInstance.ephemeral() as instance:
        return list(instance.all_logs(dg.materialize([stored], instance=instance).run_id))


@pytest.fixture
def consolidated(tmp_path: Path) -> Iterator[ConsolidatedSqliteEventLogStorage]:
    made = ConsolidatedSqliteEventLogStorage(str(tmp_path))
    yield made
    made.dispose()


def asked(path: Path, statement: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchone()[0]
    finally:
        connection.close()


def materializations(folder: Path) -> dict[str, object]:
    statement = "select count(*) from event_logs where dagster_event_type = 'ASSET_MATERIALIZATION'"
    return {path.name: asked(path, statement) for path in sorted(folder.glob("*.db"))}


def test_the_stock_storage_keeps_an_asset_event_twice(tmp_path: Path, events: list[dg.EventLogEntry]) -> None:
    """Decision 11: hence the consolidated one, which Dagster calls one for tests."""
    storage = SqliteEventLogStorage(str(tmp_path))
    for event in events:
        storage.store_event(event)
    storage.dispose()
    assert materializations(tmp_path) == {f"{events[0].run_id}.db": 1, "index.db": 1}


def test_the_consolidated_storage_keeps_it_once_in_a_database_that_logs_ahead(
    tmp_path: Path, consolidated: ConsolidatedSqliteEventLogStorage, events: list[dg.EventLogEntry]
) -> None:
    """Decision 11: in WAL mode the disk need not be waited for."""
    for event in events:
        consolidated.store_event(event)
    assert materializations(tmp_path) == {"event_log.db": 1}
    assert asked(tmp_path / "event_log.db", "pragma journal_mode") == "wal"


def test_every_event_and_every_question_for_a_table_makes_a_new_engine(
    consolidated: ConsolidatedSqliteEventLogStorage, events: list[dg.EventLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decision 11: two thirds of the cost of an event. When the engine is kept, our storage can go."""
    made: list[object] = []
    create = consolidated_sqlite_event_log.create_engine

    def counted(*arguments: object, **options: object) -> object:
        made.append(arguments)
        return create(*arguments, **options)

    monkeypatch.setattr(consolidated_sqlite_event_log, "create_engine", counted)
    for event in events:
        consolidated.store_event(event)
    assert len(made) >= len(events)
    before = len(made)
    assert consolidated.has_table("event_logs")
    assert len(made) == before + 1


def test_every_check_and_every_dependency_asks_the_storage_for_the_latest_of_its_partition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Decisions 11 and 129: what our storage answers from memory. When it is asked otherwise, that memory is idle."""
    asked: list[object] = []
    for name in ("fetch_materializations", "get_latest_tags_by_partition", "get_asset_records"):
        real = getattr(SqlEventLogStorage, name)

        def noted(
            storage: object, *given: object, _name: str = name, _real: Callable[..., object] = real, **named: object
        ) -> object:
            asked.append((_name, given, named))
            return _real(storage, *given, **named)

        monkeypatch.setattr(SqlEventLogStorage, name, noted)
    windows = dg.StaticPartitionsDefinition(["w1"])

    @dg.asset(partitions_def=windows, check_specs=[dg.AssetCheckSpec("rule", asset="one")])
    def one() -> dg.MaterializeResult:
        return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])

    @dg.asset(partitions_def=windows, deps=["one"])
    def two() -> None: ...

    with dg.DagsterInstance.ephemeral() as instance:
        dg.materialize([one, two], instance=instance, partition_key="w1")
    key = dg.AssetKey("one")
    of_check = dg.AssetRecordsFilter(key, asset_partitions=["w1"]), 1, None, False
    of_dependency = key, dg.DagsterEventType.ASSET_MATERIALIZATION, ["dagster/data_version"]
    expected = [
        ("fetch_materializations", of_check, {}),
        ("get_latest_tags_by_partition", of_dependency, {"asset_partitions": ["w1"]}),
    ]
    assert asked[:1] == expected[:1]
    expected.append(("get_asset_records", ([key],), {}))
    assert [one in asked for one in expected] == [True] * len(expected)
    assert [one for one in asked if one not in expected] == []


def test_every_way_to_the_database_goes_through_one_method(
    consolidated: ConsolidatedSqliteEventLogStorage, events: list[dg.EventLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decision 11: that method, and ``has_table``, are what our storage replaces."""
    consolidated.has_table("event_logs")

    def refuse() -> None:
        raise NotImplementedError

    monkeypatch.setattr(consolidated, "_connect", refuse)
    for connect in (consolidated.index_connection, lambda: consolidated.run_connection("a run")):
        with pytest.raises(NotImplementedError):
            connect()
    with pytest.raises(NotImplementedError):
        consolidated.store_event(events[0])


def test_a_home_has_one_version_in_the_databases_of_runs_and_schedules_and_none_in_that_of_events(
    tmp_path: Path, consolidated: ConsolidatedSqliteEventLogStorage
) -> None:
    """Decision 55: by its tables and versions a home is known to be whole."""
    SqliteRunStorage.from_local(str(tmp_path))
    SqliteScheduleStorage.from_local(str(tmp_path))
    statement = "select count(*) from alembic_version"
    versions = {path.name: asked(path, statement) for path in sorted(tmp_path.glob("*.db"))}
    assert versions == {"event_log.db": 0, "runs.db": 1, "schedules.db": 1}
    assert Path(consolidated.get_db_path()).parent == tmp_path


@pytest.mark.parametrize("name", ["year [2021]", "a?b", "my%20study"])
def test_dagster_cannot_keep_its_home_in_a_folder_of_such_a_name(tmp_path: Path, name: str) -> None:
    """Decision 0212: once it can, such studies need not be refused any more."""
    home = tmp_path / name
    home.mkdir()
    make_databases(home)
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n", encoding="utf-8")
    try:
        with dg.DagsterInstance.from_config(str(home)) as instance:
            instance.get_runs(limit=1)
            follows_settings = not instance.telemetry_enabled
    except OperationalError:
        return
    assert not follows_settings or [*tmp_path.iterdir()] != [home]
