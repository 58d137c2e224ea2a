"""Runs: running the main job, looking at what became of runs, throwing old records away.

What belongs here: what the command line and notebooks want of runs. What does not: the instance that keeps them
(defs/home/instance.py), how anything is printed (cli/). It stands above definitions: it is what runs them.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeGuard

import dagster as dg

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.assets.table_assets import MADE_WHOLE
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS, WINDOW_TAG
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.run_process import GONE_TAG, PROCESS_TAG, Life, life_of, tags_of_this_process
from mtw_pipeline.errors import UserError, machine_error_of, user_errors
from mtw_pipeline.exports.ahead import ReadAhead
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.reexecution import Graph, what_is_left
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import end_run
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.validation.process import ValidationProcess

log = logging.getLogger(__name__)

_CHECK_FAILED = "DagsterAssetCheckFailedError"
_INTERRUPTED = "DagsterExecutionInterruptedError"
_FAILURE = "Failure"  # Dagster's, raised by our own checks with a message for people

_PARENT_TAG, _ROOT_TAG = "dagster/parent_run_id", "dagster/root_run_id"
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
        was_interrupted: whether somebody stopped it.
    """

    run_id: str
    succeeded: bool
    failed_checks: tuple[CheckOutcome, ...]
    problem: str
    headline: dict[str, object]
    was_interrupted: bool = False


def run_window(
    instance: dg.DagsterInstance,
    study: Study,
    window: CollectionWindow,
    validation: ValidationProcess,
    selection: str | None = None,
    *,
    goes_on: bool = False,
    is_locked: bool = False,
    ahead: ReadAhead | None = None,
) -> RunOutcome:
    """Run the main job for one window in this process; the run stands in the instance like any other.

    Args:
        instance: the study's instance.
        study: the study.
        window: the collection window.
        validation: makes the checks; it may serve many runs.
        selection: assets in Dagster's selection syntax (``tweets+``, ``group:text``); all by default.
        goes_on: whether what runs before made is taken over, in place of a selection.
        is_locked: whether the caller holds the study's lock.
        ahead: reads the window's exports already.

    Raises:
        UserError: the selection cannot be read or names nothing.
    """
    resource = StudyResource(root=str(study.root))
    warehouse = WarehouseResource(study=resource, is_locked=is_locked, ahead=ahead)
    definitions = build_definitions(study.root, {"validation": validation, "warehouse": warehouse})
    graph = Graph(definitions) if goes_on or selection is not None else None
    left = what_is_left(instance, graph, study, window) if graph is not None else None
    chosen = left.assets if left is not None else None
    if graph is not None and selection is not None:
        chosen = _selected(graph, selection)
    parent = left.run_id if goes_on and left is not None else ""
    if goes_on and left is not None:
        log.info("%s", left)
        if not chosen:
            end_run(study, window, parent, 0, left.basis)
            return RunOutcome(parent, succeeded=True, failed_checks=(), problem="", headline={})
    result = _executed(instance, definitions, window, chosen, parent)
    outcome = _outcome(result)
    left_out = any(one.check == MADE_WHOLE for one in outcome.failed_checks)  # the next run tries again all the same
    if result.success and not left_out and (chosen is None or (left is not None and left.assets <= chosen)):
        basis = left.basis if left is not None else None
        end_run(study, window, result.run_id, len(outcome.failed_checks), basis)
    return outcome


def _executed(
    instance: dg.DagsterInstance,
    definitions: dg.Definitions,
    window: CollectionWindow,
    chosen: frozenset[dg.AssetKey] | None,
    parent: str,
) -> dg.ExecuteInProcessResult:
    """Execute the main job for a window: all of its assets, or those that were chosen."""
    instance.add_dynamic_partitions(str(COLLECTION_WINDOWS.name), [window.key])
    return definitions.resolve_job_def(STUDY_WINDOW.name).execute_in_process(
        instance=instance,
        partition_key=window.key,
        asset_selection=sorted(chosen) if chosen is not None else None,
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        tags=tags_of_this_process() | _tags_of_going_on(instance, parent),
        raise_on_error=False,
    )


def _outcome(result: dg.ExecuteInProcessResult) -> RunOutcome:
    return RunOutcome(
        run_id=result.run_id,
        succeeded=result.success,
        failed_checks=_failed_checks(result),
        problem=_problem(result.all_events),
        headline=_headline(result),
        was_interrupted=_was_interrupted(result.all_events),
    )


def _tags_of_going_on(instance: dg.DagsterInstance, parent: str) -> dict[str, str]:
    """The tags by which Dagster's UI shows which run another goes on from."""
    run = instance.get_run_by_id(parent) if parent else None
    if run is None:
        return {}
    return {_PARENT_TAG: parent, _ROOT_TAG: run.tags.get(_ROOT_TAG, parent)}


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
        elif none_of_the_ui and PROCESS_TAG not in run.tags:
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
    for run in finished:
        instance.delete_run(run.run_id)
    return len(finished)


def delete_records(instance: dg.DagsterInstance, windows: Sequence[CollectionWindow]) -> list[str]:
    """Delete the records of all finished runs of windows; tables and reports stay.

    Returns:
        The ids of these runs.
    """
    keys = {window.key for window in windows}
    deleted = []
    for run in instance.get_runs():
        if run.tags.get(WINDOW_TAG) in keys and run.is_finished:
            instance.delete_run(run.run_id)
            deleted.append(run.run_id)
    return deleted


def last_runs(instance: dg.DagsterInstance) -> dict[str, dg.RunRecord]:
    """The latest run of each window, by the window's key."""
    latest: dict[str, dg.RunRecord] = {}
    for record in instance.get_run_records(dg.RunsFilter(job_name=STUDY_WINDOW.name), limit=200):
        window = record.dagster_run.tags.get(WINDOW_TAG)
        if window is not None:
            latest.setdefault(window, record)
    return latest


def was_stopped(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether a run failed because somebody stopped it or its process was ended, and not by what it did."""
    if GONE_TAG in run.tags:
        return True
    failures = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    entries = instance.all_logs(run.run_id, of_type=failures) if run.is_failure else ()
    return _was_interrupted([one.dagster_event for one in entries if one.dagster_event is not None])


# Dagster reads tweets+ by an older syntax, in which the sign is one step; in that of key:"tweets"+ it is all steps.
_BARE_NAME = re.compile(r"(?<![:\"\w])(?!and\b|or\b|not\b)[a-z_]\w*(?![\w:(\"])")


def _selected(graph: Graph, selection: str) -> frozenset[dg.AssetKey]:
    try:
        keys = graph.selected(_BARE_NAME.sub(r'key:"\g<0>"', selection))
    except (dg.DagsterError, ValueError) as error:
        raise UserError(
            f"The selection {selection!r} cannot be read: {error}",
            remedy="Name assets as in: tweets, tweets+, +study_report, group:text",
        ) from error
    if not keys:
        raise UserError(
            f"The selection {selection!r} names nothing that is made here",
            remedy="Name tables of docs/data-dictionary.md, as in: tweets, tweets+, +leaders",
        )
    return keys


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
    """What stopped a run: of every step that failed, and where none did, of the run; empty where only checks did."""
    steps = [
        f"{event.step_key}: {_told(event.step_failure_data.error)}"
        for event in events
        if event.is_step_failure and _is_problem(event.step_failure_data.error)
    ]
    if steps:
        return "\n".join(steps)
    errors = [getattr(event.event_specific_data, "error", None) for event in events if event.is_failure]
    return next((_told(error) for error in errors if _is_problem(error)), "")


def _was_interrupted(events: Sequence[dg.DagsterEvent]) -> bool:
    errors = [event.step_failure_data.error for event in events if event.is_step_failure]
    errors += [getattr(event.event_specific_data, "error", None) for event in events if event.is_failure]
    return any(one.cls_name == _INTERRUPTED for error in errors for one in _causes(error))


def _is_problem(error: "_KeptError | None") -> "TypeGuard[_KeptError]":
    """Whether there is an error, and none by which Dagster says that a blocking check did not pass."""
    return error is not None and not any(one.cls_name == _CHECK_FAILED for one in _causes(error))


class _KeptError(Protocol):
    """An error as Dagster keeps it in its events."""

    @property
    def cls_name(self) -> str | None: ...
    @property
    def message(self) -> str: ...
    @property
    def cause(self) -> "_KeptError | None": ...


def _told(error: _KeptError) -> str:
    """What a person is told of an error: whole, if it was made for people, wherever it stands among the causes.

    Of an error of the program the innermost cause says most. What the machine refuses, a full disk, is none.
    """
    causes = list(_causes(error))
    for_people = {kind.__name__ for kind in user_errors()} | {_FAILURE}
    for one in causes:
        if one.cls_name in for_people:
            return one.message.strip().partition(": ")[2]
    refused = next(filter(None, (machine_error_of(one.cls_name or "", one.message) for one in causes)), None)
    return str(refused) if refused is not None else f"an error of the program: {causes[-1].message.strip()}"


def _causes(error: _KeptError | None) -> Iterator[_KeptError]:
    """An error, and what it was raised from, from the outside in."""
    while error is not None:
        yield error
        error = error.cause


def _headline(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    made = result.asset_materializations_for_node(REPORT)
    return {name: value.value for one in made for name, value in one.metadata.items()}
