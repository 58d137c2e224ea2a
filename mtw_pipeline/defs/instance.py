"""A study's own Dagster instance: its home in the study's folder.

What belongs here: making and opening it. What does not: running anything in it (runs.py).
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from mtw_pipeline.study.folder import Study

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

_PLACE = re.compile(
    r'(module: mtw_pipeline\.defs\.event_log\n.*\n *config:\n)( +)base_dir: "?.*\.dagster[/\\]+history"?(?=\n|\Z)'
)
"""Where older versions wrote the place of the events: as it was when the study was made."""


def make_home(study: Study) -> None:
    """Make the study's Dagster home if it is not there."""
    study.dagster_home.mkdir(parents=True, exist_ok=True)
    settings = study.dagster_home / "dagster.yaml"
    before = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    after = settings_of_home(before)
    if after != before:
        settings.write_text(after, encoding="utf-8")


@contextmanager
def instance_of(study: Study) -> Iterator[dg.DagsterInstance]:
    """The study's Dagster instance."""
    make_home(study)
    with opened_home(study.dagster_home) as instance:
        yield instance


def settings_of_home(before: str) -> str:
    """The content of dagster.yaml: that of older versions with what came since, and all else as it stands.

    Args:
        before: what stands there now; empty where there is none.
    """
    if not before.strip():
        return _DAGSTER_YAML + _MONITORING
    placed = _PLACE.sub(r"\1\2home:\n\2  env: DAGSTER_HOME", before)
    is_theirs = "run_launcher:" in placed or "run_monitoring:" in placed
    return placed if is_theirs else f"{placed.rstrip()}\n{_MONITORING}"


@contextmanager
def opened_home(home: Path) -> Iterator[dg.DagsterInstance]:
    """The instance of a home, which its settings call DAGSTER_HOME, so that they hold no place of this machine."""
    before = os.environ.get(_HOME_VARIABLE)
    os.environ[_HOME_VARIABLE] = str(home)
    try:
        with dg.DagsterInstance.from_config(str(home)) as instance:
            yield instance
    finally:
        if before is None:
            os.environ.pop(_HOME_VARIABLE, None)
        else:
            os.environ[_HOME_VARIABLE] = before
