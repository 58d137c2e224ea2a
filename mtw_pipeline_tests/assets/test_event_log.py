"""The storage of a study's events: Dagster's own with its connections kept, whatever Dagster renames."""

from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import text

from mtw_pipeline.defs import event_log
from mtw_pipeline.defs.event_log import EventLog
from mtw_pipeline.defs.instance import instance_of
from mtw_pipeline.study.folder import Study


@dg.asset
def made() -> None: ...


def test_a_study_keeps_its_events_in_this_storage(study: Study) -> None:
    with instance_of(study) as instance:
        assert isinstance(instance.event_log_storage, EventLog)
        run_id = dg.materialize([made], instance=instance).run_id
    with instance_of(study) as instance:
        assert instance.get_latest_materialization_event(dg.AssetKey("made")) is not None
        assert len(instance.all_logs(run_id)) > 5


def test_events_are_stored_by_one_engine_that_waits_for_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        events = instance.all_logs(dg.materialize([made], instance=instance).run_id)
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
    assert len(storage.get_logs_for_run(events[0].run_id)) == len(events)
    with storage.index_connection() as connection:
        assert connection.execute(text("pragma synchronous")).scalar() == 1
    assert len(engines) == 1
    storage.dispose()


def _none_of_dagsters(*_arguments: object, **_options: object) -> None:
    raise AssertionError("Dagster made an engine of its own")
