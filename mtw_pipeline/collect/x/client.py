"""X's API through tweepy: one request, and what its failure means for a collection.

What belongs here: the address, time limits, and the words for what X refuses. What does not: queries and paging
(search.py). tweepy and requests are loaded with this module, which nothing imports before something is collected.

tweepy is asked for the answer as it came, and neither waits nor tries again (docs/decisions/0102-collecting.md): the
``Requester`` does. Its address is fixed, so the adapter of its session sends each request to the server that is meant.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import requests
import tweepy
from pydantic import SecretStr

from mtw_pipeline.collect.answers import unreadable
from mtw_pipeline.collect.certificates import OF_REQUESTS, refuse_unreadable_certificates
from mtw_pipeline.collect.collector import Gap
from mtw_pipeline.collect.http_adapter import BoundedAdapter, TokenSession
from mtw_pipeline.collect.requester import (
    RateLimitedError,
    TransientError,
    is_loopback,
    is_to_ask_again,
    sent_on,
    without_answer,
)
from mtw_pipeline.collect.times import limit_ends
from mtw_pipeline.errors import UserError

_HOST_OF_TWEEPY = "https://api.twitter.com"
_SECONDS = (10, 90)
"""To reach the server, and between two parts of its answer."""

_MOST_OF_A_MESSAGE = 300
_GOES_ON = "What was collected is kept, and the same command goes on where it stopped"
_CONSOLE = "X's developer console"
_USED_UP = ("usage-capped", "usagecap", "creditsdepleted")

_FOR_GOOD: Mapping[int, tuple[str, str]] = {
    404: (
        "The address that is asked has no such part of X's API",
        f"See whether servers under [[collect]] in study.toml names one that speaks X's API. {_GOES_ON}",
    ),
    402: (
        "X's credits, or its posts of this month, are used up",
        (
            f"Look into {_CONSOLE}, and get new ones. {_GOES_ON}; with --as-it-is it takes what is there into the"
            " window now"
        ),
    ),
    401: (
        "X does not know the bearer token",
        (
            f"Copy it anew from {_CONSOLE} (Keys and tokens, Bearer Token; it is written without the word Bearer)."
            f" {_GOES_ON}"
        ),
    ),
    403: (
        "X refuses this to your access",
        (
            f"See in {_CONSOLE} whether the app belongs to a project and what its access holds: the full archive is not"
            f' in all of them; archive = "recent" asks for the last seven days. {_GOES_ON}'
        ),
    ),
}
"""By status: what X refuses for good, and what to do."""

_SHAPES = {"meta": dict, "data": list, "errors": list}
"""By key, what a whole answer holds under it."""

_PAYMENT_REQUIRED = 402
_NO_ENDPOINT = frozenset({403, 404})
_OF_A_DAY = ("x-app-limit-24hour", "x-user-limit-24hour")


class RefusedEndpointError(UserError):
    """X gives this endpoint not to the app, or not at this address; another it may give."""


class RefusedParametersError(Exception):
    """X takes the request for wrong; the message is X's, for people."""


class XClient:
    """Makes requests with a bearer token.

    Args:
        server: the address: ``https://api.x.com``.
        bearer_token: of the app.
        scrub: takes keys out of what X says, before it is shortened.
    """

    def __init__(self, server: str, bearer_token: SecretStr, scrub: Callable[[str], str]) -> None:
        if not is_loopback(server):
            refuse_unreadable_certificates(OF_REQUESTS)
        # At DEBUG tweepy writes its headers, with the token, into the log.
        logging.getLogger("tweepy").setLevel(logging.INFO)
        self.tweepy = tweepy.Client(
            bearer_token.get_secret_value(), return_type=requests.Response, wait_on_rate_limit=False
        )
        self.tweepy.session = TokenSession()
        self._scrub = scrub
        self._adapter = _ToServer(server)
        self.tweepy.session.mount(_HOST_OF_TWEEPY, self._adapter)

    def page(
        self, method: Callable[..., requests.Response], *, holds: Sequence[str] = ("meta",), **parameters: object
    ) -> tuple[bytes, Mapping[str, Any]]:
        """A page: its bytes, and what they hold.

        Args:
            method: of ``tweepy``.
            holds: keys, of which a whole answer has one at least.
            parameters: its arguments.

        Raises:
            RateLimitedError: X asks to wait.
            TransientError: there was no whole answer.
            RefusedParametersError: X takes the request for wrong.
            UserError: X refuses for good.
        """
        self._adapter.last = None
        try:
            content = method(**parameters).content
        except requests.RequestException as error:
            raise without_answer(error) from None
        except (tweepy.HTTPException, AttributeError, TypeError, ValueError):
            # The latter are tweepy's own, where the body of a refusal is not what it expects.
            if self._adapter.last is None:
                raise
            raise _refusal(self._adapter.last, self._scrub) from None
        return content, _page(content, holds, self._scrub)

    def gaps(self) -> tuple[Gap, ...]:
        """What was cut out of answers since this was asked last (``answers.Cutting``)."""
        return self._adapter.cutting.gaps()


class _ToServer(BoundedAdapter):
    """Sends requests to the server that is meant, within a time."""

    def __init__(self, server: str) -> None:
        super().__init__()
        self._server = server
        self._is_here = is_loopback(server)
        self.last: requests.Response | None = None

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
        """The answer to a request that was made for tweepy's own address.

        Raises:
            UserError: it leads elsewhere.
        """
        request.url = self._server + str(request.url).removeprefix(_HOST_OF_TWEEPY)
        named["timeout"] = _SECONDS
        if self._is_here:
            named["proxies"] = {}
        self.last = super().send(request, *given, **named)
        if self.last.is_redirect:
            raise sent_on("X", self.last.headers["location"])
        return self.last


def _page(content: bytes, holds: Sequence[str], scrub: Callable[[str], str]) -> Mapping[str, Any]:
    try:
        page = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise unreadable(content) from None
    if not isinstance(page, dict) or not any(isinstance(page.get(key), _SHAPES[key]) for key in holds):
        said = _said(page, scrub) if isinstance(page, dict) else ""
        raise TransientError("its answer holds no posts", said)
    return page


def _refusal(response: requests.Response, scrub: Callable[[str], str]) -> Exception:
    """What an answer means that is no page."""
    status, body = response.status_code, _body(response)
    said, kind = _said(body, scrub), f"{body.get('type', '')} {body.get('title', '')}".replace(" ", "").lower()
    if any(mark in kind for mark in _USED_UP):
        status = _PAYMENT_REQUIRED
    if status == requests.codes.too_many_requests:
        return RateLimitedError(_limit_ends(response.headers))
    if is_to_ask_again(status):
        return TransientError(f"its server answered {status}")
    if status == requests.codes.bad_request:
        return RefusedParametersError(said or "it says no more")
    what, remedy = _FOR_GOOD.get(status, (f"X answered {status}", f"Try again later. {_GOES_ON}"))
    return (RefusedEndpointError if status in _NO_ENDPOINT else UserError)(what, where=said, remedy=remedy)


def _limit_ends(headers: Mapping[str, str]) -> datetime | timedelta | None:
    """When the limit is over: of a day that is used up, else of the quarter of an hour, of which X always tells."""
    used_up = (one for one in _OF_A_DAY if headers.get(f"{one}-remaining", "").strip() == "0")
    of_days = (limit_ends(headers, f"{one}-reset") for one in used_up)
    return next((one for one in of_days if one is not None), None) or limit_ends(headers, "x-rate-limit-reset")


def _body(response: requests.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _said(body: Mapping[str, Any], scrub: Callable[[str], str]) -> str:
    """What X says of an error, shortened; of anything else nothing."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    found = next(
        (
            one
            for place in (first, body)
            for key in ("message", "detail", "title")
            if isinstance(one := place.get(key), str)
        ),
        "",
    )
    printable = "".join(character if character.isprintable() else " " for character in scrub(found))
    return " ".join(printable.split())[:_MOST_OF_A_MESSAGE].rstrip(".")
