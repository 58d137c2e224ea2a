"""A server of HTTP on loopback that keeps what it was asked, and can be told to refuse, to cut off or to lie.

What belongs here: requests, answers, and disturbances of any platform. What does not: what a platform answers
(bluesky.py, mastodon.py).
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """A request: its path without the query, the query, the headers in lower case, and the body if it was JSON."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: object = None

    def one(self, name: str) -> str | None:
        """The first value of a key of the query."""
        return next(iter(self.query.get(name, [])), None)


@dataclass(frozen=True)
class Answer:
    """What is sent back.

    Args:
        body: the document, or text as it is.
        status: of HTTP.
        headers: further ones.
        cut: whether the connection breaks in the middle of the body.
    """

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False

    @property
    def data(self) -> bytes:
        """The body as bytes."""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


CUT = Answer({"this": "is never read whole"}, cut=True)


class LoopbackServer:
    """A platform's server, while the block runs.

    Disturbances are answers by the number of the request (from 1, signing in counts not): they come instead of what
    the platform would say, once. It tells what time it is where ``now`` is set.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.disturbances: dict[int, Answer] = {}
        self.now: datetime | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.answers = self._answer
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def counts(self, asked: Asked) -> bool:
        """Whether a request is one of those that are counted."""
        return True

    def respond(self, asked: Asked) -> Answer:
        """What the platform says to a request."""
        raise NotImplementedError

    def _answer(self, asked: Asked) -> Answer:
        if not self.counts(asked):
            return self.respond(asked)
        self.asked.append(asked)
        answer = self.disturbances.pop(len(self.asked), None) or self.respond(asked)
        if self.now is None:
            return answer
        return replace(answer, headers={**answer.headers, "Date": format_datetime(self.now, usegmt=True)})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answers: Callable[[Asked], Answer]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each body waits 40 ms for whoever asks to acknowledge the headers
    server: _Server

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass

    def _respond(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        is_json = "json" in headers.get("content-type", "") and body
        query = parse_qs(parts.query, keep_blank_values=True)
        asked = Asked(self.command, unquote(parts.path), query, headers, json.loads(body) if is_json else None)
        answer = self.server.answers(asked)
        data = answer.data
        self.send_response_only(answer.status)  # which tells no time: the clocks of tests are set by hand
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(data)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.cut:
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(data)
