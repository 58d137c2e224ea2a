"""The UI in a real browser: its own pages work, and no page of anybody else changes or reads anything.

Every attack is made twice: on Dagster's webserver as it is, where it must succeed, and on the one behind the door.
"""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dagster as dg
import pytest
import uvicorn
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import EmptyWorkspaceTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from mtw_pipeline.ui.door import Application, Door
from mtw_pipeline.ui.serving import listening_socket
from mtw_pipeline_tests.browser.chromium import REBOUND

ATTACK = Path(__file__).with_name("attack.html").read_text(encoding="utf-8")
WAYS = ("image", "get", "post", "text", "form")
PATIENCE = 30


@dg.job
def nothing() -> None:
    pass


@dataclass(frozen=True)
class Served:
    """A webserver, the instance behind it, and a folder whose pages are those of another origin."""

    instance: dg.DagsterInstance
    port: int
    folder: Path
    folder_port: int

    def run(self) -> str:
        return self.instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.SUCCESS).run_id

    def is_kept(self, run_id: str) -> bool:
        return self.instance.has_run(run_id)

    def attacking_page(self, host: str) -> dict[str, str]:
        """Write the page; the run that each way would delete."""
        runs = {way: self.run() for way in WAYS}
        page = ATTACK.replace("PLACE", f"127.0.0.1:{self.port}").replace("RUNS_JSON", json.dumps(runs))
        (self.folder / f"{host}.html").write_text(page, encoding="utf-8")
        return runs


@contextmanager
def listening(application: Application) -> Iterator[int]:
    with listening_socket(0) as place:
        server = uvicorn.Server(uvicorn.Config(application, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        try:
            yield int(place.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


@contextmanager
def served(folder: Path, *, is_guarded: bool) -> Iterator[Served]:
    pages = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    (folder / "home").mkdir()
    with (
        dg.DagsterInstance.local_temp(str(folder / "home")) as instance,
        WorkspaceProcessContext(instance, workspace_load_target=EmptyWorkspaceTarget()) as workspace,
    ):
        bare = create_app_from_workspace_process_context(workspace)
        with listening(Door(bare) if is_guarded else bare) as port:
            yield Served(instance, port, folder, pages.server_port)
    pages.shutdown()
    pages.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("guarded"), is_guarded=True) as made:
        yield made


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("bare"), is_guarded=False) as made:
        yield made


def attack(browser: Chrome, of: Served, host: str) -> tuple[set[str], str]:
    """The ways in which a page of another origin deleted a run, and what became of its socket."""
    runs = of.attacking_page(host)
    browser.get(f"http://{host}:{of.folder_port}/{host}.html")
    state = browser.find_element(By.ID, "state")
    WebDriverWait(browser, PATIENCE).until(lambda _one: state.text.startswith("done"))
    return {way for way, run_id in runs.items() if not of.is_kept(run_id)}, state.text


def test_the_attacks_are_real(browser: Chrome, bare: Served) -> None:
    deleted, state = attack(browser, bare, "localhost")
    assert deleted >= {"image", "get", "post", "form"}
    assert state == "done; socket open"
    assert is_framed(browser)


@pytest.mark.parametrize("host", ["localhost", REBOUND])
def test_no_page_of_another_origin_deletes_a_run(browser: Chrome, guarded: Served, host: str) -> None:
    assert attack(browser, guarded, host) == (set(), "done; socket refused")
    assert not is_framed(browser)


def is_framed(browser: Chrome) -> bool:
    """Whether a page of another origin has the UI in a frame: its programs, where a refusal has none."""
    browser.switch_to.frame("framed")
    try:
        return browser.find_elements(By.TAG_NAME, "script") != []
    finally:
        browser.switch_to.default_content()


def test_a_name_that_is_made_to_mean_this_machine_reads_nothing(browser: Chrome, guarded: Served) -> None:
    browser.get(f"http://{REBOUND}:{guarded.port}/runs")
    assert browser.find_element(By.TAG_NAME, "body").text.startswith("This server answers under the names 127.0.0.1")


def test_the_pages_of_the_ui_work_behind_the_door(browser: Chrome, guarded: Served) -> None:
    run_id = guarded.run()
    browser.get(f"http://127.0.0.1:{guarded.port}/runs")
    link = f"a[href*='{run_id}']"
    WebDriverWait(browser, PATIENCE).until(lambda one: one.find_elements(By.CSS_SELECTOR, link))
    deleted = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "fetch('/graphql', {method: 'POST', headers: {'content-type': 'application/json'},"
        " body: JSON.stringify({query: arguments[0]})}).then((one) => one.json()).then(done, done)",
        f'mutation{{deletePipelineRun(runId:"{run_id}"){{__typename}}}}',
    )  # type: ignore[no-untyped-call]
    assert deleted == {"data": {"deletePipelineRun": {"__typename": "DeletePipelineRunSuccess"}}}
    opened = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "const one = new WebSocket(`ws://${location.host}/graphql`, 'graphql-ws');"
        "one.onopen = () => done('open'); one.onerror = () => done('refused')"
    )  # type: ignore[no-untyped-call]
    assert opened == "open"


def ask(port: int, method: str, path: str, headers: dict[str, str], body: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        ({}, (405, 200)),
        ({"Host": "evil.example"}, (403, 403)),
        ({"Origin": "http://evil.example"}, (403, 403)),
        ({"Origin": "null"}, (403, 403)),
        ({"Sec-Fetch-Site": "cross-site"}, (403, 403)),
    ],
)
def test_plain_requests_too(guarded: Served, bare: Served, headers: dict[str, str], statuses: tuple[int, int]) -> None:
    for of, expected in ((guarded, statuses), (bare, (200, 200))):
        by_link, by_body = of.run(), of.run()
        query = "mutation{{deletePipelineRun(runId:%22{}%22){{__typename}}}}"
        got = ask(of.port, "GET", f"/graphql?query={query.format(by_link)}", headers)
        asked = json.dumps({"query": query.format(by_body).replace("%22", '"')})
        posted = ask(of.port, "POST", "/graphql", {**headers, "Content-Type": "application/json"}, asked)
        assert (got, posted) == expected
        assert (of.is_kept(by_link), of.is_kept(by_body)) == (expected[0] != 200, expected[1] != 200)


def test_a_request_of_the_first_http_that_names_no_host_is_refused(guarded: Served) -> None:
    with socket.create_connection(("127.0.0.1", guarded.port), PATIENCE) as one:
        one.sendall(b"GET /graphql?query=mutation HTTP/1.0\r\n\r\n")
        assert b" 403 " in one.makefile("rb").readline()
