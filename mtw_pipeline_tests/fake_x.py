"""A server on loopback that speaks the part of X's API that collections use, from its documentation.

What belongs here: posts, pages, counts, limits, and faults at chosen requests. What does not: what is expected of a
collection. Posts are a second apart, the latest first, as X gives them.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "AAAAinvented-bearer-token%2Fof-nobody"  # noqa: S105 - it opens nothing
SECONDS = len("2026-11-20T12:00:00")
EPOCH_MILLISECONDS = 1288834974657
SEARCHES = ("/2/tweets/search/recent", "/2/tweets/search/all")

Answer = tuple[int, Mapping[str, str], bytes]
Fault = Callable[["FakeX", Answer], "Answer | None"]
"""Makes of a right answer what is sent; None sends half of it and cuts the connection."""


def post(moment: datetime, number: int, **fields: Any) -> dict[str, Any]:
    """A post as X tells it with the fields that collections ask for."""
    tweet_id = str((int(moment.timestamp() * 1000) - EPOCH_MILLISECONDS) << 22 | number)
    return {
        "id": tweet_id, "text": f"post {number} of #invented", "author_id": str(1000 + number % 7),
        "created_at": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z", "lang": "en", "conversation_id": tweet_id,
        "edit_history_tweet_ids": [tweet_id],
        "entities": {"hashtags": [{"start": 0, "end": 9, "tag": "invented"}]},
        "public_metrics": {"retweet_count": number % 5, "reply_count": 0, "like_count": number % 11, "quote_count": 0},
        **fields,
    }  # fmt: skip


def posts_before(end: datetime, count: int) -> list[dict[str, Any]]:
    """So many posts, a second apart, the last of them a second before a moment."""
    return [post(end - timedelta(seconds=number + 1), number) for number in range(count)]


def error(status: int, **said: str) -> Fault:
    """X's answer of that status."""
    return lambda _server, _answer: (
        status,
        {},
        json.dumps(said or {"title": "An error", "detail": "of this test"}).encode(),
    )


def limited(reset: datetime | None) -> Fault:
    """Too many requests, until then."""
    headers = {} if reset is None else {"x-rate-limit-reset": str(int(reset.timestamp()))}
    return lambda _server, _answer: (429, headers, b'{"title":"Too Many Requests","status":429}')


def cut(_server: "FakeX", _answer: Answer) -> None:
    """The connection ends in the middle of the answer."""


@dataclass
class FakeX:
    """What the server has, does and saw.

    Args:
        posts: the latest first.
        faults: by the number of the request, from 1, of searches and counts together.
        border: so many posts of a page stand at the beginning of the next again.
        empty: the numbers of pages that hold nothing and go on, from 1.
    """

    posts: Sequence[Mapping[str, Any]]
    faults: dict[int, Fault] = field(default_factory=dict)
    border: int = 0
    empty: frozenset[int] = frozenset()
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    delivered: int = 0
    address: str = ""

    @property
    def searches(self) -> list[dict[str, str]]:
        """The parameters of the searches, in order."""
        return [parameters for path, parameters in self.asked if path in SEARCHES]

    def answer(self, path: str, parameters: dict[str, str]) -> Answer | None:
        """What is sent; None for half of it."""
        self.asked.append((path, parameters))
        fault = self.faults.get(len(self.asked))
        start, end = (parameters[name][:SECONDS] for name in ("start_time", "end_time"))
        within = [one for one in self.posts if start <= one["created_at"][:SECONDS] < end]
        page = self._page(within, parameters) if path in SEARCHES else self._counts(within)
        right = (200, {}, json.dumps(page).encode())
        sent = right if fault is None else fault(self, right)
        if sent is not None and sent[0] == 200 and path in SEARCHES:
            self.delivered += len(page.get("data", ()))
        return sent

    def _page(self, within: Sequence[Mapping[str, Any]], parameters: Mapping[str, str]) -> dict[str, Any]:
        begin, number = map(int, parameters.get("next_token", "t0-1")[1:].split("-"))
        end = begin if number in self.empty else begin + int(parameters["max_results"])
        data = list(within[begin:end])
        page: dict[str, Any] = {"meta": {"result_count": len(data)}}
        if data:
            ids = sorted({one["author_id"] for one in data})
            users = [{"id": one, "username": f"user{one}", "name": f"User {one}"} for one in ids]
            page = {"data": data, "includes": {"users": users}, **page}
        if end < len(within):
            page["meta"]["next_token"] = f"t{max(end - self.border, 0) if data else end}-{number + 1}"
        return page

    def _counts(self, within: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        days: dict[str, int] = {}
        for one in within:
            days[one["created_at"][:10]] = days.get(one["created_at"][:10], 0) + 1
        data = [
            {"start": f"{day}T00:00:00.000Z", "end": f"{day}T23:59:59.000Z", "tweet_count": count}
            for day, count in sorted(days.items())
        ]
        return {"data": data, "meta": {"total_tweet_count": len(within)}}


@contextmanager
def served(server: FakeX) -> Iterator[FakeX]:
    """The server, listening."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            server.headers.append(dict(self.headers))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self._send((401, {}, b'{"title":"Unauthorized","detail":"Unauthorized","status":401}'), whole=True)
                return
            parameters = {name: values[0] for name, values in parse_qs(asked.query).items()}
            sent = server.answer(asked.path, parameters)
            self._send(sent or (200, {}, b'{"data":[' + b" " * 4000), whole=sent is not None)

        def _send(self, answer: Answer, *, whole: bool) -> None:
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if whole else len(body) * 2))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked was killed
                self.wfile.write(body)
            if not whole:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class HandClock:
    """A clock that goes on only by what is waited (``requester.Clock``)."""

    def __init__(self, now: datetime) -> None:
        self.time = now
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
