"""Detaching the UI from the terminal, so that Ctrl-C there ends it in order.

What belongs here: the process that stands between. What does not: serving (serving.py).

A terminal gives Ctrl-C to all processes of a command. Dagster's daemon and code servers, which take seconds to start,
die of it with tracebacks and leave each other waiting; in a session of their own they end when the server ends them
(docs/decisions/0264).
"""

import os
import signal
import sys
import threading

_FAILED = 1


def detach() -> None:
    """Return in a new process, which has no terminal; this one waits for it, hands on what is to end it, and exits.

    The new one is interrupted when this one is gone. On Windows, which cannot fork, everything goes on as it is.
    """
    if sys.platform != "win32":
        hears, tells = os.pipe()
        detached = os.fork()
        if detached:
            os.close(hears)
            sys.exit(_waited_for(detached))
        os.close(tells)
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background processes ignore it
        threading.Thread(target=_end_with, args=(hears,), daemon=True).start()


if sys.platform != "win32":

    def _waited_for(process: int) -> int:
        """The exit status of a process, once it has ended; what interrupts this one interrupts that one."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        while True:
            try:
                code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            except KeyboardInterrupt:
                os.kill(process, signal.SIGINT)
            else:
                return code if code >= 0 else _FAILED

    def _end_with(hears: int) -> None:
        os.read(hears, 1)
        os.kill(os.getpid(), signal.SIGINT)
