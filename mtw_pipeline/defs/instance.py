"""A study's own Dagster instance: its home in the study's folder.

What belongs here: making and opening it. What does not: running anything in it (runs.py).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from mtw_pipeline.study.folder import Study

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
    """Make the study's Dagster home if it is not there."""
    study.dagster_home.mkdir(parents=True, exist_ok=True)
    settings = study.dagster_home / "dagster.yaml"
    if not settings.is_file():
        history = json.dumps(str(study.dagster_home / "history"))
        settings.write_text(_DAGSTER_YAML.format(history=history), encoding="utf-8")


@contextmanager
def instance_of(study: Study) -> Iterator[dg.DagsterInstance]:
    """The study's Dagster instance."""
    make_home(study)
    with dg.DagsterInstance.from_config(str(study.dagster_home)) as instance:
        yield instance
