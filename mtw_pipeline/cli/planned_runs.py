"""What mtw run makes of each window: nothing, what changed, what is left, or everything; and what it says of that.

What belongs here: deciding it before Dagster is loaded. What does not: running (commands/run.py, runs/).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.cli.output import console, progress
from mtw_pipeline.errors import UserError
from mtw_pipeline.lineage.reruns import first_made, narrowed
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import EXPORTS, OTHERS, changed_inputs, inputs_of
from mtw_pipeline.study.run_records import (
    RunHistory,
    RunRecord,
    as_it_is,
    keep_input,
    read_history,
    shows_what_it_made,
)
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.damage import damage_of_copy
from mtw_pipeline.warehouse.latest_runs import is_put_back, noted_runs
from mtw_pipeline.warehouse.opening import warehouse_lock
from mtw_pipeline.wording import number_of

_COPY = 'key:"published_warehouse"'


@dataclass(frozen=True)
class PlannedRun:
    """A run that is to be.

    Args:
        window: its window.
        selection: what is to be made; everything by default.
        goes_on: whether what runs before made is taken over instead.
        history: the runs of the window that this was decided by; None where it was asked for whatever they are.
    """

    window: CollectionWindow
    selection: str | None = None
    goes_on: bool = False
    history: RunHistory | None = None


def planned_runs(study: Study, windows: Sequence[CollectionWindow], named: Path | None) -> list[PlannedRun]:
    """The windows in which something is to be made, and what; says what changed, or that nothing did."""
    with study_held(study, "a look at what is to be made"):  # what is under way need not be made again
        written_by = noted_runs(study.warehouse)
        found = [
            _after_another_warehouse(study, window, written_by) or _planned(study, window, named) for window in windows
        ]
        planned = [one for one in found if one is not None]
        return planned or _for_a_damaged_copy(study, windows)


def planned_now(study: Study, planned: PlannedRun, named: Path | None) -> PlannedRun | None:
    """What is to be made once the study is held: another may have run the window since; None where nothing is."""
    if planned.history is None or read_history(study, planned.window) == planned.history:
        return planned
    _say(f"{planned.window.key}: another run made it, or some of it, meanwhile")
    return _planned(study, planned.window, named)


def is_compared_again(study: Study, window: CollectionWindow, later: Sequence[CollectionWindow]) -> bool:
    """Whether the run of a window noted just now that it compared it with words that runs behind it make anew."""
    history = read_history(study, window)
    known = history.begun[-1] if history.begun else history.good
    others = known.inputs.get(OTHERS, "").split() if known is not None else ()
    return any(as_it_is(one) in others for one in later)


@contextmanager
def study_held(study: Study, purpose: str) -> Iterator[None]:
    """Hold the study's lock; what waits for another says for whom.

    Raises:
        UserError: the lock cannot be made.
    """
    with ExitStack() as held:
        try:
            held.enter_context(warehouse_lock(study.warehouse, purpose, waits=False))
        except UserError:  # it is held, or cannot be made, which is told now
            with progress("Waiting for what is under way in the study"):
                held.enter_context(warehouse_lock(study.warehouse, purpose))
        yield


def _after_another_warehouse(
    study: Study, window: CollectionWindow, written_by: Mapping[str, str] | None
) -> PlannedRun | None:
    """Everything, where the runs that are known wrote another warehouse; None where they wrote this one."""
    history = read_history(study, window)
    if written_by is None or not is_put_back(history, written_by.get(window.key)):
        return None
    _say(
        f"{window.key}: {study.warehouse.name} is not the one that its last run wrote: it was put back from a copy of"
        " another day. Making anew: everything"
    )
    return PlannedRun(window, history=history)


def _for_a_damaged_copy(study: Study, windows: Sequence[CollectionWindow]) -> list[PlannedRun]:
    """The analysts' copy anew, of all windows, where it is damaged and no run was to make it; else nothing."""
    damage = damage_of_copy(study.published_database)
    if damage is None:
        return []
    _say(f"{damage.what} ({study.published_database}). Making it anew")
    return [PlannedRun(window, _COPY, history=read_history(study, window)) for window in windows[:1]]


def _planned(study: Study, window: CollectionWindow, named: Path | None) -> PlannedRun | None:
    history = read_history(study, window)
    if history.begun or (history.good is not None and not shows_what_it_made(study, window)):
        return _after_others(history, window, inputs_of(study, window))
    if history.good is None:
        return PlannedRun(window, history=history)
    return _after_a_good_one(study, history.good, window, named)


def _after_a_good_one(study: Study, good: RunRecord, window: CollectionWindow, named: Path | None) -> PlannedRun | None:
    inputs = inputs_of(study, window)
    if good.inputs.get(EXPORTS) != inputs[EXPORTS] and _are_as_read(study, window):
        good = keep_input(study, window, good, EXPORTS, inputs[EXPORTS])
    selection = narrowed(good.inputs, inputs)
    when = f"the run of {good.finished:%Y-%m-%d %H:%M} UTC"
    if selection == "":
        checks = number_of(good.warnings, "check")
        warned = f", in which {checks} warned" if good.warnings else ""
        again = pasteable("mtw run --again", named)
        _say(f"{window.key}: nothing changed since {when}{warned}. To run it all the same: {again}")
        _say(f"report:   {study.report_of(window)}")
        return None
    changed = changed_inputs(good.inputs, inputs)
    made = f"{', '.join(first_made(changed))}, and what is made from them" if selection else "everything"
    _say(f"{window.key}: changed since {when}: {', '.join(changed)}. Making anew: {made}")
    return PlannedRun(window, selection, history=RunHistory(good))


def _are_as_read(study: Study, window: CollectionWindow) -> bool:
    """Whether exports whose times are others are those that the last run read, as in a study that was copied."""
    from mtw_pipeline.exports.as_read import are_as_read  # which only they need

    with progress(f"Comparing the exports of {window.key} with those that were read", shows_steps=False):
        return are_as_read(study, window)


def _after_others(history: RunHistory, window: CollectionWindow, inputs: Mapping[str, str]) -> PlannedRun:
    """After runs that made some of a window: what they made is taken over, unless everything rests on what changed."""
    if history.begun:
        last = history.begun[-1]
        when = f"the run that began {last.began:%Y-%m-%d %H:%M} UTC"
        changed = changed_inputs(last.inputs, inputs)
        if changed:
            _say(f"{window.key}: changed since {when}: {', '.join(changed)}")
        if narrowed(last.inputs, inputs) is None:
            return PlannedRun(window, history=history)
    return PlannedRun(window, goes_on=True, history=history)


def _say(line: str) -> None:
    console().print(line, markup=False)
