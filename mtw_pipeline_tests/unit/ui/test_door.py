"""Who may ask the UI: its own pages and programs of this machine, and no page of anybody else."""

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.ui.door import Door

OURS = {"host": "127.0.0.1:3000"}
OF_OUR_PAGE = OURS | {"origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
JSON = {"content-type": "application/json"}
LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
MUTATION = b"query=mutation{deletePipelineRun(runId:%221%22){__typename}}"

Message = MutableMapping[str, Any]


async def behind(scope: Message, _receive: object, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-of", b"dagster")]})
        await send({"type": "http.response.body", "body": b"as asked"})


def asked(
    headers: Mapping[str, str] | list[tuple[str, str]], *, method: str = "GET", path: str = "/", query: bytes = b"",
    kind: str = "http",
) -> list[Message]:  # fmt: skip
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("the door reads no body")

    pairs = headers.items() if isinstance(headers, Mapping) else headers
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in pairs]
    scope = {"type": kind, "method": method, "path": path, "query_string": query, "headers": raw}
    asyncio.run(Door(behind)(scope, receive, send))
    return sent


def status(*arguments: Any, **options: Any) -> int:
    return int(asked(*arguments, **options)[0]["status"])


@pytest.mark.parametrize(
    ("headers", "options"),
    [
        (OURS, {}),
        ({"host": "localhost:3000"}, {}),
        ({"host": "[::1]:3000"}, {}),
        ({"host": "LOCALHOST"}, {}),
        (OF_OUR_PAGE, {}),
        (OURS | JSON, {"method": "POST", "path": "/graphql"}),
        (OF_OUR_PAGE | {"content-type": "application/json; charset=utf-8"}, {"method": "POST", "path": "/graphql"}),
        (OURS | {"accept": "text/html"}, {"path": "/graphql"}),
        (OURS, {"path": "/runs", "query": b"q[]=status:FAILURE&query=x"}),
        (OURS | LINK, {"path": "/assets/tweets"}),
        (OF_OUR_PAGE, {"kind": "websocket", "path": "/graphql"}),
        (OURS, {"kind": "websocket", "path": "/graphql"}),
    ],
)
def test_the_pages_of_the_ui_and_programs_of_this_machine_are_let_in(
    headers: Mapping[str, str], options: dict[str, Any]
) -> None:
    first, *_ = asked(headers, **options)
    assert first["type"] in {"http.response.start", "websocket.accept"}
    assert first.get("status", 200) == 200


NOT_OUR_NAMES = (
    "evil.example", "evil.example:3000", "127.0.0.1.evil.example", "localhost.evil.example:3000", "0.0.0.0:3000",
    "192.168.0.7:3000", "evil.example@127.0.0.1", "127.0.0.1:3000@evil.example", "127.0.0.1/evil", "127.0.0.1?x", "",
    " ", "[::1", "[::2]", "localhost\t.evil", "2130706433", "127.1", "localhost.", "127.0.0.1#x",
)  # fmt: skip


@pytest.mark.parametrize("host", NOT_OUR_NAMES)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_nothing_is_answered_under_another_name(host: str, kind: str) -> None:
    first, *_ = asked({"host": host}, kind=kind)
    assert (first.get("status"), first.get("code")) == ((403, None) if kind == "http" else (None, 1008))


def test_a_request_has_one_host() -> None:
    assert status([]) == 403
    assert status([("host", "127.0.0.1"), ("host", "evil.example")]) == 403
    assert status([("Host", "127.0.0.1"), ("HOST", "127.0.0.1")]) == 403


@given(st.text(max_size=30), st.sampled_from(["", ":3000", ":x"]))
def test_no_other_text_is_taken_for_our_name(name: str, port: str) -> None:
    host = f"{name}{port}".encode("latin-1", "replace").decode("latin-1")
    if host.strip().split(":")[0].lower() not in {"localhost", "127.0.0.1"}:
        assert status({"host": host}) == 403


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:3000", "http://127.0.0.1:8888", "http://127.0.0.1",
     "https://127.0.0.1:3000",      "http://127.0.0.1:3000.evil.example", "http://127.0.0.1:30001", "file://", ""],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_page_of_another_origin_is_refused_whatever_it_asks(origin: str, kind: str) -> None:
    for method, path in (("POST", "/graphql"), ("GET", "/"), ("POST", "/report_asset_materialization/tweets")):
        first, *_ = asked(OURS | JSON | {"origin": origin}, kind=kind, method=method, path=path)
        assert (first.get("status"), first.get("code")) == ((403, None) if kind == "http" else (None, 1008))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "way",
    [{"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
     {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
     {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}, {}],
    ids=["image", "frame", "script", "nothing said"],
)  # fmt: skip
def test_parts_of_other_pages_are_refused_even_without_an_origin(site: str, way: dict[str, str]) -> None:
    assert status(OURS | way | {"sec-fetch-site": site}) == 403


def test_a_followed_link_shows_a_page_and_sends_nothing() -> None:
    assert status(OURS | LINK) == 200
    assert status(OURS | LINK, method="POST") == 403
    assert status(OURS | LINK, path="/graphql", query=MUTATION) == 405
    assert asked(OURS | LINK, kind="websocket")[0]["code"] == 1008


@pytest.mark.parametrize("path", ["/graphql", "/graphql/", "//graphql", "/GraphQL", "/prefix/graphql"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
@pytest.mark.parametrize("query", [MUTATION, b"operationName=x&query=%7Bversion%7D", b"query", b"%71uery=x"])
def test_no_address_holds_a_query_of_graphql(path: str, method: str, query: bytes) -> None:
    assert status(OURS | JSON, method=method, path=path, query=query) == 405


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
             "application/graphql", "text/plain; application/json"],
)  # fmt: skip
def test_graphql_is_asked_by_no_form(kind: str) -> None:
    assert status(OURS | {"content-type": kind}, method="POST", path="/graphql") == 415
    assert status(OURS, method="POST", path="/graphql") == 415


def test_no_other_page_shows_the_ui_in_a_frame_and_what_dagster_says_stays() -> None:
    headers = dict(asked(OURS)[0]["headers"])
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"x-of"] == b"dagster"


def test_a_refusal_is_a_sentence() -> None:
    start, body = asked({"host": "evil.example"})
    assert dict(start["headers"])[b"content-type"] == b"text/plain; charset=utf-8"
    assert body["body"] == b"This server answers under the names 127.0.0.1 and localhost only.\n"
