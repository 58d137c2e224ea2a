"""The door before the UI: an ASGI application that lets through what the UI's own pages ask, and nothing else.

Dagster's webserver changes runs, assets and partitions for whoever asks, by a mere link too, and answers to any name
(docs/decisions/0083-a-door-before-the-ui.md). So any page that is open in the browser could delete runs, and a name
that is made to mean this machine (DNS rebinding) could read everything. What belongs here: telling such requests. What
does not: what Dagster answers. It knows nothing of Dagster but the path under which GraphQL is asked.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = dict[str, list[str]]

_OUR_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_GRAPHQL = "graphql"
_READING = frozenset({"GET", "HEAD"})
_OTHER_SITES = frozenset({"cross-site", "same-site"})
_OPENED_BY_A_PERSON = {"sec-fetch-mode": ["navigate"], "sec-fetch-dest": ["document"]}
_POLICY_VIOLATION = 1008
_FORBIDDEN, _NOT_THIS_WAY, _NOT_JSON = 403, 405, 415

_ADDED = (
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""No other page may show the UI in a frame, load parts of it, or keep a hand on its window."""


class Door:
    """The application behind, for those who may ask.

    Args:
        application: any ASGI application.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with the reason."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is None:
            await self._application(scope, receive, _guarded(send))
        elif scope["type"] == "http":
            await _answer(send, *refusal)
        else:
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": refusal[1]})


def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Why a request is refused: the HTTP status and a sentence; None where it is not."""
    headers = _headers(scope["headers"])
    return _refused_sender(scope, headers) or (_refused_query(scope, headers) if scope["type"] == "http" else None)


def _refused_sender(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    host = headers.get("host", [])
    if len(host) != 1 or _name(host[0]) not in _OUR_NAMES:
        return _FORBIDDEN, "This server answers under the names 127.0.0.1 and localhost only."
    if any(origin.lower() != f"http://{host[0].lower()}" for origin in headers.get("origin", [])):
        return _FORBIDDEN, "Pages of other sites may not ask this server."
    if _OTHER_SITES.isdisjoint(headers.get("sec-fetch-site", [])):
        return None
    opened = all(headers.get(name) == value for name, value in _OPENED_BY_A_PERSON.items())
    if opened and scope["type"] == "http" and scope["method"] in _READING:
        return None  # a link that somebody followed: it shows a page, and no other page can read it
    return _FORBIDDEN, "Pages of other sites may not ask this server."


def _refused_query(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    if _GRAPHQL not in scope["path"].lower():
        return None
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if any(name == "query" for name, _ in asked):
        return _NOT_THIS_WAY, "GraphQL is asked by POST, with the query in its body: a link must change nothing."
    kinds = [one.split(";")[0].strip().lower() for one in headers.get("content-type", [])]
    if scope["method"] not in _READING and kinds != ["application/json"]:
        return _NOT_JSON, "GraphQL is asked with a body of the type application/json, which no form can send."
    return None


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    found: Headers = {}
    for name, value in raw:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").strip())
    return found


def _name(host: str) -> str:
    """The name in a Host header, without its port; "" where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        is_bare = parts.username is None and not parts.path and not parts.query and not parts.fragment
    except ValueError:
        return ""
    return parts.hostname or "" if is_bare else ""


def _guarded(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *_ADDED]}
        await send(message)

    return with_headers


async def _answer(send: Send, status: int, sentence: str) -> None:
    body = f"{sentence}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
