"""Runs: running the main job, looking at what became of runs, throwing old records away.

What belongs here: what the command line and notebooks want of runs. What does not: the instance that keeps them
(defs/instance.py), how anything is printed (cli/). It stands above definitions: it is what runs them.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import dagster as dg

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.errors import UserError
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.reruns import narrowed
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import RunRecord, inputs_of, read_record, write_record
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.validation_process import ValidationProcess

PROCESS_TAG = "mtw/process"
_WINDOW_TAG = "dagster/partition"

_UNFINISHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


@dataclass(frozen=True)
class CheckOutcome:
    """A check that did not pass."""

    table: str
    check: str
    is_error: bool
    description: str


@dataclass(frozen=True)
class RunOutcome:
    """What became of one run.

    Args:
        run_id: Dagster's id of the run.
        succeeded: whether every step and every blocking check of it passed.
        failed_checks: the checks that did not pass, errors and warnings.
        problem: what stopped the run, for people; empty where nothing or only a check did.
        headline: the figures that the report put on top.
    """

    run_id: str
    succeeded: bool
    failed_checks: tuple[CheckOutcome, ...]
    problem: str
    headline: dict[str, object]


def run_window(
    instance: dg.DagsterInstance,
    study: Study,
    window: CollectionWindow,
    validation: ValidationProcess,
    selection: str | None = None,
) -> RunOutcome:
    """Run the main job for one window in this process; the run stands in the instance like any other.

    Args:
        instance: the study's instance.
        study: the study.
        window: the collection window.
        validation: judges the checks; it may serve many runs.
        selection: assets in Dagster's selection syntax (``tweets+``, ``group:text``); all by default.

    Raises:
        UserError: the selection cannot be read or names nothing.
    """
    record, inputs = read_record(study, window), inputs_of(study, window)
    definitions = build_definitions(study.root, {"validation": validation})
    instance.add_dynamic_partitions(str(COLLECTION_WINDOWS.name), [window.key])
    result = definitions.resolve_job_def(STUDY_WINDOW.name).execute_in_process(
        instance=instance,
        partition_key=window.key,
        asset_selection=_selected(definitions, selection),
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        tags={PROCESS_TAG: str(os.getpid())},
        raise_on_error=False,
    )
    failed = _failed_checks(result)
    is_whole = selection is None or selection == narrowed(record, inputs)
    if result.success and (is_whole or (record is not None and record.inputs == inputs)):
        write_record(study, window, RunRecord(inputs, result.run_id, datetime.now(UTC), len(failed)))
    return RunOutcome(
        run_id=result.run_id,
        succeeded=result.success,
        failed_checks=failed,
        problem=_problem(result.all_events),
        headline=_headline(result),
    )


def drop_window(instance: dg.DagsterInstance, window: CollectionWindow) -> None:
    """Take a window out of the partitions that Dagster offers; its past runs stay in the history."""
    instance.delete_dynamic_partition(str(COLLECTION_WINDOWS.name), window.key)


def close_abandoned_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark runs as failed whose process is gone (killed, power lost): nothing else would ever end them.

    Returns:
        The ids of the runs that were marked.
    """
    import psutil

    closed = []
    for run in instance.get_runs(dg.RunsFilter(statuses=_UNFINISHED)):
        process = run.tags.get(PROCESS_TAG)
        if process is not None and not psutil.pid_exists(int(process)):
            instance.report_run_failed(run, f"process {process} ended before the run did")
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
    for run in finished:
        instance.delete_run(run.run_id)
    return len(finished)


def last_runs(instance: dg.DagsterInstance) -> dict[str, dg.RunRecord]:
    """The latest run of each window, by the window's key."""
    latest: dict[str, dg.RunRecord] = {}
    for record in instance.get_run_records(dg.RunsFilter(job_name=STUDY_WINDOW.name), limit=200):
        window = record.dagster_run.tags.get(_WINDOW_TAG)
        if window is not None:
            latest.setdefault(window, record)
    return latest


# Dagster reads tweets+ by an older syntax, in which the sign is one step; in that of key:"tweets"+ it is all steps.
_BARE_NAME = re.compile(r"(?<![:\"\w])(?!and\b|or\b|not\b)[a-z_]\w*(?![\w:(\"])")


def _selected(definitions: dg.Definitions, selection: str | None) -> list[dg.AssetKey] | None:
    if selection is None:
        return None
    graph = definitions.get_repository_def().asset_graph
    try:
        read = dg.AssetSelection.from_string(_BARE_NAME.sub(r'key:"\g<0>"', selection))
        keys = read.required_multi_asset_neighbors().resolve(graph) & graph.materializable_asset_keys
    except (dg.DagsterError, ValueError) as error:
        raise UserError(
            f"The selection {selection!r} cannot be read: {error}",
            remedy="Name assets as in: tweets, tweets+, +study_report, group:text",
        ) from error
    if not keys:
        raise UserError(
            f"The selection {selection!r} names nothing that is made here", remedy="See the names with: dg list defs"
        )
    return sorted(keys)


def _failed_checks(result: dg.ExecuteInProcessResult) -> tuple[CheckOutcome, ...]:
    return tuple(
        CheckOutcome(
            table=one.asset_key.to_user_string(),
            check=one.check_name,
            is_error=one.severity == dg.AssetCheckSeverity.ERROR,
            description=one.description or "",
        )
        for one in result.get_asset_check_evaluations()
        if not one.passed
    )


def _problem(events: Sequence[dg.DagsterEvent]) -> str:
    for event in events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None and error.cls_name != "DagsterAssetCheckFailedError":
                return f"{event.step_key}: {error.message.strip()}"
        elif event.is_failure and event.event_specific_data is not None:
            error = getattr(event.event_specific_data, "error", None)
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None:
                return str(error.message).strip()
    return ""


def _headline(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    made = result.asset_materializations_for_node(REPORT)
    return {name: value.value for one in made for name, value in one.metadata.items()}
