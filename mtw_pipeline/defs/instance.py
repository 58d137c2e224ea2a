"""A study's own Dagster instance: its home in the study's folder.

What belongs here: making and opening it. What does not: running anything in it (runs.py).
"""

import json
import logging
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import dagster as dg

from mtw_pipeline.defs.event_log import EventLog
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import part_of, put_in_place, write_whole
from mtw_pipeline.warehouse.locks import exclusive_lock

log = logging.getLogger(__name__)

_SETTINGS = "dagster.yaml"
_EVENT_LOG = "history/event_log.db"
_TABLES_OF: Mapping[str, frozenset[str]] = {
    "history/runs.db": frozenset({
        "backfill_tags", "bulk_actions", "daemon_heartbeats", "instance_info", "kvs", "run_tags", "runs",
        "secondary_indexes", "snapshots",
    }),
    _EVENT_LOG: frozenset({
        "asset_check_executions", "asset_event_tags", "asset_keys", "concurrency_limits", "concurrency_slots",
        "dynamic_partitions", "event_logs", "pending_steps", "secondary_indexes",
    }),
    "schedules/schedules.db": frozenset({
        "asset_daemon_asset_evaluations", "instigators", "job_ticks", "jobs", "secondary_indexes",
    }),
}  # fmt: skip
"""Dagster's databases of a home, and the tables that it makes in each; that of events it leaves without a version."""

_DAGSTER_YAML = """\
# This study's own Dagster instance. Made once; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
python_logs:
  managed_python_loggers: [mtw_pipeline]
  python_log_level: INFO
concurrency:
  runs:
    max_concurrent_runs: 1
# One database for all events, where the stock storage writes each asset event into two.
event_log_storage:
  module: mtw_pipeline.defs.event_log
  class: EventLog
  config:
    base_dir: {history}
"""


def make_home(study: Study) -> None:
    """Make the study's Dagster home if it is not there: whole or not at all, by one process while others wait.

    A home that is broken, as one that was half made by an older version, is set aside and made anew, with its settings.
    """
    home = study.dagster_home
    if is_whole(home):
        return
    with exclusive_lock(study.root / ".dagster.lock", "making the study's records of runs"):
        if not is_whole(home):
            _make(home, _set_aside(home))


@contextmanager
def instance_of(study: Study) -> Iterator[dg.DagsterInstance]:
    """The study's Dagster instance."""
    make_home(study)
    with dg.DagsterInstance.from_config(str(study.dagster_home)) as instance:
        yield instance


def is_whole(home: Path) -> bool:
    """Whether Dagster can work with a home; databases that its settings place elsewhere are Dagster's to look at."""
    settings = home / _SETTINGS
    if not settings.is_file() or settings.stat().st_size == 0:
        return False
    present = [database for database in _TABLES_OF if (home / database).is_file()]
    is_ours = EventLog.__module__ in settings.read_text(encoding="utf-8", errors="replace")
    return (len(present) == len(_TABLES_OF) or not is_ours) and all(_is_right(home, one) for one in present)


def compact(study: Study, run_ids: Sequence[str] = ()) -> None:
    """See that nothing of deleted records stays in the files of the home; the caller has no instance open.

    Args:
        study: the study.
        run_ids: runs whose records were deleted: what they printed goes too.
    """
    for run_id in run_ids:
        shutil.rmtree(study.dagster_home / "storage" / run_id, ignore_errors=True)
    for database in _TABLES_OF:
        if (study.dagster_home / database).is_file():
            with closing(sqlite3.connect(study.dagster_home / database)) as connection:
                try:
                    connection.execute("vacuum")
                    connection.execute("pragma wal_checkpoint(truncate)")
                except sqlite3.OperationalError as error:  # the UI is open; whoever looks for traces looks here too
                    log.warning("%s could not be made smaller: %s", study.dagster_home / database, error)


def _make(home: Path, settings: str) -> None:
    making = part_of(home)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    settings_file = making / _SETTINGS
    write_whole(settings_file, _settings_of(making))
    with dg.DagsterInstance.from_config(str(making)) as instance:
        instance.get_runs(limit=1)
        instance.all_instigator_state()
    write_whole(settings_file, settings or _settings_of(home))
    put_in_place(making, home)


def _set_aside(home: Path) -> str:
    """Make room for a new home; returns the settings of the one that was there, empty where there are none."""
    if not home.exists():
        return ""
    settings_file = home / _SETTINGS
    settings = settings_file.read_text(encoding="utf-8") if settings_file.is_file() else ""
    number = 1
    while (aside := home.with_name(f"{home.name}-broken-{number}")).exists():
        number += 1
    holds_records = any((home / database).is_file() for database in _TABLES_OF)
    home.rename(aside)
    if holds_records:
        log.warning(
            "the records of runs in %s were broken; they are set aside in %s and begun anew. Tables, reports and codes"
            " are not concerned", home, aside,
        )  # fmt: skip
    else:
        shutil.rmtree(aside)
    return settings


def _settings_of(home: Path) -> str:
    return _DAGSTER_YAML.format(history=json.dumps(str(home / "history")))


def _is_right(home: Path, database: str) -> bool:
    address = f"{(home / database).resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
            if not tables >= _TABLES_OF[database]:
                return False
            [(versions,)] = connection.execute("select count(*) from alembic_version")
    except sqlite3.DatabaseError as error:  # another process may have it to itself for a moment
        return error.sqlite_errorcode not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
    return bool(versions == 1 or database == _EVENT_LOG)
