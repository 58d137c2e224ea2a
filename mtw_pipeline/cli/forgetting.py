"""Forgetting as the command line does it: windows run again in this process, and what remains is said.

What belongs here: what mtw forget shares with the command that finishes one that was stopped. What does not: forgetting
itself (mtw_pipeline/forgetting/).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.cli.output import console, error_console
from mtw_pipeline.cli.running import run_one
from mtw_pipeline.defs.home.instance import compact, instance_of
from mtw_pipeline.forgetting.act import Forgotten, forget
from mtw_pipeline.forgetting.tables import READ_FROM_EXPORTS
from mtw_pipeline.runs.records import close_abandoned_runs, delete_records
from mtw_pipeline.study.export_names import link_to
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import readable
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.validation.process import open_validation_process
from mtw_pipeline.wording import number_of

_MOST_LINES = 20
_AFTER_READING = "* and not (" + " or ".join(f'key:"{table.name}"' for table in READ_FROM_EXPORTS) + ")"


@dataclass(frozen=True)
class StudyRuns:
    """The runs of a study while its lock is held (forgetting.act.Runs)."""

    study: Study

    def drop_records(self, windows: Sequence[CollectionWindow]) -> None:
        """Delete the records of finished runs of windows, and what these printed."""
        if not windows:
            return
        with instance_of(self.study) as instance:
            close_abandoned_runs(instance)
            deleted = delete_records(instance, windows)
        compact(self.study, deleted)

    def run(self, windows: Sequence[CollectionWindow], selection: str | None = None) -> list[CollectionWindow]:
        """Run windows; one that has no exports any more is made from the rows that were read of them."""
        if not windows:
            return []
        with open_validation_process() as validation:
            failed = [
                one
                for one in windows
                if not run_one(self.study, one, validation, selection or self._what(one), is_locked=True)
            ]
        compact(self.study)
        return failed

    def _what(self, window: CollectionWindow) -> str | None:
        return None if self.study.exports_of(window) else _AFTER_READING


def forget_and_say(study: Study, tweets: Collection[str], users: Mapping[str, int]) -> bool:
    """Forget, and print what was done and what remains; whether nothing remains that somebody has to see to.

    Args:
        study: the study.
        tweets: ids of tweets.
        users: handles and user ids, each with the line that asks for it.
    """
    outcome = forget(study, tweets, users, StudyRuns(study))
    if outcome is None:
        return True
    screen = console()
    if outcome.is_resumed:
        screen.print(
            f"What was stopped before its end is finished; {number_of(len(outcome.windows), 'window')} made anew"
        )
    else:
        screen.print(f"{number_of(outcome.tweets, 'tweet')} to forget, in {number_of(len(outcome.windows), 'window')}")
    if outcome.unknown:
        error_console().print(_said_of_unknown(sorted(users[one] for one in outcome.unknown)), markup=False)
    for rewritten in outcome.exports.values():
        for path in rewritten.exports:
            screen.print(f"Written anew without them, the rest as it was: {readable(path)}", markup=False)
    for window in outcome.unmeasured:
        screen.print(
            f"LIWC's measures of all texts of {window.key} counted them and are deleted. To have them again: "
            f"mtw liwc-texts FILE --window {window.start} {window.end}",
            markup=False,
        )
    for window in outcome.failed:
        error_console().print(
            f"The run of {window.key} failed, and its tables are not complete. Make them: mtw run", markup=False
        )
    if outcome.has_lost_copy:
        error_console().print(
            "The analysts' copy held them and is deleted, and none was made in its place. Make one: mtw run",
            markup=False,
        )
    remains = [*_remains(study, outcome)]
    for line in remains:
        error_console().print(f"Remains: {line}", markup=False)
    screen.print(_last_line(outcome, len(remains)), markup=False)
    return not remains and not outcome.failed


def _said_of_unknown(lines: Sequence[int]) -> str:
    """That nobody is called as some lines say; by their numbers, for what is printed into a file may be handed on."""
    shown = ", ".join(map(str, lines[:_MOST_LINES])) + (", ..." if len(lines) > _MOST_LINES else "")
    return (
        f"Nobody in the study has the name or id of {number_of(len(lines), 'line')} of the file ({shown}): no export"
        " has it as an author's or as that of somebody who is mentioned. See how it is written there; later imports"
        " leave out whoever has it"
    )


def _remains(study: Study, outcome: Forgotten) -> Iterator[str]:
    """What somebody has to see to, each with its place and what to do."""
    if outcome.columns:
        yield f"ids in tables of the warehouse: {', '.join(outcome.columns)}. Please report this"
    named = set()
    for window, rewritten in outcome.exports.items():
        for path in rewritten.untouched:
            named.add(readable(path))
            is_linked = link_to(path, study.incoming_of(window)) is not None
            where = f"a link to {readable(path.resolve())}, which is left as it is" if is_linked else "an export"
            yield f"{readable(path)}: {where}; it still holds them. Replace or delete it"
        for path in rewritten.damaged:
            named.add(readable(path))
            yield f"{readable(path)}: an export that cannot be looked through, and may hold them. Replace or delete it"
    yield from (str(trace) for trace in outcome.traces if trace.place not in named)


def _last_line(outcome: Forgotten, remains: int) -> str:
    """What is true now: nothing more is claimed than was looked for."""
    mentions = sum(outcome.mentions.values())
    said = (
        f" Others mention them in {number_of(mentions, 'tweet')} of {', '.join(outcome.mentions)}: these are the words"
        " of others, and stay in exports, tables, sheets and reports."
        if mentions
        else ""
    )
    if remains:
        return f"Forgotten, but for what is said above to remain, in {number_of(remains, 'place')}.{said}"
    return (
        "No trace is left in exports, tables, copies, codes, sheets, reports and records of runs; imports leave them"
        f" out.{said}"
    )
