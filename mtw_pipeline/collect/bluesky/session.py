"""A session at a Bluesky service, through the library atproto: signing in, once more where it ends, and errors.

What belongs here: one request to a method of app.bsky, its answer as bytes, and what a refusal means. What does not:
which methods are asked (search.py, counts.py), and waiting (requester.py).

The library parses answers into models of its own, and refuses one that is not as its lexicon says; a post can hold
anything. So the method is named, not called, and the bytes of the answer are taken as they come.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import TYPE_CHECKING, Any, TypeVar

from mtw_pipeline.collect.answers import Cutting, bounded, unreadable
from mtw_pipeline.collect.certificates import OF_OPENSSL, refuse_unreadable_certificates
from mtw_pipeline.collect.collector import Gap
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.proxies import unusable_proxy
from mtw_pipeline.collect.requester import (
    RateLimitedError,
    Requester,
    TransientError,
    is_loopback,
    is_to_ask_again,
    sent_on,
    without_answer,
)
from mtw_pipeline.collect.times import http_time, limit_ends
from mtw_pipeline.errors import UserError

if TYPE_CHECKING:
    import httpx
    from atproto_client import Client
    from atproto_client.exceptions import RequestErrorBase

log = logging.getLogger(__name__)

Value = TypeVar("Value")

WHOM = "Bluesky"
_TIMEOUT_SECONDS = 60.0
_SESSION_IS_OVER = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"})
_NO_SUCH_METHOD = frozenset({404, 405, 410, 501})
_MOST_SAID = 200
_PACKINGS = ("gzip", "deflate")
"""Others may be installed, and unpack to far more than is read at once."""
_SESSIONS = "/com.atproto.server."


class QuestionRefusedError(Exception):
    """The service says that the question is wrong; the message is its own, without any key."""


@dataclass(frozen=True)
class Answer:
    """An answer of the service.

    Args:
        content: its bytes.
        document: what they say.
        request: the address that was asked, without any key.
        given_at: when, by the service's clock.
    """

    content: bytes
    document: Mapping[str, Any]
    request: str
    given_at: datetime | None = None


class BlueskySession:
    """Asks a service in the name of one account, whose password is one for apps.

    Args:
        server: the address of the service: ``https://bsky.social``.
        keys: where the name of the account and its app password come from.
    """

    def __init__(self, server: str, keys: Keys) -> None:
        self._server = server
        self._keys = keys
        self._client: Client | None = None
        self._answered: list[httpx.Response] = []
        self._is_opaque = False
        self._cutting = Cutting()

    def check_keys(self) -> None:
        """See that the keys are there.

        Raises:
            UserError: one is missing.
        """
        self._key("bluesky_handle", "The name of the Bluesky account that asks (as in name.bsky.social)")
        self._key(
            "bluesky_app_password",
            "The app password of the Bluesky account (made under Settings, Privacy and security, App passwords): who"
            " is not signed in gets no answer from Bluesky's search (403)",
        )

    def ask(self, method: str, parameters: Mapping[str, Any], requester: Requester, *, holds: str = "posts") -> Answer:
        """The answer of a method to a query.

        Args:
            method: as ``app.bsky.feed.searchPosts``.
            parameters: of the query.
            requester: makes the requests; signing in is one too.
            holds: the list that a whole answer has. One without it says nothing: neither that there are no posts, nor
                that those that were asked for are gone.

        Raises:
            QuestionRefusedError: the service says that the question is wrong (400).
            UserError: it refuses the account, or did not answer.
        """
        if self._client is None:
            self._sign_in(requester)
        try:
            return self._asked(method, parameters, requester, holds)
        except _SessionOverError:  # asked once more, with a new session
            self._sign_in(requester)
        try:
            return self._asked(method, parameters, requester, holds)
        except _SessionOverError as error:
            raise self._refused(str(error)) from None

    def _asked(self, method: str, parameters: Mapping[str, Any], requester: Requester, holds: str) -> Answer:
        from atproto_client.models.dot_dict import DotDict

        client = self._client
        if client is None:  # pragma: no cover - ask() signs in first
            raise self._refused("there is no session")
        given = {name: value for name, value in parameters.items() if value is not None}

        def call() -> Answer:
            self._answered.clear()
            try:
                client.invoke_query(
                    method, params=DotDict(given), output_encoding="application/json",
                    ignore_session_check=self._is_opaque,
                )  # fmt: skip
            except ValueError as error:  # its parser takes fewer texts for JSON than Python's does
                log.debug("%s: %s", WHOM, type(error).__name__)
            if not self._answered:
                raise TransientError("it gave no answer")
            last = self._answered[-1]
            document = loads(last.content.decode("utf-8"))
            if not isinstance(document, dict):
                raise TransientError("it answered with JSON of another shape")
            if not isinstance(document.get(holds), list):
                raise TransientError(f"its answer holds no list of {holds}")
            return Answer(last.content, document, str(last.request.url), http_time(last.headers.get("date")))

        return requester.ask(WHOM, lambda: self._in_our_errors(call))

    def _sign_in(self, requester: Requester) -> None:
        import httpx
        from atproto_client import Client
        from atproto_client.request import Request

        handle = self._key("bluesky_handle", "The name of the Bluesky account that asks")
        password = self._key("bluesky_app_password", "The app password of the Bluesky account")
        hooks = {"response": [self._arrived]}
        trust = not is_loopback(self._server)  # proxies of the environment are for what lies outside
        if trust:
            refuse_unreadable_certificates(OF_OPENSSL)
        headers = {"accept-encoding": ", ".join(_PACKINGS)}
        try:
            request = Request(timeout=_TIMEOUT_SECONDS, event_hooks=hooks, trust_env=trust, headers=headers)
        except (ImportError, ValueError, httpx.InvalidURL):
            raise unusable_proxy("socksio") from None
        client = Client(self._server, request=request)

        def sign_in() -> None:
            client.login(handle, password, fetch_bsky_profile=False)

        self._answered.clear()
        try:
            requester.ask(WHOM, lambda: self._in_our_errors(sign_in))
        except (_SessionOverError, QuestionRefusedError) as error:
            if self._answered and self._answered[-1].status_code in _NO_SUCH_METHOD:
                raise UserError(
                    f"{self._server} has no sign-in of Bluesky",
                    where=str(error),
                    remedy="See whether servers under [[collect]] in study.toml names a service of Bluesky, as"
                    " https://bsky.social is",
                ) from None
            raise UserError(
                "Bluesky does not let the account sign in",
                where=str(error),
                remedy="See whether bluesky_handle is the account's name without an @, and make a new app password"
                " (Settings, Privacy and security, App passwords) if it was withdrawn",
            ) from None
        if is_loopback(self._server):
            client.update_base_url(self._server)  # and not the address that the account's document names
        self._client = client
        self._is_opaque = not _tells_its_end(client)

    def _arrived(self, response: "httpx.Response") -> None:
        """Look at an answer before the library does, and read it within bounds.

        The library would follow it elsewhere, and take the password along.

        Raises:
            UserError: it leads elsewhere.
            TransientError: it is too large, too slow, or packed as nobody asked.
        """
        self._keys.hide(response.request.headers.get("authorization", "").removeprefix("Bearer "))
        if response.has_redirect_location:
            raise sent_on(WHOM, response.headers["location"])
        self._read(response)
        if _SESSIONS in response.request.url.path:
            self._hide_tokens(response.read())
        self._answered.append(response)

    def _read(self, response: "httpx.Response") -> None:
        """Put the whole answer in the place of its stream, which the library would read without an end."""
        import httpx

        if response.headers.get("content-encoding", "identity").lower() not in {*_PACKINGS, "identity"}:
            raise TransientError("its answer is packed in a way that nobody asked for")
        stream = response.stream
        if not isinstance(stream, httpx.SyncByteStream):  # pragma: no cover - a client that waits has no other
            raise TransientError("its answer cannot be read")
        try:
            coming = httpx.Response(response.status_code, headers=response.headers, stream=stream)
            content = bounded(coming.iter_bytes())
        finally:
            stream.close()
        response.headers.pop("content-encoding", None)
        response.stream = httpx.ByteStream(self._cutting.cut(content) if response.is_success else content)

    def _hide_tokens(self, content: bytes) -> None:
        """Keep the tokens of a session out of what is written, also those that are not sent yet."""
        try:
            session = loads(content.decode("utf-8"))
        except (ValueError, RecursionError):
            return
        tokens = [session.get(name) for name in ("accessJwt", "refreshJwt")] if isinstance(session, dict) else []
        for token in tokens:
            if isinstance(token, str):
                self._keys.hide(token)

    def gaps(self) -> tuple[Gap, ...]:
        """What was cut out of answers since this was asked last (``answers.Cutting``)."""
        return self._cutting.gaps()

    def _in_our_errors(self, call: Callable[[], Value]) -> Value:
        """What a call gives, its errors as those of the requester and of this module."""
        import httpx
        from atproto_client import exceptions
        from atproto_core.exceptions import AtProtocolError

        try:
            return call()
        except exceptions.RateLimitExceededError as error:
            headers = error.response.headers if error.response else {}
            raise RateLimitedError(limit_ends(headers, "ratelimit-reset")) from None
        except (exceptions.UnauthorizedError, exceptions.BadRequestError) as error:
            name, said = _said(error)
            said = self._shown(said)
            if name in _SESSION_IS_OVER or isinstance(error, exceptions.UnauthorizedError):
                raise _SessionOverError(said) from None
            raise QuestionRefusedError(said) from None
        except exceptions.RequestErrorBase as error:
            status = error.response.status_code if error.response else 0
            if not status:
                raise without_answer(error) from None
            if isinstance(error, exceptions.NetworkError) or is_to_ask_again(status):
                raise TransientError(f"it answered {status}") from None
            raise QuestionRefusedError(self._shown(_said(error)[1])) from None
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise without_answer(error) from None
        except AtProtocolError as error:
            log.debug("%s: %s", WHOM, type(error).__name__)
            raise self._unreadable() from None
        except (ValueError, RecursionError):
            raise self._unreadable() from None

    def _unreadable(self) -> TransientError:
        return unreadable(self._answered[-1].content if self._answered else b"")

    def _shown(self, said: str) -> str:
        """What the service said, without keys; only then shortened, or a part of one would stay."""
        return self._keys.scrubbed(said)[:_MOST_SAID]

    def _key(self, name: str, what: str) -> str:
        return self._keys.need(name, what).get_secret_value()

    @staticmethod
    def _refused(said: str) -> UserError:
        return UserError(
            "Bluesky refuses the account what it asks for",
            where=said,
            remedy="See whether the account may sign in at bsky.app, and whether its app password was withdrawn. What"
            " was collected is kept, and the same command goes on where it stopped",
        )


class _SessionOverError(Exception):
    """The session is over, or was never one; the message is the service's own."""


def _said(error: "RequestErrorBase") -> tuple[str, str]:
    """The name that the service gave an error, and its words."""
    content = error.response.content if error.response else None
    name, message = getattr(content, "error", None) or "", getattr(content, "message", None) or ""
    if not name and isinstance(content, bytes):
        is_for_people = not content.lstrip().startswith((b"<", b"{", b"["))
        message = content.decode("utf-8", "replace") if is_for_people else ""
    status = error.response.status_code if error.response else 0
    return str(name), " ".join(f"{status} {name} {message}".split())


def _tells_its_end(client: "Client") -> bool:
    """Whether the token says when it ends, as the library wants to know before each request: a service may give any."""
    from atproto_client import Session
    from atproto_core.exceptions import AtProtocolError

    try:
        return Session.decode(client.export_session_string()).access_jwt_payload.exp is not None
    except (AtProtocolError, ValueError):
        return False
