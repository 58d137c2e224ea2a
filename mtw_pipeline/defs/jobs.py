"""The one job: everything, for one collection window."""

import dagster as dg

STUDY_WINDOW = dg.define_asset_job(
    "study_window",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From the exports of one collection window to its report, with every check.",
)
"""One process, because a step costs milliseconds there and seconds in one of its own, and because one writer writes."""


def makes(run: dg.DagsterRun, asset: str) -> bool:
    """Whether a run makes an asset too; one that selects none makes all."""
    return not run.asset_selection or dg.AssetKey(asset) in run.asset_selection
