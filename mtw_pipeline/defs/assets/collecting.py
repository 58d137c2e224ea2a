"""Collecting as Dagster sees it: a job that collects a window, its schedule, and the table of what was asked.

What belongs here: these. What does not: what is collected, and from where (collect/); the run that
follows, which the sensor for new exports starts (automation.py).
"""

from typing import Any

import dagster as dg

from mtw_pipeline.collect.records.record import Record
from mtw_pipeline.collect.records.rows import collections_of_window
from mtw_pipeline.defs.assets.table_assets import python_asset
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.defs.run_process import tags_of_this_process
from mtw_pipeline.errors import UserError
from mtw_pipeline.lineage.known import EXPORT_FILES
from mtw_pipeline.study.settings import ScheduleSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.collections import COLLECTIONS

_COLLECTIONS = dg.TableSchema(
    [
        dg.TableColumn("collection", "string"),
        dg.TableColumn("asked", "string"),
        dg.TableColumn("posts", "int"),
        dg.TableColumn("pages", "int"),
        dg.TableColumn("requests", "int"),
        dg.TableColumn("may lack", "string"),
    ]
)


def collections_asset() -> dg.AssetsDefinition:
    """The table of what was collected, from the records that lie beside the export files."""
    made = python_asset(COLLECTIONS, collections_of_window)
    return made.map_asset_specs(lambda spec: spec.merge_attributes(deps=[EXPORT_FILES]))


@dg.op(description="Collects what is left of a window from every platform that study.toml names.")
def posts_of_platforms(context: dg.OpExecutionContext, study: StudyResource) -> None:
    """Collect, and say with the export files of the window what came."""
    from mtw_pipeline.collect.requester import SystemClock
    from mtw_pipeline.collect.unattended import collect_unattended

    context.instance.add_run_tags(context.run_id, tags_of_this_process())
    window = CollectionWindow.from_key(context.partition_key)
    made = collect_unattended(study.load(), window, SystemClock())
    if made:
        metadata: dict[str, Any] = {
            "collections": dg.MetadataValue.table([_row(record) for record in made], _COLLECTIONS),
            "posts": sum(record.posts for record in made),
            "requests": sum(record.requests for record in made),
        }
        context.log_event(dg.AssetObservation(EXPORT_FILES, partition=window.key, metadata=metadata))


@dg.job(
    partitions_def=COLLECTION_WINDOWS,
    executor_def=dg.in_process_executor,
    description="Collects a window from the platforms of study.toml; the sensor new_exports then runs it.",
)
def collect_window() -> None:
    """Collect one window."""
    posts_of_platforms()


def collect_schedule(settings: ScheduleSettings) -> dg.ScheduleDefinition:
    """Collects the current window, and those before it to their ends, at the times that study.toml says."""

    @dg.schedule(
        name="collect_current_window",
        job=collect_window,
        cron_schedule=settings.collect_cron,
        execution_timezone=settings.time_zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Collects the window in which today lies, else the one that ended last; one before it to its end.",
    )
    def collect_current_window(
        context: dg.ScheduleEvaluationContext, study: StudyResource
    ) -> list[dg.RunRequest] | dg.SkipReason:
        from mtw_pipeline.collect.windows import windows_to_collect

        try:
            keys = [one.key for one in windows_to_collect(study.load())]
        except UserError as error:
            return dg.SkipReason(str(error))
        name = str(COLLECTION_WINDOWS.name)
        there = context.instance.get_dynamic_partitions(name)
        context.instance.add_dynamic_partitions(name, [key for key in keys if key not in there])
        return [dg.RunRequest(partition_key=key) for key in keys]

    return collect_current_window


def _row(record: Record) -> dg.TableRecord:
    return dg.TableRecord(
        {
            "collection": record.name,
            "asked": f"{record.server}{record.endpoint}: {record.query}",
            "posts": record.posts,
            "pages": record.pages,
            "requests": record.requests,
            "may lack": "; ".join(gap.reason for gap in record.gaps),
        }
    )
