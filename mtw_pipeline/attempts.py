"""Making a measure, a figure or a part of a page so that its failure costs itself alone.

What belongs here: running one, and what is said of one that was left out. What does not: what any of them is, and where
it is said (defs/, report/, cli/). This is the only place where any exception is caught
(docs/decisions/0073-a-run-survives-its-measures.md).
"""

import errno
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from mtw_pipeline.activity import KEPT_ONLY, at_work
from mtw_pipeline.errors import UserError, interruption_in, machine_error_of, of_system
from mtw_pipeline.installation import PACKAGE

log = logging.getLogger(__name__)

Value = TypeVar("Value")
Arguments = ParamSpec("Arguments")

_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})
_REPORT_IT = "The rest was made. Run again; if it stays, report it with what the run's log says of it (mtw ui)"
_MOST_NAMED = 20
_MORE_MEMORY = "The rest was made. Close other programs and run again, or run on a machine with more memory"


class LeftOutError(UserError):
    """A measure that is not made on purpose: it would cost more than its budget, or rests on one that was not made.

    Args:
        what: as of ``UserError``.
        remedy: likewise.
        is_failure: whether something failed; what is beyond its budget did not.
    """

    def __init__(self, what: str, *, remedy: str = "", is_failure: bool = False) -> None:
        super().__init__(what, remedy=remedy)
        self.is_failure = is_failure


class RunEndsError(UserError):
    """Nothing can go on: every attempt lets it pass."""


@dataclass(frozen=True)
class Omission:
    """A measure, figure or part that was left out.

    Args:
        what: what it is, as its reader knows it; empty for the whole of what was made.
        reason: why, as a sentence without its full stop; no text of a tweet.
        remedy: what a person can do, likewise.
        is_failure: whether it failed; else it was left out on purpose.
    """

    what: str
    reason: str
    remedy: str
    is_failure: bool = True

    def __str__(self) -> str:
        """For people: what, why, and what to do."""
        name = f"{self.what}: " if self.what else ""
        return f"{name}{self.reason}." + (f" {self.remedy}." if self.remedy else "")


class Attempts:
    """Makes measures one by one and keeps what had to be left out."""

    def __init__(self) -> None:
        self.omissions: list[Omission] = []

    def value(
        self, what: str, make: Callable[Arguments, Value | Omission], *given: Arguments.args, **named: Arguments.kwargs
    ) -> Value | None:
        """What ``make`` gives of some arguments; None where it was left out, with an omission more.

        Where it was made elsewhere, ``make`` may give the omission itself.

        Raises:
            RunEndsError: nothing can go on (``what_ends_a_run``).
        """
        found = attempt(what, make, *given, **named)
        if isinstance(found, Omission):
            self.omissions.append(found)
            return None
        return found

    def reason(self, what: str) -> str | None:
        """Why something was left out; None where it was not."""
        return next((f"{one.reason}. {one.remedy}" for one in self.omissions if one.what == what), None)


def attempt(
    what: str, make: Callable[Arguments, Value], *given: Arguments.args, **named: Arguments.kwargs
) -> Value | Omission:
    """What ``make`` gives of some arguments, or why it was left out.

    Args:
        what: what is made, for people: ``betweenness of the layer name``.
        make: makes it.
        given: its arguments.
        named: its arguments by name.

    Raises:
        RunEndsError: nothing can go on (``what_ends_a_run``).
    """
    try:
        with at_work(what):
            return make(*given, **named)
    except RunEndsError:
        raise
    except Exception as error:
        interruption = interruption_in(error)
        if interruption is not None:
            raise interruption from None
        ending = what_ends_a_run(error)
        if ending is not None:
            raise ending from error
        omission = omission_of(what, error)
        if omission.is_failure:
            log.warning("left out, %s", omission)
            log.info("%s", _frames(error), extra={KEPT_ONLY: True})
        else:
            log.info("left out, %s", replace(omission, reason=omission.reason.removeprefix("left out: ")))
        return omission


def told(omissions: Sequence[Omission]) -> str:
    """For people: what was left out by its reason, then what to do; nothing twice."""
    by_reason: dict[str, list[str]] = {}
    for one in omissions:
        by_reason.setdefault(one.reason, []).append(one.what)
    reasons = [f"{_listed([*filter(None, names)])}: {why}.".removeprefix(": ") for why, names in by_reason.items()]
    remedies = dict.fromkeys(f"{one.remedy}." for one in omissions if one.remedy)
    return " ".join([*reasons, *remedies])


def _listed(names: Sequence[str]) -> str:
    further = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {further} more" if further > 0 else "")


def omission_of(what: str, error: Exception) -> Omission:
    """What is said of a measure that raised: what a person is told of an error stands there whole, nothing else does.

    The message of an error of the program can quote a tweet: its place is named instead.
    """
    import duckdb  # which the process that draws need not load

    if isinstance(error, UserError):
        place = f" ({error.where})" if error.where else ""
        return Omission(what, f"{error.what}{place}", error.remedy, getattr(error, "is_failure", True))
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return Omission(what, "there was not enough memory for it", _MORE_MEMORY)
    return Omission(what, f"an error of the program: {type(error).__name__}{_place(error)}", _REPORT_IT)


def what_ends_a_run(error: Exception) -> RunEndsError | None:
    """The sentence for an error after which nothing can go on; None for one that costs a measure alone."""
    import duckdb

    of_disk = _disk_error_in(error)
    if of_disk is not None:
        told = of_system(of_disk)
        return RunEndsError(told.what, where=told.where, remedy=told.remedy)
    if isinstance(error, duckdb.IOException | duckdb.FatalException | duckdb.TransactionException):
        refused = machine_error_of(type(error).__name__, str(error))
        if refused is not None:
            return RunEndsError(refused.what, where=refused.where, remedy=refused.remedy)
    if isinstance(error, duckdb.IOException | duckdb.FatalException):
        return RunEndsError(
            f"The warehouse cannot be read or written: {str(error).splitlines()[0]}",
            remedy="Make room on the disk and run again. If the file is damaged, put it aside and run again: it is made"
            " anew from the exports",
        )
    return None


def _disk_error_in(error: BaseException) -> OSError | None:
    """What the disk refused, where an error or what it was raised from is that: libraries stumble over it in turn."""
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, OSError) and one.errno in _DISK:
            return one
        one = one.__cause__ or one.__context__
    return None


def _frames(error: Exception) -> str:
    """The way of an error through the program, without its message, which can quote a tweet."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}, line {frame.lineno}, in {frame.name}" for frame in frames]
    return "\n".join([*lines, type(error).__name__])


def _place(error: Exception) -> str:
    """The innermost place of this package that an error passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if PACKAGE in Path(frame.filename).parents]
    if not ours:
        return ""
    return f" in {Path(ours[-1].filename).relative_to(PACKAGE).as_posix()}, line {ours[-1].lineno}"
