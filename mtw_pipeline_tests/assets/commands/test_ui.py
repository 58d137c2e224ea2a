"""``mtw ui`` as a process: one of a study, on this machine alone, with the study's sensor; it leaves nobody behind."""

import asyncio
import errno
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import psutil
import pytest

from mtw_pipeline.defs.home.instance import instance_of, make_home
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import STUDY_VARIABLE, Study
from mtw_pipeline.ui.door import Receive, Scope, Send
from mtw_pipeline.ui.serving import MODULE, _keep_alive, _server, listening_socket
from mtw_pipeline_tests.commands import MtwHere

MTW = Path(sys.executable).with_name("mtw")
PATIENCE = 120
SENSORS = (
    "query($at: RepositorySelector!) { sensorsOrError(repositorySelector: $at) { ...on Sensors { results { name } } } }"
)
AT = {"repositoryName": "__repository__", "repositoryLocationName": MODULE}


@dg.job
def nothing() -> None:
    pass


def ask(port: int, query: str) -> object:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(
            "POST",
            "/graphql",
            json.dumps({"query": query, "variables": {"at": AT}}),
            {"Content-Type": "application/json"},
        )
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def test_it_serves_one_study_once_and_ends_whole(
    study: Study, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    with instance_of(study) as instance:
        ghost = instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED).run_id
    command = [MTW, "ui", "--port", "0", "--study", str(study.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        address = serving.stdout.readline()
        assert str(study.root) in address
        port = int(address.split("http://127.0.0.1:")[1].split()[0])
        found = ask(port, SENSORS)
        assert found == {"data": {"sensorsOrError": {"results": [{"name": "new_exports"}]}}}
        with instance_of(study) as instance:
            record = instance.get_run_by_id(ghost)
            assert record is not None
            assert record.status == dg.DagsterRunStatus.FAILURE
        monkeypatch.chdir(study.root)  # as it does itself, for the processes that it would start
        for name in (STUDY_VARIABLE, "DAGSTER_HOME", "DAGSTER_IS_DEV_CLI"):
            monkeypatch.setenv(name, "")
        monkeypatch.setattr("mtw_pipeline.ui.detached.detach", lambda: None)
        second = mtw_here("ui", "--port", "0", "--study", study.root)
        assert second.returncode == 2
        assert f"There is already a UI of this study at http://127.0.0.1:{port}" in second.stderr
        children = psutil.Process(serving.pid).children(recursive=True)
        listening = {
            one.laddr.ip for each in children for one in each.net_connections("inet") if one.status == "LISTEN"
        }
        assert listening == {"127.0.0.1"}
        assert len(children) >= 2
        serving.send_signal(signal.SIGINT)
        serving.communicate(timeout=PATIENCE)
        _, alive = psutil.wait_procs(children, PATIENCE)
        assert alive == []


@pytest.mark.parametrize("moment", ["The Dagster UI of", "Starting Dagster code server"])
def test_ctrl_c_while_it_starts_ends_it_whole_and_without_a_word(study: Study, moment: str) -> None:
    """Given to all processes of the command, as a terminal does it."""
    command = [MTW, "ui", "--port", "0", "--study", str(study.root)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as serving:
        assert serving.stdout is not None
        while moment not in (line := serving.stdout.readline()):
            assert line
        children = psutil.Process(serving.pid).children(recursive=True)
        os.killpg(serving.pid, signal.SIGINT)
        said, _ = serving.communicate(timeout=PATIENCE)
    assert psutil.wait_procs(children, PATIENCE)[1] == []
    assert serving.returncode == 0
    assert [line for line in said.splitlines() if "dagster.code_server" not in line] == []


def test_a_daemon_that_was_killed_is_started_again_and_it_is_said(study: Study) -> None:
    command = [MTW, "ui", "--port", "0", "--study", str(study.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        assert str(study.root) in serving.stdout.readline()
        process = psutil.Process(serving.pid)
        [first] = until(lambda: daemons_of(process))
        first.kill()
        others = until(lambda: [one for one in daemons_of(process) if one != first])
        serving.send_signal(signal.SIGINT)
        _, said = serving.communicate(timeout=PATIENCE)
    assert "Dagster's daemon ended by itself" in said
    assert [one.is_running() for one in others] == [False]


def test_a_daemon_that_cannot_be_started_for_the_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    over, tried = threading.Event(), list[None]()

    def started(_folder: Path) -> subprocess.Popen[bytes]:
        tried.append(None)
        if len(tried) < 3:
            raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
        over.set()
        return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)

    for name in ("_SECONDS_BETWEEN_LOOKS", "_SECONDS_TO_RESTART"):
        monkeypatch.setattr(f"mtw_pipeline.ui.serving.{name}", 0)
    monkeypatch.setattr("mtw_pipeline.ui.serving._started_daemon", started)
    with subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE) as ended:
        ended.wait(PATIENCE)
        _keep_alive(ended, tmp_path, over)
    assert len(tried) == 3
    assert sum("could not be started ([Errno 12]" in message for message in caplog.messages) == 2


def test_what_a_page_still_waits_for_at_the_end_is_given_up_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given_up: list[str] = []

    async def waits_for_ever(scope: Scope, _receive: Receive, _send: Send) -> None:
        if scope["type"] == "http":
            server.should_exit = True
            try:
                await asyncio.Event().wait()
            finally:
                given_up.append(scope["path"])

    def opened_page() -> int:
        connection = http.client.HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=PATIENCE)
        try:
            connection.request("GET", "/runs")
            return connection.getresponse().status
        finally:
            connection.close()

    monkeypatch.setattr("mtw_pipeline.ui.serving._SECONDS_TO_END", 1)
    server = _server(waits_for_ever)
    with listening_socket(0) as listening, ThreadPoolExecutor() as browser:
        page = browser.submit(opened_page)
        server.run(sockets=[listening])
        assert page.result(PATIENCE) == http.HTTPStatus.INTERNAL_SERVER_ERROR
    assert given_up == ["/runs"]
    said = capsys.readouterr().err
    assert "Cancel 1 running task" in said
    assert "Traceback" not in said


def daemons_of(process: psutil.Process) -> list[psutil.Process]:
    """The processes of Dagster's daemon that one has started, without those that have ended."""
    alive = [one for one in process.children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in alive if "mtw_pipeline.ui.daemon" in one.cmdline()]


def until(find: Callable[[], list[psutil.Process]]) -> list[psutil.Process]:
    """What is found, as soon as it is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not find():
        time.sleep(0.1)
    return find()


def test_the_daemon_ends_when_whoever_started_it_is_gone(study: Study) -> None:
    make_home(study)
    command = [sys.executable, "-m", "mtw_pipeline.ui.daemon", MODULE, str(study.dagster_home)]
    surroundings = {"DAGSTER_HOME": str(study.dagster_home), "MTW_STUDY": str(study.root)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={**psutil.Process().environ(), **surroundings}) as daemon:
        daemon.communicate(timeout=PATIENCE)
    assert daemon.returncode is not None


HEARD = """
import dagster as dg
from mtw_pipeline.ui.daemon import main

add = dg.DagsterInstance.add_daemon_heartbeat

def added(instance, heartbeat):
    add(instance, heartbeat)
    print(heartbeat.daemon_type, flush=True)

dg.DagsterInstance.add_daemon_heartbeat = added
main()
"""
"""The daemon, which says each of its heartbeats."""


def test_ctrl_c_which_a_terminal_gives_to_the_daemon_too_ends_it_whole(study: Study) -> None:
    make_home(study)
    command = [sys.executable, "-c", HEARD, MODULE, str(study.dagster_home)]
    surroundings = {"DAGSTER_HOME": str(study.dagster_home), "MTW_STUDY": str(study.root)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, env={**os.environ, **surroundings}) as daemon:
        assert daemon.stdout is not None
        assert daemon.stdout.readline()
        daemon.send_signal(signal.SIGINT)
        _, said = daemon.communicate(timeout=PATIENCE)
    assert daemon.returncode == 0
    assert "Fatal Python error" not in said


def test_a_port_that_is_taken_is_named() -> None:
    with listening_socket(0) as taken, pytest.raises(UserError, match="cannot be had"):
        listening_socket(taken.getsockname()[1])
    with pytest.raises(UserError, match="cannot be had"):
        listening_socket(99_999)
