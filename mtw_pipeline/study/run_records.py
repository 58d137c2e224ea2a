"""The record of the runs of a window: what the last good one rested on, and which began since.

What belongs here: keeping it. What does not: what a run rests on (inputs.py), and what is left to be made
(runs/reexecution.py). Every run, whoever started it, is noted before it may write a table, with its inputs:
after it ended in any way, Dagster's own records say what it made.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mtw_pipeline.study.folder import REPORTS_FOLDER, RUNS_FILE, Study
from mtw_pipeline.study.inputs import OTHERS, changed_inputs, inputs_of
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow

_NOTE = (
    "What the last good run of the window rested on, and the runs that began since. Without this file the next run"
    " makes everything anew."
)
_MOST_BEGUN = 20


@dataclass(frozen=True)
class RunRecord:
    """The last good run of a window.

    Args:
        inputs: what it rested on, by name.
        run_id: Dagster's id of it.
        finished: when it ended, UTC.
        warnings: how many of its checks warned.
    """

    inputs: Mapping[str, str]
    run_id: str
    finished: datetime
    warnings: int


@dataclass(frozen=True)
class BegunRun:
    """A run that began after the last good one; whether it ended, and what it made, stands in Dagster's records.

    Args:
        inputs: what it rests on, by name.
        run_id: Dagster's id of it.
        began: when, UTC.
    """

    inputs: Mapping[str, str]
    run_id: str
    began: datetime


@dataclass(frozen=True)
class RunHistory:
    """What is known of the runs of a window.

    Args:
        good: the last good run, if it is known.
        begun: the runs that began since, in order.
    """

    good: RunRecord | None = None
    begun: tuple[BegunRun, ...] = ()

    def last_run_before(self, run_id: str) -> str:
        """Dagster's id of the last run that is not this one; empty where none is known."""
        known = [self.good.run_id] if self.good is not None else []
        known += [one.run_id for one in self.begun]
        return next((one for one in reversed(known) if one != run_id), "")


@dataclass(frozen=True)
class Basis:
    """What it was decided on what a run has to make.

    Args:
        inputs: what a run rested on then, by name.
        last_run: Dagster's id of the last run of the window that was known then; empty where none was.
    """

    inputs: Mapping[str, str]
    last_run: str


def read_history(study: Study, window: CollectionWindow) -> RunHistory:
    """The runs of a window; none of them counts where the warehouse is not there."""
    path = _path(study, window)
    if not (path.is_file() and study.warehouse.is_file()):
        return RunHistory()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return RunHistory(_good(content), tuple(_begun(one) for one in content.get("begun", ())))
    except (ValueError, KeyError, TypeError, AttributeError):
        return RunHistory()  # half written, or by another version: a run makes it anew


def read_record(study: Study, window: CollectionWindow) -> RunRecord | None:
    """The last good run of a window; None where there was none, one began since, or what it made is not there."""
    history = read_history(study, window)
    return history.good if not history.begun and shows_what_it_made(study, window) else None


def shows_what_it_made(study: Study, window: CollectionWindow) -> bool:
    """Whether the report of a window and the analysts' copy are there."""
    return study.report_of(window).is_file() and study.published_database.is_file()


def begin_run(
    study: Study,
    window: CollectionWindow,
    run_id: str,
    inputs: Mapping[str, str] | None = None,
    written_by: str | None = None,
) -> None:
    """Note that a run may write tables of a window from now on; the caller holds the study's lock.

    Args:
        study: the study.
        window: the window.
        run_id: Dagster's id of the run.
        inputs: what it rests on; by default what stands there now.
        written_by: the run that the warehouse says it was written by last; None where it was not asked.
    """
    history = read_history(study, window)
    if written_by is not None and history.last_run_before("") not in {"", written_by}:
        history = RunHistory()  # of another warehouse
    begun = (*history.begun, BegunRun(inputs or inputs_of(study, window), run_id, datetime.now(UTC)))
    is_long = len(begun) > _MOST_BEGUN  # then what was left before them is not known any more: all of it
    _write(study, window, RunHistory(None if is_long else history.good, begun[-_MOST_BEGUN:]))


def end_run(study: Study, window: CollectionWindow, run_id: str, warnings: int, basis: Basis | None = None) -> None:
    """Note that all of a window is made since its latest run, unless another began meanwhile.

    Args:
        study: the study.
        window: the window.
        run_id: Dagster's id of that run.
        warnings: how many of its checks warned.
        basis: what it was decided on what to make; where the run rested on others, or another ran between, not all is
            made. None: the run made everything.
    """
    history = read_history(study, window)
    latest = history.begun[-1] if history.begun else None
    if latest is None or latest.run_id != run_id:
        return
    is_on_it = basis is None or (
        basis.last_run in {run_id, history.last_run_before(run_id)} and not changed_inputs(basis.inputs, latest.inputs)
    )
    if is_on_it:
        _write(study, window, RunHistory(RunRecord(latest.inputs, run_id, datetime.now(UTC), warnings)))


def keep_input(study: Study, window: CollectionWindow, good: RunRecord, name: str, now: str) -> RunRecord:
    """Let an input of the last good run be what it is now, because it is the same all the same; returns that run.

    Args:
        study: the study.
        window: the window.
        good: that run; none began since.
        name: the name of the input.
        now: its hash.
    """
    kept = replace(good, inputs={**good.inputs, name: now})
    _write(study, window, RunHistory(kept))
    return kept


def rest_on(study: Study, window: CollectionWindow, others: Collection[str]) -> None:
    """Note that what runs of a window made rests on others as they will be no more, so that the next run makes it anew.

    Args:
        study: the study; the caller holds its lock.
        window: the window.
        others: keys of windows that are about to be taken out, or words for how windows are now (``as_it_is``).
    """
    history = read_history(study, window)
    good = replace(history.good, inputs=_with(history.good.inputs, others)) if history.good else None
    begun = tuple(replace(one, inputs=_with(one.inputs, others)) for one in history.begun)
    if others and (good or begun):
        _write(study, window, RunHistory(good, begun))


def as_it_is(window: CollectionWindow) -> str:
    """What a window is called among the others of another as long as it is not made anew, which is about to be done."""
    return f"{window.key}/before"


def _with(inputs: Mapping[str, str], others: Collection[str]) -> dict[str, str]:
    return {**inputs, OTHERS: " ".join(sorted({*inputs.get(OTHERS, "").split(), *others}))}


def drop_histories(root: Path) -> None:
    """Let nothing that runs of any window made count any more: the warehouse of the study in ``root`` is new."""
    for path in (root / REPORTS_FOLDER).glob(f"*/{RUNS_FILE}"):
        path.unlink(missing_ok=True)


def _good(content: Mapping[str, Any]) -> RunRecord | None:
    if "inputs" not in content:
        return None
    finished = datetime.fromisoformat(content["finished"])
    return RunRecord(dict(content["inputs"]), str(content["run_id"]), finished, int(content["warnings"]))


def _begun(content: Mapping[str, Any]) -> BegunRun:
    return BegunRun(dict(content["inputs"]), str(content["run_id"]), datetime.fromisoformat(content["began"]))


def _write(study: Study, window: CollectionWindow, history: RunHistory) -> None:
    good = history.good
    content = {
        "note": _NOTE,
        **({**vars(good), "inputs": dict(good.inputs), "finished": _second(good.finished)} if good else {}),
        "begun": [{**vars(one), "inputs": dict(one.inputs), "began": _second(one.began)} for one in history.begun],
    }
    path = _path(study, window)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content, indent=1))


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _path(study: Study, window: CollectionWindow) -> Path:
    return study.report_of(window).parent / RUNS_FILE
