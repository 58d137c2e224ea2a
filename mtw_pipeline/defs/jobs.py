"""The one job, everything for one collection window; and what a run of some assets keeps of it.

Report and copy stand behind the last tables, so that the UI draws few edges. Of a run that makes none of the assets
between, Dagster knows neither an order nor which failed check concerns them: both stand here.

What belongs here: the order of steps. What does not: any step (assets/), and when a job runs (automation.py).
"""

from itertools import chain

import dagster as dg
from dagster._core.definitions.assets.job.asset_job import IMPLICIT_ASSET_JOB_NAME

from mtw_pipeline.defs.partitions import WINDOW_TAG

STUDY_WINDOW = dg.define_asset_job(
    "study_window",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From the exports of one collection window to its report, with every check.",
)
"""One process, because a step costs milliseconds there and seconds in one of its own, and because one writer writes."""

BEFORE_TABLES = {"dagster/priority": "1"}
"""Tags of a step that is taken before all others that wait for nothing: the exports are read first."""
MEASURED_BESIDE = {"dagster/priority": "-1"}
"""Tags of a step that waits for another process: it is taken when there is nothing else to do meanwhile."""
AFTER_TABLES = {"dagster/priority": "-2"}
AFTER_THE_COPY = {"dagster/priority": "-3"}
"""Tags of a step that waits for all steps of a higher priority: steps are taken one by one."""


def stop_where_a_check_failed(context: dg.AssetExecutionContext) -> None:
    """End a step of a run of chosen assets where a blocking check of that run did not pass.

    Raises:
        dagster.Failure: one did not.
    """
    if not context.run.asset_selection:
        return
    evaluations = context.instance.all_logs(context.run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    for one in (entry.get_dagster_event().asset_check_evaluation_data for entry in evaluations):
        if one.blocking and not one.passed and one.severity == dg.AssetCheckSeverity.ERROR:
            name = f"{one.asset_key.to_user_string()}.{one.check_name}"
            raise dg.Failure(f"Not made, because the check {name} did not pass: mend what it says and run again")


def makes(run: dg.DagsterRun, asset: str) -> bool:
    """Whether a run makes an asset too; one that selects none makes all."""
    return not run.asset_selection or dg.AssetKey(asset) in run.asset_selection


def latest_runs(instance: dg.DagsterInstance, window: str, most: int) -> list[dg.RunRecord]:
    """The latest runs that made anything of a window, the last one first.

    What is materialized in the UI's graph of assets, and a backfill there, runs by a job that Dagster makes itself.
    """
    of_jobs = (
        instance.get_run_records(dg.RunsFilter(job_name=job, tags={WINDOW_TAG: window}), limit=most)
        for job in (STUDY_WINDOW.name, IMPLICIT_ASSET_JOB_NAME)
    )
    return sorted(chain.from_iterable(of_jobs), key=lambda one: one.storage_id, reverse=True)[:most]
