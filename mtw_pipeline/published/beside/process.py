"""The process beside that masks and searches: starting it, asking it, its end.

What belongs here: that. What does not: what it answers (work.py), and who asks when (ahead.py). What it knows of people
goes through a pipe, and lies in no file.
"""

import gc
import multiprocessing
import signal
import traceback
from typing import TYPE_CHECKING, Any, TypeVar

from mtw_pipeline.processes import deaf_to_interrupts, without_callers_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from mtw_pipeline.published.beside.work import Given, Work

Answer = TypeVar("Answer")


class ProcessEndedError(Exception):
    """The process is gone, perhaps for want of memory: whoever asked does it here."""


class CopyProcess:
    """Asks the process; one question at a time, the first after ``give``."""

    def __init__(self) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._ours, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs,), name="copying", daemon=True)
        with without_callers_script(), deaf_to_interrupts():
            self._process.start()
        theirs.close()

    def give(self, given: "Given") -> None:
        """Say who is known.

        Raises:
            ProcessEndedError: the process is gone.
        """
        try:
            self._ours.send(given)
        except OSError as error:
            raise ProcessEndedError from error

    def ask(self, question: "Callable[[Work], Answer]") -> Answer:
        """What a function of work.py, bound to all but its first argument, answers there.

        Raises:
            ProcessEndedError: the process is gone.
            RuntimeError: the question could not be answered.
        """
        try:
            self._ours.send(question)
            answer, problem = self._ours.recv()
        except (EOFError, OSError) as error:
            raise ProcessEndedError from error
        if problem:
            raise RuntimeError(f"The copy's process could not answer: {problem}")
        found: Answer = answer
        return found

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()


def _serve(connection: "Connection[tuple[Any, str], Any]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle
    gc.disable()  # what is loaded stays to the end
    from mtw_pipeline.published.beside.work import Work

    try:
        work = Work(connection.recv())
        gc.freeze()
        gc.enable()
        while True:
            question = connection.recv()
            try:
                answer: tuple[Any, str] = question(work), ""
            except Exception:  # noqa: BLE001 - whatever it was, the run must hear of it
                answer = None, traceback.format_exc()
            connection.send(answer)
    except (EOFError, ConnectionError):  # the run has ended
        return
