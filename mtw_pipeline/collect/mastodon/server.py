"""A Mastodon server, through the library Mastodon.py: one request, its answer as bytes, and what a refusal means.

What belongs here: requests and their errors. What does not: which pages are asked for (timeline.py), waiting
(requester.py): the library would sleep by itself, so it is told to raise instead.

The library parses answers into classes of its own; what is kept are the bytes, which its HTTP session shows. Pages are
asked for as the library goes on with a page, because its timelines ask for the server's description before each.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from json import loads
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mtw_pipeline.collect.answers import Cutting, unreadable
from mtw_pipeline.collect.certificates import OF_REQUESTS, refuse_unreadable_certificates
from mtw_pipeline.collect.collector import Gap
from mtw_pipeline.collect.keys import Keys, name_of_server
from mtw_pipeline.collect.requester import (
    RateLimitedError,
    Requester,
    TransientError,
    is_loopback,
    is_to_ask_again,
    without_answer,
)
from mtw_pipeline.collect.times import http_time, limit_ends
from mtw_pipeline.errors import UserError

if TYPE_CHECKING:
    import requests
    from mastodon import Mastodon

log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 60.0
_TOO_MANY = 429
_GONE = frozenset({404, 410})
_WANTS_TOKEN = frozenset({401, 403, 422})


class StatusGoneError(Exception):
    """The server says that there is no such status (404), or that it is gone (410)."""


@dataclass(frozen=True)
class Answer:
    """An answer of a server.

    Args:
        content: its bytes.
        statuses: what they hold.
        following: the address of the next page, as the server links it; None where it links none.
        request: the address that was asked, without any key.
        given_at: when, by the server's clock.
    """

    content: bytes
    statuses: Sequence[Mapping[str, Any]]
    following: str | None
    request: str
    given_at: datetime | None = None


class MastodonServer:
    """Asks one server.

    Args:
        address: ``https://mastodon.social``.
        keys: where its token comes from, where it wants one.
    """

    def __init__(self, address: str, keys: Keys) -> None:
        self.address = address
        self._keys = keys
        self._client: Mastodon | None = None
        self._answered: list[requests.Response] = []
        self._cutting = Cutting()
        parts = urlsplit(address)
        self.host = parts.netloc
        hosts = dict.fromkeys((parts.netloc, parts.hostname or ""))
        self._key_names = tuple(name_of_server("mastodon_token", one) for one in hosts)

    def check_key(self) -> None:
        """See that the file of keys can be read.

        Raises:
            UserError: it cannot, or others may read it.
        """
        self._token()

    def page(self, endpoint: str, parameters: Mapping[str, Any], requester: Requester) -> Answer:
        """A page of a timeline.

        Raises:
            UserError: the server refuses, or did not answer.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        asked = {"_pagination_method": "GET", "_pagination_endpoint": endpoint, **given}
        client = self._mastodon()
        answer = requester.ask(self.host, lambda: self._answer(lambda: client.fetch_next(asked), list))  # type: ignore[arg-type]
        if isinstance(answer, int):
            raise self._refused(answer)
        return answer

    def status(self, id_: str, requester: Requester) -> Answer:
        """A status by its id at this server.

        Raises:
            StatusGoneError: there is none.
            UserError: the server refuses, or did not answer.
        """
        client = self._mastodon()
        answer = requester.ask(self.host, lambda: self._answer(lambda: client.status(id_), dict))
        if isinstance(answer, int):
            if answer in _GONE:
                raise StatusGoneError
            raise self._refused(answer)
        return answer

    def gaps(self) -> tuple[Gap, ...]:
        """What was cut out of answers since this was asked last (``answers.Cutting``)."""
        return self._cutting.gaps()

    def _mastodon(self) -> "Mastodon":
        if self._client is None:
            from mastodon import Mastodon

            from mtw_pipeline.collect.http_adapter import BoundedAdapter, TokenSession

            if not is_loopback(self.address):
                refuse_unreadable_certificates(OF_REQUESTS)
            session = TokenSession()
            adapter = BoundedAdapter()
            self._cutting = adapter.cutting
            for scheme in ("http://", "https://"):
                session.mount(scheme, adapter)
            session.trust_env = not is_loopback(self.address)  # proxies of the environment are for what lies outside
            session.hooks["response"].append(lambda response, *_, **__: self._answered.append(response))
            self._client = Mastodon(
                api_base_url=self.address, access_token=self._token(), ratelimit_method="throw",
                request_timeout=_TIMEOUT_SECONDS, session=session, user_agent=f"mtw-pipeline/{version('mtw-pipeline')}",
            )  # fmt: skip
        return self._client

    def _answer(self, call: Callable[[], object], kind: type) -> Answer | int:
        """What a call brings: the answer, or the status of HTTP with which the server refuses for good."""
        from mastodon.errors import MastodonError, MastodonNetworkError

        self._answered.clear()
        try:
            call()
        except MastodonNetworkError as error:
            if isinstance(error.__context__, TransientError | UserError):
                raise error.__context__ from None
            raise without_answer(error) from None
        except MastodonError as error:
            log.debug("%s: %s", self.host, type(error).__name__)  # the response says it better
        response = self._answered[-1]
        if response.status_code == _TOO_MANY:
            raise RateLimitedError(limit_ends(response.headers, "x-ratelimit-reset"))
        if is_to_ask_again(response.status_code):
            raise TransientError(f"it answered {response.status_code}")
        if not response.ok:
            return response.status_code
        try:
            document = loads(response.content.decode("utf-8"))
        except (ValueError, RecursionError):
            raise unreadable(response.content) from None
        if not isinstance(document, kind) or (isinstance(document, dict) and "id" not in document):
            raise TransientError("it answered with JSON of another shape")
        statuses = document if isinstance(document, list) else [document]
        found = [one for one in statuses if isinstance(one, Mapping)]
        if statuses and not found:
            raise TransientError("it answered with a list of something else")
        following = response.links.get("next", {}).get("url")
        given_at = http_time(response.headers.get("Date"))
        return Answer(response.content, found, following, str(response.request.url), given_at)

    def _token(self) -> str | None:
        found = next((one for name in self._key_names if (one := self._keys.find(name)) is not None), None)
        return found.get_secret_value() if found else None

    def _refused(self, status: int) -> UserError:
        if status in _WANTS_TOKEN and self._token() is None:
            return UserError(
                f"{self.host} shows its hashtags only to those who are signed in ({status})",
                remedy="Make an access token there (Preferences, Development, New application, with the right"
                f" read:statuses), and put it into {self._keys.file} as {self._key_names[0]}; or take the server out of"
                " servers in study.toml",
            )
        if status in _WANTS_TOKEN:
            return UserError(
                f"{self.host} refuses the token that it is asked with ({status})",
                remedy="Make a new one there (Preferences, Development), with the right read:statuses",
            )
        if status in _GONE:
            return UserError(
                f"{self.host} has no timelines of hashtags ({status})",
                remedy="See whether it is a Mastodon server, or take it out of servers in study.toml",
            )
        return UserError(f"{self.host} refuses the question ({status})", remedy="See whether it is a Mastodon server")
