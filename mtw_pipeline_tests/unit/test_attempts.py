"""What fails costs itself alone and is told whole, without a text; what nothing can go on after ends the run."""

import _thread
import errno
import logging
import re
import threading

import duckdb
import pytest

from mtw_pipeline.activity import KEPT_ONLY
from mtw_pipeline.attempts import Attempts, LeftOutError, Omission, RunEndsError, attempt, told
from mtw_pipeline.errors import UserError, user_error_in

QUOTED = "a sentence that somebody posted"


def failing(error: Exception) -> int:
    raise error


def test_what_is_made_is_given() -> None:
    attempts = Attempts()
    assert attempts.value("a sum", sum, [1, 2]) == 3
    assert (attempts.omissions, attempts.reason("a sum")) == ([], None)


def test_an_error_for_people_is_told_whole() -> None:
    error = UserError("The list cannot be read", where="words.txt, line 3", remedy="Save it as UTF-8")
    found = attempt("uses of lists", failing, error)
    assert isinstance(found, Omission)
    assert str(found) == "uses of lists: The list cannot be read (words.txt, line 3). Save it as UTF-8."
    assert found.is_failure


def test_an_error_of_the_program_is_told_by_its_place_and_quotes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mtw_pipeline")
    found = attempt("betweenness", failing, ValueError(QUOTED))
    assert isinstance(found, Omission)
    assert "ValueError in attempts.py, line" in found.reason
    assert "Run again" in found.remedy
    assert QUOTED not in str(found)
    shown, kept = caplog.records
    assert (shown.levelno, getattr(shown, KEPT_ONLY, False)) == (logging.WARNING, False)
    assert getattr(kept, KEPT_ONLY)
    assert "in failing" in kept.getMessage()
    assert kept.getMessage().endswith("ValueError")
    assert QUOTED not in shown.getMessage() + kept.getMessage()


def test_what_is_over_its_budget_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    found = attempt("FastGreedy", failing, LeftOutError("left out: too much", remedy="Raise it"))
    assert found == Omission("FastGreedy", "left out: too much", "Raise it", is_failure=False)
    assert (caplog.records[-1].levelno, caplog.messages[-1]) == (
        logging.INFO,
        "left out, FastGreedy: too much. Raise it.",
    )
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("error", [MemoryError(), duckdb.OutOfMemoryException("no room")])
def test_a_measure_that_finds_no_memory_costs_itself(error: Exception) -> None:
    found = attempt("closeness", failing, error)
    assert isinstance(found, Omission)
    assert "not enough memory" in found.reason


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "w.duckdb"), "The disk is full (w.duckdb)"),
        (duckdb.IOException("Could not read block\nat 7"), "Could not read block. Make room"),
        (duckdb.FatalException("the database was invalidated"), "The warehouse cannot be read or written"),
    ],
)
def test_what_nothing_can_go_on_after_ends_the_run_with_a_sentence(error: Exception, said: str) -> None:
    attempts = Attempts()
    with pytest.raises(RunEndsError) as outer:
        attempts.value("a table", attempts.value, "a figure", failing, error)
    assert said in str(outer.value)
    assert {"Make", "room", "again"} <= set(re.findall(r"\w+", outer.value.remedy))


def test_a_full_disk_ends_the_run_also_where_a_library_stumbles_over_it() -> None:
    """As one does that closes what it could not open; the disk's refusal stands in the chain of what it says then."""

    def stumbling() -> None:
        try:
            raise OSError(errno.ENOSPC, "No space left on device", "figure.png")
        finally:
            getattr(None, "close")()  # noqa: B009 - nothing has such an attribute

    with pytest.raises(RunEndsError) as caught:
        attempt("a figure", stumbling)
    assert "The disk is full (figure.png)" in str(caught.value)


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "Permission denied"), FileNotFoundError("x")])
def test_a_file_that_cannot_be_written_costs_itself(error: OSError) -> None:
    assert isinstance(attempt("a figure", failing, error), Omission)


def test_stopping_by_hand_is_no_failure_of_a_measure() -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempt("a measure", stopped)


def test_a_statement_that_is_stopped_by_hand_is_no_failure_of_a_measure() -> None:
    """DuckDB raises a RuntimeError from what a handler of signals raised."""
    endless = "select sum(one.range * other.range) from range(10000000) as one, range(10000000) as other"
    with duckdb.connect() as connection:
        threading.Timer(0.2, _thread.interrupt_main).start()
        with pytest.raises(KeyboardInterrupt):
            attempt("a measure", connection.execute, endless)


def test_an_error_for_people_is_found_in_what_a_library_made_of_it() -> None:
    made = UserError("The study has no hashtag", remedy="Name one")
    wrapped = RuntimeError("a step failed")
    wrapped.__cause__ = made
    assert user_error_in(wrapped) is made
    assert user_error_in(RuntimeError("nothing for people")) is None


def test_where_very_many_fail_for_one_reason_the_first_are_named_and_the_others_counted() -> None:
    said = told([Omission(f"measure {place}", "no disk", "Make room") for place in range(137)])
    assert "measure 0, measure 1," in said
    assert said.endswith("measure 19 and 117 more: no disk. Make room.")
