"""Processes beside this one.

What belongs here: starting them so that neither a script which calls us nor Ctrl-C need know of them, and knowing one
again. What does not: what they do (the modules that start them).
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path

_THIS_START = Path("/proc/sys/kernel/random/boot_id")
_STARTED = 19
"""The place of the time of the start among what Linux tells of a process behind its name (proc(5), starttime)."""


@contextmanager
def without_callers_script() -> Iterator[None]:
    """Let processes that multiprocessing spawns while the block runs leave the script alone that called us.

    Each would run it anew, to find what stands in it; nothing of ours does. A script without ``if __name__ ==
    "__main__"`` would so open the study a second time, and wait for the lock that it holds itself.
    """
    script = sys.modules["__main__"]
    hidden = {name: getattr(script, name) for name in ("__spec__", "__file__") if hasattr(script, name)}
    script.__spec__ = None
    if "__file__" in hidden:
        del script.__file__
    try:
        yield
    finally:
        for name, value in hidden.items():
            setattr(script, name, value)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started while the block runs hear nothing of Ctrl-C, from their first moment on.

    What ends them is the process that started them. Elsewhere than on POSIX they have to see to it themselves.
    """
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # which would be started within, and unblocks what it blocks
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    else:
        yield


@contextmanager
def interrupted_later() -> Iterator[None]:
    """Let the block come to its end before Ctrl-C is heeded; pressed twice it is heeded at once."""
    heard: list[int] = []

    def hear(number: int, _frame: object) -> None:
        if heard:
            raise KeyboardInterrupt
        heard.append(number)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def start_of(process: int) -> str:
    """When a process was started, in ticks since the machine was; empty where the system does not say, or it is gone.

    psutil reckons the time of a start from when the machine was started, which changes with the clock; and it is not
    loaded by what is read while Dagster is.

    Args:
        process: its number.
    """
    facts = Path(f"/proc/{process}/stat")
    if not (_THIS_START.is_file() and facts.is_file()):
        return ""
    try:
        behind_its_name = facts.read_bytes().rpartition(b")")[2].split()
    except OSError:  # it ended meanwhile
        return ""
    return f"{int(behind_its_name[_STARTED])} ticks after {_THIS_START.read_text(encoding='ascii').strip()}"
