"""A Jetstream on loopback: events from a cursor on, over WebSocket, with invented posts.

What belongs here: what /subscribe sends, line for line. What does not: the search (bluesky.py).
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

Event = Mapping[str, object]


def microseconds(at: datetime) -> int:
    """A time as the stream's cursors write it."""
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def commit(
    did: str, at: datetime, rkey: str, record: Mapping[str, object] | None,
    *, collection: str = "app.bsky.feed.post", operation: str = "create",
) -> Event:  # fmt: skip
    """A commit event."""
    made: dict[str, object] = {"rev": rkey, "operation": operation, "collection": collection, "rkey": rkey}
    if record is not None:
        made |= {"record": {"$type": collection, **record}, "cid": f"bafyrei{rkey}"}
    return {"did": did, "time_us": microseconds(at), "kind": "commit", "commit": made}


def post_event(number: int, at: datetime, *, text: str = "Tag eins #mtwtest", tag: str | None = "mtwtest") -> Event:
    """A post, with the facet of a hashtag unless there is none."""
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": tag}]
    facets = [{"index": {"byteStart": 0, "byteEnd": 1}, "features": features}] if tag else []
    written = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    record = {"text": text, "createdAt": written, "langs": ["de"], "facets": facets}
    return commit(f"did:plc:{number:024d}", at, f"3k{number:011d}", record)


def repost_event(did: str, at: datetime, rkey: str, subject: str) -> Event:
    """A repost of a post."""
    written = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    record = {"createdAt": written, "subject": {"uri": subject, "cid": "bafyreisubject"}}
    return commit(did, at, rkey, record, collection="app.bsky.feed.repost")


class JetstreamServer:
    """A stream, while the block runs.

    Args:
        events: what is there, oldest first; only what is wanted is sent.
        cuts: after how many sent events the first, second, ... connection breaks; then never.
        refusals: the statuses of HTTP that the first, second, ... connections get instead of the stream.
        finished: called once a connection got everything, before the server waits for it to go.
        stalls: after how many sent events the first, second, ... connection gets no more, and stays; then never.
    """

    def __init__(
        self,
        events: Sequence[Event | str] = (),
        cuts: Sequence[int] = (),
        refusals: Sequence[int] = (),
        finished: Callable[[], None] = lambda: None,
        stalls: Sequence[int] = (),
    ) -> None:
        self.events = list(events)
        self.asked: list[Mapping[str, list[str]]] = []
        self.finished = finished
        self.is_stalled = False
        """Whether the connection of now gets no more."""
        self.to_come = 0
        """So many events, which are no messages only, have to be noticed before a listener may end."""
        self._cuts = list(cuts)
        self._refusals = list(refusals)
        self._stalls = list(stalls)
        self._server: Server = serve(
            self._stream, "127.0.0.1", 0, process_request=self._refuse, ping_interval=None, close_timeout=0.1
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/subscribe"

    def _refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        self.asked.append(parse_qs(urlsplit(request.path).query))
        self.is_stalled = False
        if not self._refusals:
            return None
        status = HTTPStatus(self._refusals.pop(0))
        return Response(status, status.phrase, Headers({"content-length": "0", "connection": "close"}), b"")

    def _stream(self, connection: ServerConnection) -> None:
        query = self.asked[-1]
        cursor = int(query["cursor"][0]) if "cursor" in query else None
        left = self._cuts.pop(0) if self._cuts else None
        wanted = [one for one in self.events if _is_wanted(one, query, cursor)]
        stall = self._stalls.pop(0) if self._stalls else None
        if left is None and stall is None:
            self.to_come = max(self.to_come, sum(isinstance(one, Mapping) for one in wanted))
        try:
            for event in wanted[:stall]:
                if left == 0:
                    connection.socket.close()
                    return
                left = None if left is None else left - 1
                connection.send(event if isinstance(event, str) else json.dumps(event))
            if left is not None:
                connection.socket.close()
                return
            self.is_stalled = stall is not None
            if stall is None:
                self.finished()
            connection.recv()
        except (ConnectionClosed, OSError):
            return

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()


def _is_wanted(event: Event | str, query: Mapping[str, list[str]], cursor: int | None) -> bool:
    """Whether a subscription gets an event: identities and accounts come to all."""
    if isinstance(event, str):
        return True
    made = event.get("commit")
    is_asked = not isinstance(made, Mapping) or made["collection"] in query.get("wantedCollections", [])
    return is_asked and (cursor is None or int(str(event["time_us"])) >= cursor)
