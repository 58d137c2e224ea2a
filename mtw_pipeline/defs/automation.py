"""What starts runs by itself: a sensor for new exports, a schedule for the current window, freshness of the report.

What belongs here: when to run. What does not: what is run (jobs.py).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

import dagster as dg

from mtw_pipeline.defs.assets.collection import FINGERPRINT, exports_fingerprint
from mtw_pipeline.defs.jobs import STUDY_WINDOW, latest_runs
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.defs.run_process import was_killed
from mtw_pipeline.defs.settings import report_settings
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import RunHistory, read_history
from mtw_pipeline.study.settings import ScheduleSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS

SECONDS_BETWEEN_LOOKS = 30
"""How long a file must stay as it is before it is taken for whole."""


MOST_KILLED = 3
"""So many runs of a window that were killed one after the other are not asked for once more: something kills them."""


@dataclass(frozen=True)
class _Memory:
    """What the sensor remembers of a window.

    Args:
        look: how its files looked at the last look.
        handled: how they looked when it was last decided whether to run.
        requests: how many runs were requested, so that Dagster takes none for an earlier one of the same files.
    """

    look: str = ""
    handled: str = ""
    requests: int = 0

    def after(self, look: str) -> "_Memory":
        """What to remember after a look: files that no longer change are decided about."""
        return replace(self, look=look, handled=look if look == self.look and look else self.handled)

    @classmethod
    def all_of(cls, cursor: str | None) -> "dict[str, _Memory]":
        """What a cursor holds, by window."""
        return {window: cls(**facts) for window, facts in json.loads(cursor or "{}").items()}

    @staticmethod
    def cursor_of(memories: "Mapping[str, _Memory]") -> str:
        """The cursor that holds them."""
        return json.dumps({window: asdict(memory) for window, memory in memories.items()}, sort_keys=True)


def new_exports_sensor() -> dg.SensorDefinition:
    """Notices new or changed exports in incoming/, registers their window and requests one run.

    A file still being copied is waited for: a window counts only when its files are as they were at the last look.
    Files that the tables hold already cause no run, whoever read them; a run that was killed is asked for again.
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
        report_settings(context.instance, loaded)
        remembered = _Memory.all_of(context.cursor)
        cursor: dict[str, _Memory] = {}
        requests: list[dg.RunRequest] = []
        for window in loaded.windows():
            before = remembered.get(window.key, _Memory())
            cursor[window.key] = after = before.after(_appearance(loaded, window))
            if after.look == "" or after.look != before.look:
                continue
            killed = _killed(context.instance, window)
            if after.handled != before.handled or killed:
                fingerprint, (read, reader) = _fingerprint(loaded, window), _last_read(context.instance, loaded, window)
                if fingerprint != read or killed:
                    cursor[window.key] = after = replace(after, requests=before.requests + 1)
                    run_key = f"{window.key}:{fingerprint}:{after.requests}:{killed or reader}"
                    requests.append(dg.RunRequest(run_key=run_key, partition_key=window.key))
        if not requests:
            context.update_cursor(_Memory.cursor_of(cursor))
            return dg.SkipReason(_why_nothing(cursor))
        keys = [str(request.partition_key) for request in requests]
        return dg.SensorResult(
            run_requests=requests,
            dynamic_partitions_requests=[COLLECTION_WINDOWS.build_add_request(keys)],
            cursor=_Memory.cursor_of(cursor),
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


def _last_read(instance: dg.DagsterInstance, study: Study, window: CollectionWindow) -> tuple[str, str]:
    """What the exports of a window were when they were last read, and by which run; empty if they never were.

    Of a window that was taken out, or of a warehouse that was deleted, Dagster remembers what no table holds any more.
    """
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey(COLLECTION_EXPORTS.name), asset_partitions=[window.key]), limit=1
    ).records
    if not records or records[0].asset_materialization is None:
        return "", ""
    value = records[0].asset_materialization.metadata.get(FINGERPRINT)
    is_held = value is not None and read_history(study, window) != RunHistory()
    return str(value.value) if value is not None and is_held else "", records[0].run_id


def _killed(instance: dg.DagsterInstance, window: CollectionWindow) -> str:
    """The latest run of a window if it was killed; empty if it was not, or if all of the latest were."""
    latest = [record.dagster_run for record in latest_runs(instance, window.key, MOST_KILLED)]
    killed = [was_killed(run.tags) for run in latest]
    return latest[0].run_id if killed[:1] == [True] and not (len(killed) == MOST_KILLED and all(killed)) else ""


def _why_nothing(cursor: Mapping[str, _Memory]) -> str:
    waiting = sorted(key for key, memory in cursor.items() if memory.look != memory.handled)
    if not waiting:
        return "no new exports"
    return f"new or changed, waiting to see whether they still grow: {', '.join(waiting)}"


def _appearance(study: Study, window: CollectionWindow) -> str:
    """Names, sizes, times and rights of a window's exports: cheap, and different while a file is being copied."""
    folder = study.incoming_of(window)
    parts = []
    for path in study.exports_of(window):
        try:
            facts = path.stat()
        except OSError:  # taken away while it is looked at: the next look decides
            continue
        name = ExportFile.within(folder, path).name
        parts.append(f"{name}:{facts.st_size}:{facts.st_mtime_ns}:{facts.st_mode:o}")
    return "|".join(parts)


def _fingerprint(study: Study, window: CollectionWindow) -> str:
    folder = study.incoming_of(window)
    exports = [ExportFile.within(folder, path) for path in study.exports_of(window)]
    return exports_fingerprint({export.name: export.sha256() for export in exports})
