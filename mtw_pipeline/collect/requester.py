"""One request to a platform: waiting for its rate limits, trying again where that helps, and giving up in words.

What belongs here: retries, their bounds, and the clock. What does not: what is asked, and what an answer means: a
collector tells by the kind of error that it raises from the call that makes the request.
"""

import logging
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from mtw_pipeline.errors import UserError

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

MOST_FAILURES = 8
"""So many failures one after the other end a collection: with the waits below that is about ten minutes."""

LONGEST_WAIT_SECONDS = 300
UNKNOWN_LIMIT_SECONDS = 60
"""What is waited where a rate limit does not say when it ends, doubled each time."""

MOST_LIMITED = 30
"""So many answers "too many requests" one after the other end a collection: something else uses up the limit."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_LIMITED_SECONDS = 2 * 3600
"""So long one request waits for limits, all together; where one lasts longer, nobody begins to wait: the others are
collected meanwhile, and this one another time."""

_LONGEST_LIMIT = timedelta(hours=1)
_MINUTE = "%Y-%m-%d %H:%M"


def is_loopback(address: str) -> bool:
    """Whether an address is one of this machine: no proxy leads there."""
    return urlsplit(address).hostname in _LOOPBACK


class RateLimitedError(Exception):
    """The platform asks to wait.

    Args:
        until: when the limit is over, UTC, or for how long it lasts; None where it does not say.
    """

    def __init__(self, until: datetime | timedelta | None = None) -> None:
        super().__init__("rate limited")
        self.until = until


class TransientError(Exception):
    """No answer, or none that is whole: asking again may help. The message is for people and holds no key.

    Args:
        message: what happened, in our words.
        said: the platform's own, which may name anybody: they are told at the end, and stand in no record.
    """

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


class NoAnswerError(UserError):
    """A server was given up: it did not answer for a while, or told to wait for too long. It may answer tomorrow."""


_WORDS: Mapping[type[BaseException], str] = {
    ssl.SSLCertVerificationError: "its certificate could not be checked",
    ssl.SSLError: "no secure connection could be made",
    socket.gaierror: "no server was found under its name",
    TimeoutError: "it did not answer in time",
}
_SERVER_ERRORS = 500
_ASK_AGAIN = frozenset({408, 425})


def without_answer(error: BaseException) -> TransientError:
    """What is said where a library got no whole answer: by what the system told it, which it wraps in its own errors.

    Args:
        error: the library's.
    """
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and cause not in causes:
        causes.append(cause)
    words = (said for kind, said in _WORDS.items() if any(isinstance(one, kind) for one in causes))
    return TransientError(next(words, "the connection was cut, or could not be made"))


def is_to_ask_again(status: int) -> bool:
    """Whether an answer with that status of HTTP may be a good one the next time."""
    return status >= _SERVER_ERRORS or status in _ASK_AGAIN


class Clock(Protocol):
    """The time, and waiting."""

    def now(self) -> datetime:
        """The time, UTC."""

    def wait(self, seconds: float) -> None:
        """Let that time go by."""


def sent_on(whom: str, location: str) -> UserError:
    """What is said where a server that a key was sent to names another address: nothing follows there.

    Args:
        whom: the platform or server.
        location: the address that it names.
    """
    try:
        host = urlsplit(location).netloc.rpartition("@")[2]
    except ValueError:
        host = ""
    named = "".join(one for one in host if one.isprintable()) or "another path"
    return UserError(
        f"{whom} sends what it is asked on to {named}",
        remedy="No key is sent there. If it is the new address, name it in servers under [[collect]] in study.toml",
    )


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


class Requester:
    """Makes requests one after the other.

    Args:
        clock: the time, and waiting.
        scrub: takes keys out of what a platform says, before anybody is told (``Keys.scrubbed``).
    """

    def __init__(self, clock: Clock, scrub: Callable[[str], str] = str) -> None:
        self.clock = clock
        self.scrub = scrub
        self.made = 0
        """Requests made so far, those that failed or were told to wait included."""
        self.waited = 0.0
        """Seconds waited for rate limits and between tries."""

    def ask(self, whom: str, call: Callable[[], Answer]) -> Answer:
        """The answer to one request.

        Args:
            whom: the platform or server, for messages: ``X``.
            call: makes the request once. Raises ``RateLimitedError`` or ``TransientError`` where asking again helps;
                whatever else it raises ends the collection.

        Raises:
            UserError: it failed too often.
        """
        failures = limited = 0
        waited = 0.0
        while True:
            self.made += 1
            try:
                return call()
            except RateLimitedError as error:
                limited += 1
                until = self.clock.now() + error.until if isinstance(error.until, timedelta) else error.until
                seconds = self._seconds_until(until, limited)
                if limited > MOST_LIMITED or waited + max(seconds, self._ahead(until)) > LONGEST_LIMITED_SECONDS:
                    raise self._given_up(whom, self._limited(until, limited), "") from None
                waited += seconds
                self._wait(whom, seconds, "it allows no more requests until then")
            except TransientError as error:
                failures += 1
                if failures > MOST_FAILURES:
                    raise self._given_up(whom, self.scrub(str(error)), self.scrub(error.said)) from None
                self._wait(whom, min(2.0**failures, LONGEST_WAIT_SECONDS), self.scrub(str(error)))
            except UserError as error:
                told = [self.scrub(one) for one in (error.what, error.where, error.remedy)]
                raise type(error)(told[0], where=told[1], remedy=told[2]) from None

    def _seconds_until(self, until: datetime | None, limited: int) -> float:
        if until is None:
            return min(UNKNOWN_LIMIT_SECONDS * 2.0 ** (limited - 1), 3600)
        ahead = min(self._ahead(until), _LONGEST_LIMIT.total_seconds()) + 1
        return max(ahead, float(limited))  # where the clocks differ: never at once, again and again

    def _ahead(self, until: datetime | None) -> float:
        return 0.0 if until is None else (until - self.clock.now()).total_seconds()

    def _wait(self, whom: str, seconds: float, why: str) -> None:
        until = self.clock.now() + timedelta(seconds=seconds)
        log.info("%s: waiting until %s UTC: %s", whom, until.strftime("%H:%M:%S"), why)
        self.waited += seconds
        self.clock.wait(seconds)

    @staticmethod
    def _limited(until: datetime | None, limited: int) -> str:
        again = ", as it did before" if limited > 1 else ""
        when = "" if until is None else f" until {until:{_MINUTE}} UTC"
        return f"it asked to wait{when}{again}"

    @staticmethod
    def _given_up(whom: str, why: str, said: str) -> UserError:
        return NoAnswerError(
            f"{whom} did not answer: {why}",
            where=said,
            remedy="What was collected is kept. Run the same command again later, and it goes on where it stopped",
        )
