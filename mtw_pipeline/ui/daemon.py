"""Dagster's daemon as a process that ends when whoever started it is gone: ``python -m mtw_pipeline.ui.daemon``.

What belongs here: that one difference. An orphan would go on starting runs beside the next one.
"""

import os
import signal
import sys
import threading
from importlib.metadata import entry_points


def main() -> None:
    """Run the daemon on the module and in the folder that the arguments name, until the standard input ends."""
    module, folder = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background processes are told to ignore it
    runs = threading.Event()
    threading.Thread(target=_end_with_input, args=(runs,), daemon=True).start()
    [program] = entry_points(group="console_scripts", name="dagster-daemon")
    sys.argv = ["dagster-daemon", "run", "--log-level", "warning", "--module-name", module]
    sys.argv += ["--working-directory", folder]
    run = program.load()
    runs.set()
    run()


def _end_with_input(runs: threading.Event) -> None:
    # Not by sys.stdin, whose lock a read holds: Python could not end by Ctrl-C while it waits.
    while os.read(sys.stdin.fileno(), 1):
        pass
    if not runs.is_set():
        os._exit(0)  # nothing has begun; an import that is interrupted says so with a traceback
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)  # what Dagster says of being interrupted while it starts
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)  # wakes the main thread, wherever it waits
    else:
        signal.raise_signal(signal.SIGINT)  # there os.kill ends a process without a word


if __name__ == "__main__":
    main()
