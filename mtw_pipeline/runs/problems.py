"""What stopped a run, for people: from the errors that Dagster keeps in its events.

What belongs here: which of them is told, and in which words. What does not: errors themselves (errors.py), and checks
that did not pass, which are told by themselves.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeGuard

import dagster as dg

from mtw_pipeline.errors import machine_error_of, user_errors

_CHECK_FAILED = "DagsterAssetCheckFailedError"
_INTERRUPTED = "DagsterExecutionInterruptedError"
_FAILURE = "Failure"  # Dagster's, raised by our own checks with a message for people


def problem_of(events: Sequence[dg.DagsterEvent]) -> str:
    """What stopped a run: of every step that failed, and where none did, of the run; empty where only checks did."""
    steps = [
        f"{event.step_key}: {_told(event.step_failure_data.error)}"
        for event in events
        if event.is_step_failure and _is_problem(event.step_failure_data.error)
    ]
    if steps:
        return "\n".join(steps)
    errors = [getattr(event.event_specific_data, "error", None) for event in events if event.is_failure]
    return next((_told(error) for error in errors if _is_problem(error)), "")


def was_interrupted(events: Sequence[dg.DagsterEvent]) -> bool:
    """Whether somebody stopped a run."""
    errors = [event.step_failure_data.error for event in events if event.is_step_failure]
    errors += [getattr(event.event_specific_data, "error", None) for event in events if event.is_failure]
    return any(one.cls_name == _INTERRUPTED for error in errors for one in _causes(error))


def _is_problem(error: "_KeptError | None") -> "TypeGuard[_KeptError]":
    """Whether there is an error, and none by which Dagster says that a blocking check did not pass."""
    return error is not None and not any(one.cls_name == _CHECK_FAILED for one in _causes(error))


class _KeptError(Protocol):
    """An error as Dagster keeps it in its events."""

    @property
    def cls_name(self) -> str | None: ...
    @property
    def message(self) -> str: ...
    @property
    def cause(self) -> "_KeptError | None": ...


def _told(error: _KeptError) -> str:
    """What a person is told of an error: whole, if it was made for people, wherever it stands among the causes.

    Of an error of the program the innermost cause says most. What the machine refuses, a full disk, is none.
    """
    causes = list(_causes(error))
    for_people = {kind.__name__ for kind in user_errors()} | {_FAILURE}
    for one in causes:
        if one.cls_name in for_people:
            return one.message.strip().partition(": ")[2]
    refused = next(filter(None, (machine_error_of(one.cls_name or "", one.message) for one in causes)), None)
    return str(refused) if refused is not None else f"an error of the program: {causes[-1].message.strip()}"


def _causes(error: _KeptError | None) -> Iterator[_KeptError]:
    """An error, and what it was raised from, from the outside in."""
    while error is not None:
        yield error
        error = error.cause
