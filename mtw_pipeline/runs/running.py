"""Running the main job for a window, and what became of that run.

What belongs here: from a selection of assets to an outcome. What does not: which assets are left (reexecution.py), what
stopped a run (problems.py), and the runs of before (records.py).
"""

import logging
import re
from dataclasses import dataclass

import dagster as dg

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.assets.table_assets import MADE_WHOLE
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.run_process import tags_of_this_process
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.ahead import ReadAhead
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.runs.problems import problem_of, was_interrupted
from mtw_pipeline.runs.reexecution import Graph, what_is_left
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import end_run
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.validation.process import ValidationProcess

log = logging.getLogger(__name__)

_PARENT_TAG, _ROOT_TAG = "dagster/parent_run_id", "dagster/root_run_id"


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
        problem=problem_of(result.all_events),
        headline=_headline(result),
        was_interrupted=was_interrupted(result.all_events),
    )


def _tags_of_going_on(instance: dg.DagsterInstance, parent: str) -> dict[str, str]:
    """The tags by which Dagster's UI shows which run another goes on from."""
    run = instance.get_run_by_id(parent) if parent else None
    if run is None:
        return {}
    return {_PARENT_TAG: parent, _ROOT_TAG: run.tags.get(_ROOT_TAG, parent)}


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


def _headline(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    made = result.asset_materializations_for_node(REPORT)
    return {name: value.value for one in made for name, value in one.metadata.items()}
