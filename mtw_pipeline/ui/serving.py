"""Serving the UI of a study: Dagster's webserver behind the door, and its daemon beside it.

What belongs here: starting and ending both. What does not: who may ask (door.py), the daemon's own process (daemon.py).
"""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import uvicorn
from dagster import DagsterInstance
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster_webserver.app import create_app_from_workspace_process_context

from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.runs.records import close_abandoned_runs
from mtw_pipeline.study.folder import STUDY_VARIABLE, Study
from mtw_pipeline.system.processes import interrupted_later
from mtw_pipeline.ui.door import Application, Door
from mtw_pipeline.warehouse.locks import exclusive_lock

log = logging.getLogger(__name__)

ADDRESS = "127.0.0.1"
MODULE = "mtw_pipeline.definitions"
_SECONDS_TO_END = 30
_SECONDS_BETWEEN_LOOKS = 2.0
_SECONDS_TO_RESTART = 5  # one that cannot start does not fill the terminal, nor a processor


def listening_socket(port: int) -> socket.socket:
    """A socket of this machine alone; port 0 takes a free one.

    Raises:
        UserError: the port is taken, or not ours to take.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows it would let two programs have one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen()  # at once: whoever asks before Dagster is ready waits, and no other program takes the port
    except (OSError, OverflowError) as error:
        listening.close()
        raise UserError(
            f"The port {port} cannot be had: {error}", remedy="Choose another: mtw ui --port 3001, or 0 for a free one"
        ) from error
    return listening


def serve(study: Study, listening: socket.socket) -> None:
    """Serve the UI until the process is interrupted.

    Args:
        study: the study; the surroundings name it for every process that Dagster starts.
        listening: where it is asked (``listening_socket``).
    """
    os.environ[STUDY_VARIABLE] = str(study.root)
    os.environ["DAGSTER_HOME"] = str(study.dagster_home)
    os.environ["DAGSTER_IS_DEV_CLI"] = "1"  # Dagster's sign that it serves one person at the machine itself
    place = f"{ADDRESS}:{listening.getsockname()[1]}"
    with (
        instance_of(study) as instance,
        exclusive_lock(study.dagster_home / "ui.lock", f"a UI of this study at http://{place}", waits=False),
    ):
        for run_id in close_abandoned_runs(instance, none_of_the_ui=True):
            log.warning("run %s had been stopped from outside; it is marked as failed", run_id[:8])
        with _daemon(study.dagster_home):
            _serve(instance, study, listening)


def _serve(instance: DagsterInstance, study: Study, listening: socket.socket) -> None:
    instance.optimize_for_webserver(statement_timeout=5000, pool_recycle=3600, max_overflow=20)
    # Told a module, Dagster puts the folder before all others that modules are imported from: the home holds none.
    target = ModuleTarget(MODULE, None, str(study.dagster_home), MODULE)
    with ExitStack() as opened:
        with interrupted_later():  # a code server that is ended while it starts says so with a traceback
            workspace = opened.enter_context(WorkspaceProcessContext(instance, workspace_load_target=target))
        _server(Door(create_app_from_workspace_process_context(workspace))).run(sockets=[listening])


def _server(application: Application) -> uvicorn.Server:
    settings = uvicorn.Config(
        application, log_level="warning", proxy_headers=False, server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )  # fmt: skip
    logging.getLogger("uvicorn.error").addFilter(_is_fault)
    return uvicorn.Server(settings)


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a message tells more than that what a page still waited for was given up when the UI ended."""
    return record.exc_info is None or not isinstance(record.exc_info[1], asyncio.CancelledError)


@contextmanager
def _daemon(folder: Path) -> Iterator[None]:
    """Dagster's daemon (sensors, schedules, the queue), which ends with the block or with this process.

    Where it ends by itself it is started again: without it the UI looks as ever, and nothing fires any more.
    """
    over = threading.Event()
    keeping = threading.Thread(target=_keep_alive, args=(_started_daemon(folder), folder, over))
    keeping.start()
    try:
        yield
    finally:
        over.set()
        keeping.join()


def _started_daemon(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mtw_pipeline.ui.daemon", MODULE, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder)  # noqa: S603 - our own module


def _keep_alive(daemon: subprocess.Popen[bytes], folder: Path, over: threading.Event) -> None:
    while not over.wait(_SECONDS_BETWEEN_LOOKS):
        if daemon.poll() is None:
            continue
        _end(daemon)
        log.warning(
            "Dagster's daemon ended by itself (exit status %d): it is started again in %d s. "
            "What a schedule or a sensor had to do meanwhile follows then",
            daemon.returncode, _SECONDS_TO_RESTART,
        )  # fmt: skip
        if over.wait(_SECONDS_TO_RESTART):
            return
        try:
            daemon = _started_daemon(folder)
        except OSError as error:  # no memory, or no process more, for the moment
            log.warning("Dagster's daemon could not be started (%s): it is tried again", error)
    _end(daemon)


def _end(daemon: subprocess.Popen[bytes]) -> None:
    if daemon.stdin is not None:
        daemon.stdin.close()
    try:
        daemon.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()
