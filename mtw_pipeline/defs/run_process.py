"""The process that makes a run, known by machine, number and time of its start, so that no other is taken for it.

What belongs here: the tags that say so, and whether that process still lives. What does not: what becomes of a run
whose process is gone (runs/records.py, run_launcher.py).
"""

import os
import platform
from collections.abc import Mapping
from enum import Enum

from mtw_pipeline.system.processes import start_of

PROCESS_TAG = "mtw/process"
GONE_TAG = "mtw/process_gone"
"""Marks a run whose process ended before it did: killed, or the power was lost."""

_STARTED_TAG = "mtw/process_started"
_START_TAG = "mtw/process_start"
"""By the clock, and by one that nobody sets (``start_of``)."""

_MACHINE_TAG = "mtw/machine"

NO_PROCESS: Mapping[str, str] = dict.fromkeys((PROCESS_TAG, GONE_TAG), "")
"""Tags of a run that has no process yet, where it was given those of another; Dagster takes no tag away."""

_SAME_SECONDS = 2.0
"""How much two readings of a process's start may differ: the clock of the machine may have been set meanwhile."""


class Life(Enum):
    """Whether the process of a run lives."""

    LIVES = "lives"
    GONE = "gone"
    NOT_KNOWN = "not known"


def tags_of_this_process() -> dict[str, str]:
    """Tags that say which process makes a run: this one."""
    import psutil

    start = start_of(os.getpid())
    return {
        PROCESS_TAG: str(os.getpid()),
        _STARTED_TAG: f"{psutil.Process().create_time():.3f}",
        _MACHINE_TAG: platform.node(),
        **({_START_TAG: start} if start else {}),
    }


def was_killed(tags: Mapping[str, str]) -> bool:
    """Whether the tags of a run say that its process was gone before it ended."""
    return bool(tags.get(GONE_TAG))


def life_of(tags: Mapping[str, str]) -> Life:
    """Whether the process lives that a run's tags name; not known where they name none, or one of another machine."""
    import psutil

    number = tags.get(PROCESS_TAG, "")
    if not number.isdigit() or tags.get(_MACHINE_TAG, platform.node()) != platform.node():
        return Life.NOT_KNOWN
    try:
        process = psutil.Process(int(number))
        if _START_TAG in tags:
            is_same = start_of(process.pid) == tags[_START_TAG]
        else:
            is_same = _STARTED_TAG not in tags or abs(process.create_time() - float(tags[_STARTED_TAG])) < _SAME_SECONDS
        return Life.LIVES if is_same and process.status() != psutil.STATUS_ZOMBIE else Life.GONE
    except psutil.NoSuchProcess:
        return Life.GONE
