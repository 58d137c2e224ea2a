"""Great Expectations in a process of its own, beside the run: importing it takes longer than reading a collection.

What belongs here: starting, asking and ending that process. What does not: what is asked (counting.py) and what is
answered (expectations.py).
"""

import gc
import multiprocessing
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mtw_pipeline.system.processes import deaf_to_interrupts, without_callers_script

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from mtw_pipeline.warehouse.tables.model import Table
    from mtw_pipeline.warehouse.validation.quality import Counted, ValidationResult

    Question = tuple[Table, Counted]
    Answer = tuple[tuple[ValidationResult, ...], str]  # the validation results, or what went wrong


class ValidationProcess:
    """Asks the validating process; one question at a time. Where there is none, a question starts it."""

    def __init__(self) -> None:
        self._started: tuple[Connection[Question, Answer], SpawnProcess] | None = None

    def start(self) -> "Connection[Question, Answer]":
        """Start the process if there is none: it loads what validates, which takes a while.

        Returns:
            Where it is asked.
        """
        if self._started is None:
            spawning = multiprocessing.get_context("spawn")
            ours, theirs = spawning.Pipe()
            process = spawning.Process(target=_serve, args=(theirs,), name="validation", daemon=True)
            with without_callers_script(), deaf_to_interrupts():
                process.start()
            theirs.close()
            self._started = ours, process
        return self._started[0]

    def end(self) -> None:
        """End the process, at the end or for the sake of its memory; it can be started again."""
        if self._started is not None:
            ours, process = self._started
            ours.close()
            process.join()
            self._started = None

    def validate(self, table: "Table", counted: "Counted") -> "tuple[ValidationResult, ...]":
        """What every rule of a table finds in what was counted of it.

        Raises:
            RuntimeError: the rules could not be checked, or the validating process ended.
        """
        connection = self.start()
        try:
            connection.send((table, counted))
            results, problem = connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise RuntimeError(
                f"The process of the checks ended while it validated {table.name}; it may have been killed "
                "for want of memory. Run again."
            ) from error
        if problem:
            raise RuntimeError(f"The rules of {table.name} could not be checked: {problem}")
        return results


@contextmanager
def open_validation_process() -> Iterator[ValidationProcess]:
    """Start the validating process and end it with the block; it ends by itself when this process is killed."""
    validation = ValidationProcess()
    validation.start()
    try:
        yield validation
    finally:
        validation.end()


def _serve(connection: "Connection[Answer, Question]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle; the closed pipe ends this process
    # Loaded in this process only: the run starts without waiting.
    from mtw_pipeline.warehouse.validation.expectations import prepare, validate_counted

    gc.disable()  # what is loaded stays to the end; looking for what does not is an eighth of loading it
    prepare()
    gc.freeze()  # without this the end itself takes a second
    gc.enable()
    while True:
        try:
            table, counted = connection.recv()
            try:
                answer: Answer = validate_counted(table, counted), ""
            except Exception:  # noqa: BLE001 - whatever it was, the run must hear of it
                answer = (), traceback.format_exc()
            connection.send(answer)
        except (EOFError, ConnectionError):  # the run has ended, perhaps before it took an answer
            return
