"""What starts runs by itself: a sensor for new exports, a schedule for the current window, freshness of the report.

What belongs here: when to run. What does not: what is run (jobs.py).
"""

import json
from datetime import timedelta

import dagster as dg

from mtw_pipeline.defs.collection import FINGERPRINT, exports_fingerprint
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import ScheduleSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS

SECONDS_BETWEEN_LOOKS = 30
"""How long a file must stay as it is before it is taken for whole."""


def new_exports_sensor() -> dg.SensorDefinition:
    """Notices new or changed exports in incoming/, registers their window and requests one run.

    A file still being copied is waited for: a window counts only when its files are as they were at the last look.
    The same files never cause a second run, whoever caused the first.
    """

    @dg.sensor(
        name="new_exports",
        job_name=STUDY_WINDOW.name,
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Runs a window when its exports are new or changed, and no longer growing.",
    )
    def new_exports(context: dg.SensorEvaluationContext, study: StudyResource) -> dg.SensorResult | dg.SkipReason:
        loaded = study.load()
        remembered: dict[str, dict[str, str]] = json.loads(context.cursor) if context.cursor else {}
        cursor: dict[str, dict[str, str]] = {}
        keys: list[str] = []
        requests: list[dg.RunRequest] = []
        for window in loaded.windows():
            look = _appearance(loaded, window)
            before = remembered.get(window.key, {"look": "", "handled": ""})
            settled = look == before["look"] and look not in ("", before["handled"])
            cursor[window.key] = {"look": look, "handled": look if settled else before["handled"]}
            if settled and (fingerprint := _fingerprint(loaded, window)) != _last_read(context.instance, window):
                keys.append(window.key)
                requests.append(dg.RunRequest(run_key=f"{window.key}:{fingerprint}", partition_key=window.key))
        if not requests:
            context.update_cursor(json.dumps(cursor, sort_keys=True))
            return dg.SkipReason(_why_nothing(cursor))
        return dg.SensorResult(
            run_requests=requests,
            dynamic_partitions_requests=[COLLECTION_WINDOWS.build_add_request(keys)],
            cursor=json.dumps(cursor, sort_keys=True),
        )

    return new_exports


def current_window_schedule(settings: ScheduleSettings) -> dg.ScheduleDefinition:
    """Runs the current window again, at the times that study.toml says."""

    @dg.schedule(
        name="current_window",
        job_name=STUDY_WINDOW.name,
        cron_schedule=settings.cron,
        execution_timezone=settings.time_zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Runs the window that ends last again.",
    )
    def current_window(context: dg.ScheduleEvaluationContext, study: StudyResource) -> dg.RunRequest | dg.SkipReason:
        loaded = study.load()
        windows = [window for window in loaded.windows() if loaded.exports_of(window)]
        if not windows:
            return dg.SkipReason("no collection window has exports yet")
        current = max(windows, key=lambda window: (window.end, window.start))
        if current.key not in context.instance.get_dynamic_partitions(str(COLLECTION_WINDOWS.name)):
            context.instance.add_dynamic_partitions(str(COLLECTION_WINDOWS.name), [current.key])
        return dg.RunRequest(partition_key=current.key)

    return current_window


def report_freshness(settings: ScheduleSettings) -> dg.FreshnessPolicy:
    """How old the report of the current window may grow."""
    return dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=settings.report_fresh_hours))


def _last_read(instance: dg.DagsterInstance, window: CollectionWindow) -> str | None:
    """What the exports of a window were when they were last read, or None if they never were."""
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey(COLLECTION_EXPORTS.name), asset_partitions=[window.key]), limit=1
    ).records
    if not records or records[0].asset_materialization is None:
        return None
    value = records[0].asset_materialization.metadata.get(FINGERPRINT)
    return str(value.value) if value is not None else None


def _why_nothing(cursor: dict[str, dict[str, str]]) -> str:
    waiting = sorted(key for key, facts in cursor.items() if facts["look"] != facts["handled"])
    if not waiting:
        return "no new exports"
    return f"new or changed, waiting to see whether they still grow: {', '.join(waiting)}"


def _appearance(study: Study, window: CollectionWindow) -> str:
    """Names, sizes and times of a window's exports: cheap, and different while a file is being copied."""
    folder = study.incoming_of(window)
    parts = []
    for path in study.exports_of(window):
        facts = path.stat()
        parts.append(f"{ExportFile.within(folder, path).name}:{facts.st_size}:{facts.st_mtime_ns}")
    return "|".join(parts)


def _fingerprint(study: Study, window: CollectionWindow) -> str:
    folder = study.incoming_of(window)
    exports = [ExportFile.within(folder, path) for path in study.exports_of(window)]
    return exports_fingerprint({export.name: export.sha256() for export in exports})
