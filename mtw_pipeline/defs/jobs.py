"""The one job: everything, for one collection window."""

import dagster as dg

from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS

MAIN_JOB = "study_window"


def main_job() -> dg.UnresolvedAssetJobDefinition:
    """Every asset and every check of one window, in one process: a step costs milliseconds, and one writer writes."""
    return dg.define_asset_job(
        MAIN_JOB,
        selection=dg.AssetSelection.all(),
        partitions_def=COLLECTION_WINDOWS,
        executor_def=dg.in_process_executor,
        description="From the exports of one collection window to its report, with every check.",
    )
