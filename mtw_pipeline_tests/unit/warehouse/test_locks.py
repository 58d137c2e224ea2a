"""Locks between processes: who waits, for whom, and what a killed holder leaves behind."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue

import psutil
import pytest
from filelock import FileLock

from mtw_pipeline.warehouse import locks
from mtw_pipeline.warehouse.locks import Holder, exclusive_lock, holder_of, note_of

RUN = "run 1a2b3c4d of 2020-12-05_2021-01-22"
PATIENCE = 60
HOLD = """
import sys
from pathlib import Path
from mtw_pipeline.warehouse.locks import exclusive_lock
with exclusive_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.lock"


@contextmanager
def held_by_another_process(lock: Path, purpose: str) -> Iterator[subprocess.Popen[str]]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock), purpose], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
    finally:
        holder.kill()
        holder.communicate()


@contextmanager
def somebody_who_waits(lock: Path) -> Iterator[threading.Event]:
    """A thread that wants the lock; the event says that it got it."""
    got = threading.Event()

    def want() -> None:
        with exclusive_lock(lock, "a second run"):
            got.set()

    thread = threading.Thread(target=want)
    thread.start()
    yield got
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_who_waits_is_told_for_whom_and_goes_on_when_the_other_ends(lock: Path, said: Queue[str]) -> None:
    with held_by_another_process(lock, RUN) as other:
        with somebody_who_waits(lock) as got:
            message = said.get(timeout=PATIENCE)
            since = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
            assert re.fullmatch(rf"waiting for {re.escape(RUN)} \(process {other.pid}, since {since}\)", message)
            assert not got.is_set()
            other.communicate("\n")
        assert other.returncode == 0
        assert got.is_set()
    assert holder_of(lock) is None


def test_it_is_said_again_while_it_goes_on(lock: Path, said: Queue[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "SAY_AGAIN_SECONDS", 0.0)
    with held_by_another_process(lock, RUN) as other, somebody_who_waits(lock):
        messages = {said.get(timeout=PATIENCE) for _ in range(3)}
        assert len(messages) == 1
        other.communicate("\n")


def test_a_killed_holder_frees_the_lock(lock: Path, said: Queue[str]) -> None:
    with held_by_another_process(lock, RUN) as other, somebody_who_waits(lock) as got:
        said.get(timeout=PATIENCE)
        other.kill()
        assert got.wait(PATIENCE)


def test_nobody_is_told_of_a_dead_holder(lock: Path, said: Queue[str]) -> None:
    with held_by_another_process(lock, RUN) as other:
        other.kill()
        other.communicate()
    assert RUN in note_of(lock).read_text()
    next_one_without_a_note = FileLock(lock, thread_local=False)
    with next_one_without_a_note.acquire(), somebody_who_waits(lock):
        assert said.get(timeout=PATIENCE) == "waiting for another run that is just beginning or ending"
        next_one_without_a_note.release()


def test_the_note_stands_while_the_lock_is_held(lock: Path) -> None:
    with exclusive_lock(lock, RUN):
        holder = holder_of(lock)
        assert holder is not None
        assert (holder.purpose, holder.process) == (RUN, os.getpid())
    assert holder_of(lock) is None


@pytest.mark.parametrize("content", ["", '{"purpose": "ru', "[]", '{"purpose": "run", "process": "x"}', "\udcff"])
def test_a_note_that_cannot_be_read_is_none(lock: Path, content: str) -> None:
    note_of(lock).write_text(content, encoding="utf-8", errors="surrogateescape")
    assert holder_of(lock) is None


def test_a_process_that_took_over_the_number_of_a_dead_one_is_not_the_holder() -> None:
    now = datetime.now(UTC)
    began = datetime.fromtimestamp(psutil.Process().create_time(), UTC)
    assert Holder(purpose=RUN, process=os.getpid(), since=now).is_alive
    assert not Holder(purpose=RUN, process=os.getpid(), since=began - timedelta(seconds=1)).is_alive


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere psutil does not reckon from when the machine started")
@pytest.mark.parametrize("by", [3600.0, -3600.0])
def test_who_holds_a_lock_is_known_after_the_clock_was_set(
    lock: Path, monkeypatch: pytest.MonkeyPatch, by: float
) -> None:
    at = psutil.boot_time()
    with exclusive_lock(lock, RUN):
        monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: at + by)
        holder = holder_of(lock)
        assert holder is not None
        assert holder.process == os.getpid()


def test_a_process_that_ended_and_was_not_reaped_is_not_the_holder() -> None:
    child = subprocess.Popen([sys.executable, "-c", "print(1)"], stdout=subprocess.PIPE)
    since = datetime.now(UTC) + timedelta(seconds=1)
    assert child.stdout is not None
    child.stdout.read()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not Holder(purpose=RUN, process=child.pid, since=since).is_alive
    child.wait()
    child.stdout.close()
    assert not Holder(purpose=RUN, process=child.pid, since=since).is_alive
