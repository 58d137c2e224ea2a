"""The command status: what is done of each window, and what comes next, in words.

Dagster's records of runs can be pruned, or be lost with their folder: then the study's own say that a window was made.

What belongs here: the words. What does not: what changed (study/inputs.py), how far coding is (coding/progress.py).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.cli.hints import making_the_first, pasteable
from mtw_pipeline.cli.options import StudyOption, chosen_study
from mtw_pipeline.cli.output import console
from mtw_pipeline.cli.warning import told_of_supplements, warn_of, warn_of_what_no_run_reads
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import dagster as dg

    from mtw_pipeline.coding.progress import CodingProgress
    from mtw_pipeline.study.folder import Study

_WHEN_IT_HAS_ENDED = "mtw status, when it has ended"
_NOT_ENDED = {
    "queued": "waiting in Dagster",
    "starting": "under way",
    "started": "under way",
    "suspended": "suspended",
    "canceling": "being stopped",
}
"""By Dagster's word for the state of a run that has begun, or waits for its turn, what it is called."""
_MINUTE = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True)
class _Step:
    """One thing of a window: its name, how it stands, and the command that comes next, where one does."""

    name: str
    state: str
    next: str = ""


@dataclass(frozen=True)
class _Warehouse:
    """By window the run that wrote the warehouse last, None where it cannot be asked; and how it is damaged."""

    written_by: "Mapping[str, str] | None"
    damage: str = ""


def status(study: StudyOption = None) -> None:
    """Say for every window what is done and what comes next."""
    from mtw_pipeline.defs.home.instance import instance_of
    from mtw_pipeline.runs.records import close_abandoned_runs, last_runs, was_stopped
    from mtw_pipeline.warehouse.damage import damage_of_copy

    loaded = chosen_study(study)
    screen = console()
    screen.print(f"{loaded.settings.title}: {loaded.root}", markup=False)
    warn_of_what_no_run_reads(loaded)
    windows = loaded.windows()
    warn_of(told_of_supplements(loaded, windows))
    if not windows:
        screen.print("  exports  none yet")
        _print_next(study, making_the_first(loaded))
        return
    warehouse = _asked(loaded)
    copy = damage_of_copy(loaded.published_database)
    warn_of(filter(None, (warehouse.damage, str(copy or ""))))
    with instance_of(loaded) as instance:
        close_abandoned_runs(instance)
        latest = last_runs(instance, windows)
        states = {
            key: "stopped" if was_stopped(instance, one.dagster_run) else one.dagster_run.status.value.lower()
            for key, one in latest.items()
        }
    for window in windows:
        screen.print(window.key, style="bold", markup=False)
        steps = _steps(loaded, window, latest.get(window.key), states.get(window.key, ""), warehouse)
        for step in steps:
            screen.print(f"  {step.name:<8} {step.state}", markup=False)
        following = next((step.next for step in steps if step.next), "mtw report --open")
        _print_next(study, following)
    for step in _gone_steps(loaded, None):
        screen.print(f"posts that wait for a window: {step.state}", markup=False)


def _print_next(study: Path | None, command: str) -> None:
    console().print(f"  {'next':<8} {pasteable(command, study)}", markup=False)


def _asked(study: "Study") -> _Warehouse:
    from mtw_pipeline.errors import UserError
    from mtw_pipeline.warehouse.latest_runs import noted_runs

    try:
        return _Warehouse(noted_runs(study.warehouse))
    except UserError as error:
        return _Warehouse(None, str(error))


def _steps(
    study: "Study", window: CollectionWindow, run: "dg.RunRecord | None", state: str, warehouse: _Warehouse
) -> list[_Step]:
    from mtw_pipeline.coding.progress import coding_progress

    exports = study.exports_of(window)
    days = f"--window {window.start} {window.end}"
    collected = list(_collect_steps(study, window))
    report = study.report_of(window)
    if not exports:
        told = "none any more; its rows stay" if report.is_file() else "none yet"
        return [*collected, _Step("exports", told, f"mtw add FILE... {days}")]
    return [
        *collected,
        _Step("exports", number_of(len(exports), "file")),
        _run_step(study, window, run, state, warehouse),
        _Step("report", str(report) if report.is_file() else "none yet"),
        _coding_step(study, coding_progress(study, window)),
        *_gone_steps(study, window),
    ]


def _gone_steps(study: "Study", window: CollectionWindow | None) -> "Iterator[_Step]":
    """What is proposed to be forgotten."""
    from mtw_pipeline.collect.proposals import proposals_of, proposed

    many = len(proposed(study, window))
    if many:
        path = proposals_of(study, window)
        said = f"{number_of(many, 'post')} not given any more: look at {path}"
        yield _Step("forget", said, f"mtw forget --tweets {quoted(path)}")


def _collect_steps(study: "Study", window: CollectionWindow) -> "Iterator[_Step]":
    """What was collected of a window, and what is to be continued."""
    from mtw_pipeline.collect.collector import REFRESH, STREAM
    from mtw_pipeline.collect.records.gaps import gaps_of
    from mtw_pipeline.collect.records.record import Records
    from mtw_pipeline.collect.windows import command_of

    records = Records(study, window)
    command = f"mtw collect --window {window.start} {window.end}"
    unfinished = records.unfinished()
    for record in unfinished:
        why = next((one.why for one in reversed(record.sittings) if one.why), "it was stopped before its end")
        held = number_of(records.posts_of(record), "post")
        if record.source == STREAM:
            since = f"{record.start:%Y-%m-%d %H:%M} UTC"
            yield _Step("collect", f"{held} of Bluesky's stream since {since}, not ended yet")
            continue
        if records.is_held:
            yield _Step("collect", f"under way: {record.name}, {held}", _WHEN_IT_HAS_ENDED)
            continue
        yield _Step("collect", f"unfinished: {record.name}, {held}; {why}", command_of(record.name, window))
    whole = records.in_window()
    if whole:
        anew = [one for one in whole if not one.source.endswith(REFRESH)]
        collected = f"{number_of(len(anew), 'collection')}, {number_of(sum(one.posts for one in anew), 'post')}"
        again = f", {number_of(len(whole) - len(anew), 'refresh', 'refreshes')}" if len(whole) > len(anew) else ""
        lacking = sum(map(bool, gaps_of(whole, window).values()))
        said = f"; {number_of(lacking, 'collection')} may lack posts" if lacking else ""
        yield _Step("collect", f"{collected}{again}{said}")
    elif study.settings.collect and not study.exports_of(window) and not unfinished:
        yield _Step("collect", "nothing yet", command)


def _run_step(
    study: "Study", window: CollectionWindow, run: "dg.RunRecord | None", state: str, warehouse: _Warehouse
) -> _Step:
    from mtw_pipeline.study.run_records import read_history
    from mtw_pipeline.warehouse.latest_runs import is_put_back

    history = read_history(study, window)
    command = f"mtw run --window {window.start} {window.end}"
    if run is not None:
        when = f"{run.create_timestamp:{_MINUTE}}"
        if state in _NOT_ENDED:
            return _Step("run", f"{_NOT_ENDED[state]} since {when}", _WHEN_IT_HAS_ENDED)
        state = f"{state.replace('_', ' ')}, {when}"
    elif history.begun:
        return _Step("run", f"begun {history.begun[-1].began:{_MINUTE}}, and no record says how it ended", command)
    elif history.good is not None:
        state = f"success, {history.good.finished:{_MINUTE}}"
    else:
        return _Step("run", "never", command)
    if warehouse.damage:
        return _Step("run", f"{state}; its tables cannot be read: {study.warehouse.name} is damaged", command)
    if warehouse.written_by is not None and is_put_back(history, warehouse.written_by.get(window.key)):
        return _Step("run", f"{state}; {study.warehouse.name} was put back from a copy of another day", command)
    has_failed = run is not None and run.dagster_run.is_finished and not run.dagster_run.is_success
    return _ended_step(study, window, state, command, has_failed=has_failed)


def _ended_step(study: "Study", window: CollectionWindow, state: str, command: str, *, has_failed: bool) -> _Step:
    """What changed since a run ended, and what it leaves to the next."""
    from mtw_pipeline.lineage.reruns import narrowed
    from mtw_pipeline.study.inputs import changed_inputs, inputs_of
    from mtw_pipeline.study.run_records import read_history, read_record

    history, record, now = read_history(study, window), read_record(study, window), inputs_of(study, window)
    if history.begun and has_failed:
        before = history.begun[-1].inputs
        taken = f"changed since: {_listed(changed_inputs(before, now))}"
        if narrowed(before, now) is not None:
            taken = "what it made is taken over by the next"
        return _Step("run", f"{state}; {taken}", command)
    if record is None:
        return _Step("run", state, command)
    warned = f"; {number_of(record.warnings, 'check')} warned" if record.warnings else ""
    changed = changed_inputs(record.inputs, now)
    if changed:
        return _Step("run", f"{state}{warned}; changed since: {_listed(changed)}", command)
    return _Step("run", f"{state}{warned}; nothing changed since")


def _listed(changed: "Iterable[str]") -> str:
    """What changed; a study that was copied has the same exports with other times, which only a run compares."""
    from mtw_pipeline.study.inputs import EXPORTS

    return ", ".join(f"{one} (by name, size or time)" if one == EXPORTS else one for one in changed)


def _coding_step(study: "Study", progress: "CodingProgress") -> _Step:
    """How far people's codes are; a code is one variable of one tweet by one coder."""
    from mtw_pipeline.coding.coder_names import told_of_missing

    name = "coding"
    if not study.settings.coding.coders:
        return _Step(
            name, 'nobody codes; if someone is to, write into study.toml, under [coding]: coders = ["Ann", "Ben"]'
        )
    if not progress.is_frozen:
        return _Step(
            name, "neither pages nor sheets were written", "mtw coding pages (for a browser), or mtw coding sheets"
        )
    asked = sum(row.coded if row.has_left else row.tweets for row in progress.coders)
    most = asked + sum(row.open_tweets for row in progress.coders if not row.has_left)
    given = sum(row.coded for row in progress.coders)
    waiting = sum(progress.disagreements.values())
    least = f"{asked:,} to " if asked < most else ""
    state = f"{given:,} of {least}{number_of(most, 'code is', 'codes are')} in"
    if progress.missing:
        gone = told_of_missing(progress.missing)
        return _Step(name, f"{state}; {gone}", "mtw coding sheets (says what to write into study.toml)")
    if given < most:
        return _Step(name, state, "mtw coding import FILE...")
    if waiting:
        state = f"{state}; {number_of(waiting, 'disagreement')} to decide"
        return _Step(name, state, "mtw coding curation (for a browser), or mtw coding disagreements")
    return _Step(name, state)
