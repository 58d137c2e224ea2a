"""A study's own Dagster instance: its home in the study's folder.

What belongs here: making and opening it. What does not: running anything in it (runs/).
"""

import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import dagster as dg

from mtw_pipeline.defs.event_log import EventLog
from mtw_pipeline.defs.home.tables import make_databases
from mtw_pipeline.errors import UserError
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

DATABASES = tuple(_TABLES_OF)
_HOME_VARIABLE = "DAGSTER_HOME"

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
# What steps say stands among the events. Keeping what they print too takes four processes a run.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
# One database for all events, where the stock storage writes each asset event into two. It lies in this folder,
# wherever the study is moved or copied to.
event_log_storage:
  module: mtw_pipeline.defs.event_log
  class: EventLog
  config:
    home:
      env: DAGSTER_HOME
"""

_MONITORING = """\
# Runs whose process is gone are closed, so that the next ones need not wait for them.
run_launcher:
  module: mtw_pipeline.defs.run_launcher
  class: StudyRunLauncher
run_monitoring:
  enabled: true
  poll_interval_seconds: 30
"""

_QUEUE = """\
# A run whose turn comes while the process that holds the code is started anew waits for it, and does not fail.
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_user_code_failure_retries: 5
    user_code_failure_retry_delay: 20
"""

_SINCE = {_MONITORING: ("run_launcher:", "run_monitoring:"), _QUEUE: ("run_coordinator:", "run_queue:")}
"""What came since the first version, each with the names by which it is seen that a team said something of it."""

_PLACE = re.compile(
    r'(module: mtw_pipeline\.defs\.event_log\n.*\n *config:\n)( +)base_dir: "?.*\.dagster[/\\]+history"?(?=\n|\Z)'
)
"""Where older versions wrote the place of the events: as it was when the study was made."""


def make_home(study: Study) -> None:
    """Make the study's Dagster home if it is not there: whole or not at all, by one process while others wait.

    A home that is broken, as one that was half made by an older version, is set aside and made anew, with its settings.
    """
    home = study.dagster_home
    if not is_whole(home):
        with exclusive_lock(study.root / ".dagster.lock", "making the study's records of runs"):
            if not is_whole(home):
                _make(home, _set_aside(home))
    settings = home / _SETTINGS
    before = settings.read_text(encoding="utf-8")
    after = settings_of_home(before)
    if after != before:
        write_whole(settings, after)


@contextmanager
def instance_of(study: Study) -> Iterator[dg.DagsterInstance]:
    """The study's Dagster instance."""
    make_home(study)
    with opened_home(study.dagster_home) as instance:
        yield instance


def is_whole(home: Path) -> bool:
    """Whether Dagster can work with a home; databases that its settings place elsewhere are Dagster's to look at."""
    settings = _settings_in(home)
    if not settings:
        return False
    present = [database for database in _TABLES_OF if (home / database).is_file()]
    is_ours = EventLog.__module__ in settings
    return (len(present) == len(_TABLES_OF) or not is_ours) and all(_is_right(home, one) for one in present)


def _settings_in(home: Path) -> str:
    """The settings of a home; empty where there are none, or where a power cut left something that is no text."""
    path = home / _SETTINGS
    content = path.read_bytes() if path.is_file() else b""
    try:
        return "" if b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return ""


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
    if not make_databases(making):
        make_home_by_dagster(making)
    write_whole(making / _SETTINGS, settings_of_home(settings))
    put_in_place(making, home)


def make_home_by_dagster(home: Path) -> None:
    """Let Dagster make what belongs into an empty home, by all of its migrations."""
    write_whole(home / _SETTINGS, settings_of_home(""))
    with opened_home(home) as instance:
        instance.get_runs(limit=1)
        instance.all_instigator_state()


def _set_aside(home: Path) -> str:
    """Make room for a new home; returns the settings of the one that was there, empty where there are none."""
    if not home.exists():
        return ""
    settings = _settings_in(home)
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


def settings_of_home(before: str) -> str:
    """The content of dagster.yaml: that of older versions with what came since, and all else as it stands.

    Args:
        before: what stands there now; empty where there is none.
    """
    if not before.strip():
        return "".join((_DAGSTER_YAML, *_SINCE))
    placed = _PLACE.sub(r"\1\2home:\n\2  env: DAGSTER_HOME", before)
    missing = [part for part, names in _SINCE.items() if not any(name in placed for name in names)]
    return "".join((f"{placed.rstrip()}\n", *missing)) if missing else placed


def _as_settings_say(home: Path) -> dg.DagsterInstance:
    """The instance of a home; what a team wrote wrong into its settings is theirs to mend."""
    from yaml import YAMLError  # of Dagster's own reading

    try:
        return dg.DagsterInstance.from_config(str(home))
    except YAMLError as error:
        said = " ".join(str(error).split())
    except dg.DagsterInvalidConfigError as error:
        said = "; ".join(one.message.partition(". Expected")[0] for one in error.errors) or error.args[0]
    raise UserError(
        f"Dagster's settings cannot be read: {said}",
        where=str(home / _SETTINGS),
        remedy="Mend the file, or delete it: it is then made as it was at first",
    )


@contextmanager
def opened_home(home: Path) -> Iterator[dg.DagsterInstance]:
    """The instance of a home, which its settings call DAGSTER_HOME, so that they hold no place of this machine."""
    before = os.environ.get(_HOME_VARIABLE)
    os.environ[_HOME_VARIABLE] = str(home)
    try:
        with _as_settings_say(home) as instance:
            yield instance
    finally:
        if before is None:
            os.environ.pop(_HOME_VARIABLE, None)
        else:
            os.environ[_HOME_VARIABLE] = before
