"""What Dagster's instance knows of runs: the latest, those that were killed, and records that go.

What belongs here: looking at runs, closing and deleting them. What does not: running (running.py), and the instance
itself (defs/home/instance.py).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg

from mtw_pipeline.defs.event_log import EventLog
from mtw_pipeline.defs.jobs import latest_runs
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS, WINDOW_TAG
from mtw_pipeline.defs.run_process import GONE_TAG, PROCESS_TAG, Life, life_of, was_killed
from mtw_pipeline.runs.problems import was_interrupted
from mtw_pipeline.study.windows import CollectionWindow

_UNFINISHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def drop_window(instance: dg.DagsterInstance, window: CollectionWindow) -> None:
    """Take a window out of the partitions that Dagster offers; its past runs stay in the history."""
    instance.delete_dynamic_partition(str(COLLECTION_WINDOWS.name), window.key)


def close_abandoned_runs(instance: dg.DagsterInstance, *, none_of_the_ui: bool = False) -> list[str]:
    """Mark runs as failed whose process is gone (killed, power lost): they would keep all later ones waiting.

    Args:
        instance: the study's instance.
        none_of_the_ui: whether no UI of the study is open, so that a run which said of no process yet has none.

    Returns:
        The ids of the runs that were marked.
    """
    closed = []
    for run in instance.get_runs(dg.RunsFilter(statuses=_UNFINISHED)):
        life = life_of(run.tags)
        if life is Life.GONE:
            instance.report_run_failed(run, f"process {run.tags[PROCESS_TAG]} ended before the run did")
        elif none_of_the_ui and not run.tags.get(PROCESS_TAG):
            instance.report_run_failed(run, "the UI that started it ended before the run did")
        else:
            continue
        instance.add_run_tags(run.run_id, {GONE_TAG: "true"})
        closed.append(run.run_id)
    return closed


def prune(instance: dg.DagsterInstance, keep_days: int) -> int:
    """Delete the records of finished runs older than so many days; tables and reports stay.

    Returns:
        The number of runs whose records were deleted.
    """
    before = datetime.now(UTC) - timedelta(days=keep_days)
    finished = [
        run
        for run in instance.get_runs(dg.RunsFilter(created_before=before))
        if run.status not in (*_UNFINISHED, dg.DagsterRunStatus.QUEUED)
    ]
    _delete(instance, finished)
    return len(finished)


def delete_records(instance: dg.DagsterInstance, windows: Sequence[CollectionWindow]) -> list[str]:
    """Delete the records of all finished runs of windows; tables and reports stay.

    Returns:
        The ids of these runs.
    """
    keys = {window.key for window in windows}
    found = [run for run in instance.get_runs() if run.tags.get(WINDOW_TAG) in keys and run.is_finished]
    _delete(instance, found)
    return [run.run_id for run in found]


def _delete(instance: dg.DagsterInstance, runs: Sequence[dg.DagsterRun]) -> None:
    for run in runs:
        instance.delete_run(run.run_id)
    storage = instance.event_log_storage
    if isinstance(storage, EventLog):
        storage.delete_what_no_event_tells()


def last_runs(instance: dg.DagsterInstance, windows: Sequence[CollectionWindow]) -> dict[str, dg.RunRecord]:
    """The latest run of each window of which a record is left, by the window's key."""
    return {window.key: record for window in windows for record in latest_runs(instance, window.key, 1)}


def was_stopped(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether a run failed because somebody stopped it or its process was ended, and not by what it did."""
    if was_killed(run.tags):
        return True
    failures = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    entries = instance.all_logs(run.run_id, of_type=failures) if run.is_failure else ()
    return was_interrupted([one.dagster_event for one in entries if one.dagster_event is not None])
