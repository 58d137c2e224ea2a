"""Listening to Bluesky's stream (Jetstream): posts with the study's hashtags as they are written, and what is deleted.

What belongs here: the connection, its cursor, what of the stream is kept, and what is noticed. What does not: the files
(stream_files.py), the list of what may be forgotten (proposals.py).

The stream says everything that happens on the network, in order, and each event holds its time in microseconds, which
is the cursor. The cursor is on the disk, so a listener that was stopped goes on where it was, some seconds earlier;
what comes twice is known by its revision. A server keeps events for some days: where the next that comes lies long
after the cursor, those in between are lost, and the record says so. Servers fall silent and keep the connection: then
another is made, which goes on at the cursor.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mtw_pipeline.collect.bluesky.stream_files import StreamFiles, event_days
from mtw_pipeline.collect.certificates import OF_OPENSSL, refuse_unreadable_certificates
from mtw_pipeline.collect.collected import POST, REPOST, stream_address
from mtw_pipeline.collect.collector import Gap, Question
from mtw_pipeline.collect.marked_hashtags import holds_hashtag
from mtw_pipeline.collect.post_lists import KnownPosts
from mtw_pipeline.collect.proposals import Gone, move_to_windows, propose
from mtw_pipeline.collect.proxies import unusable_proxy
from mtw_pipeline.collect.requester import Clock, is_loopback, without_answer
from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.locks import exclusive_lock

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

log = logging.getLogger(__name__)

OVERLAP = timedelta(seconds=5)
"""So much earlier than where it was a listener goes on."""
LOST_AFTER = timedelta(minutes=1)
"""The network is never silent for so long: where the stream goes on later than that, events are lost, and where nothing
comes for so long, nothing will."""
AHEAD = timedelta(minutes=1)
"""So much may the stream's clock be ahead of ours; an event later than that is kept, and does not move the cursor."""
SAVED_EVERY = timedelta(seconds=30)
"""So often the cursor is on the disk, also where nothing is kept."""

_AWAY = "nobody listened, and the stream held what was said meanwhile no more"
_LEFT_OUT = "the stream told nothing of this time"
_LONGEST_WAIT_SECONDS = 60
_LARGEST_EVENT = 1 << 22
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR_REFUSED = 400
_TOO_MANY = 429
_SERVER_ERRORS = 500


@dataclass
class Noticed:
    """What a listener did since it was started.

    Attributes:
        events: events that came.
        kept: posts and reposts that were kept.
        gone: posts that were put on lists to be forgotten.
        unreadable: messages that were no events.
        connections: how often it was connected.
    """

    events: int = 0
    kept: int = 0
    gone: int = 0
    unreadable: int = 0
    connections: int = 0


@dataclass
class Listener:
    """Listens for the hashtags of a study, until it is told to stop.

    Args:
        study: whose; its lock for listening is held while it listens.
        address: of the stream: ``wss://jetstream2.us-east.bsky.network/subscribe``.
        hashtags: without #.
        clock: the time, and waiting.
        is_stopped: asked between any two events, and at least once in ``patience_seconds``.
        patience_seconds: how long it waits for an event before it asks.
    """

    study: Study
    address: str
    hashtags: Sequence[str]
    clock: Clock
    is_stopped: Callable[[], bool]
    patience_seconds: float = 1.0
    noticed: Noticed = field(default_factory=Noticed)

    def __post_init__(self) -> None:
        hashtags = tuple(self.hashtags)
        question = Question(self.address, POST, " OR ".join(f"#{one}" for one in hashtags), hashtags)
        self._files = StreamFiles(self.study, question, f"websockets {version('websockets')}")
        self._known = KnownPosts()
        self._cursor: int | None = None
        self._saved = _EPOCH

    def listen(self) -> Noticed:
        """Listen until told to stop; then everything that was kept is in its windows.

        Raises:
            UserError: somebody listens already, the address is no stream, the disk is full, or certificates that the
                environment names cannot be read.
        """
        if not is_loopback(self.address):
            refuse_unreadable_certificates(OF_OPENSSL)
        with self._held():
            cursors = (self._read_cursor(), self._files.take_up(self.clock.now()))
            self._learn_what_is_known()
            move_to_windows(self.study, self._windows_of, self.clock.now())
            latest = self._now() + AHEAD // _MICROSECOND
            self._cursor = max((min(one, latest) for one in cursors if one is not None), default=None)
            try:
                self._listen()
            finally:
                self._save_cursor()
                self._files.finish(self.clock.now())
        return self.noticed

    def _listen(self) -> None:
        from websockets.exceptions import InvalidProxy, InvalidStatus, InvalidURI, WebSocketException

        failures, why = 0, ""
        while not self.is_stopped():
            before = self.noticed.events
            try:
                with self._connected() as stream:
                    self._take_and_keep(stream)
            except (ImportError, InvalidProxy):
                raise unusable_proxy("python-socks") from None
            except InvalidURI:
                raise UserError(f"{self.address} is no address of a stream", remedy="It begins with wss://") from None
            except InvalidStatus as error:
                self._understand(error.response.status_code)
                why, failures = f"its server answered {error.response.status_code}", failures + 1
            except _SilentError:
                why, failures = "the stream fell silent", 1 if self.noticed.events > before else failures + 1
            except (WebSocketException, OSError) as error:
                why = str(without_answer(error))
                failures = 1 if self.noticed.events > before else failures + 1
            else:
                failures = 0
            if failures:
                self._save_cursor()
                seconds = min(2**failures, _LONGEST_WAIT_SECONDS)
                log.warning("nobody listens now: %s. Tried again in %d seconds", why, seconds)
                self._wait(seconds)

    def _understand(self, status: int) -> None:
        """What a refused connection means: wait, or that the cursor is too old, or that this is no stream."""
        if status == _TOO_MANY or status >= _SERVER_ERRORS:
            return
        if self._cursor is None or status != _CURSOR_REFUSED:
            raise UserError(
                f"{self.address} gives no stream ({status})",
                remedy="Name a Jetstream server in study.toml, as stream of the table of Bluesky (docs/collecting.md)",
            )
        self._lost(_time_of(self._cursor), self.clock.now(), _AWAY)
        self._cursor = None

    def _connected(self) -> "ClientConnection":
        from websockets.sync.client import connect

        asked: list[tuple[str, str | int]] = [("wantedCollections", POST), ("wantedCollections", REPOST)]
        if self._cursor is not None:
            asked.append(("cursor", self._cursor - OVERLAP // _MICROSECOND))
        named = {"proxy": None} if is_loopback(self.address) else {}
        self.noticed.connections += 1
        return connect(
            f"{self.address}?{urlencode(asked)}", max_size=_LARGEST_EVENT, close_timeout=1,
            user_agent_header=f"mtw-pipeline/{version('mtw-pipeline')}", **named,
        )  # fmt: skip

    def _take_and_keep(self, stream: "ClientConnection") -> None:
        """Take events; what the disk refuses ends the listener: a connection breaks with errors of its own.

        Raises:
            UserError: the disk is full, or cannot be written.
        """
        try:
            self._take(stream)
        except OSError as error:
            raise of_system(error) from error

    def _take(self, stream: "ClientConnection") -> None:
        """Take events until told to stop, or until the connection breaks or falls silent."""
        heard = self.clock.now()
        self._files.heard(heard)
        is_first = True
        while not self.is_stopped():
            try:
                message = stream.recv(timeout=self.patience_seconds)
            except TimeoutError:
                if self.clock.now() - heard > LOST_AFTER:
                    raise _SilentError from None
                self._save_now_and_then()
                continue
            heard = self.clock.now()
            event = _event(message)
            if event is None:
                self.noticed.unreadable += 1
                continue
            cursor = event["time_us"]
            if cursor - self._now() > AHEAD // _MICROSECOND:  # it would lead past what is to come
                cursor = self._cursor or self._now()
            else:
                if self._cursor is not None and _time_of(cursor) - _time_of(self._cursor) > LOST_AFTER:
                    self._lost(_time_of(self._cursor), _time_of(cursor), _AWAY if is_first else _LEFT_OUT)
                is_first = False
            self.noticed.events += 1
            self._notice(event, cursor, message if isinstance(message, bytes) else message.encode())
            self._cursor = max(self._cursor or 0, cursor)
            self._save_now_and_then()

    def _now(self) -> int:
        return (self.clock.now() - _EPOCH) // _MICROSECOND

    def _notice(self, event: Mapping[str, Any], cursor: int, message: bytes) -> None:
        address = stream_address(event)
        if address is None:
            self._notice_account(event)
            return
        commit = event["commit"]
        if commit.get("operation") == "delete":
            self._propose([address], "deleted by its author")
        elif self._is_wanted(address, commit) and not self._known.has_revision(address, str(commit.get("rev"))):
            arrived = self.clock.now()
            windows = self._files.keep(message, cursor, event_days(event, _time_of(cursor)), arrived)
            for window in windows or (None,):
                self._known.add(address, window.key if window else "", str(commit.get("rev")))
            self.noticed.kept += 1

    def _is_wanted(self, address: str, commit: Mapping[str, Any]) -> bool:
        record = commit.get("record")
        if not isinstance(record, Mapping):
            return False
        if commit.get("collection") == REPOST:
            subject = record.get("subject")
            original = subject.get("uri") if isinstance(subject, Mapping) else None
            return isinstance(original, str) and original in self._known
        is_post = commit.get("collection") == POST
        return is_post and (holds_hashtag(record, self.hashtags) or address in self._known)

    def _notice_account(self, event: Mapping[str, Any]) -> None:
        """An account that was deleted takes its posts with it; one that is closed or suspended may come back."""
        account = event.get("account")
        if event.get("kind") == "account" and isinstance(account, Mapping) and account.get("status") == "deleted":
            self._propose(self._known.of_account(str(event.get("did"))), "its account was deleted")

    def _windows_of(self, address: str) -> list[CollectionWindow]:
        return [CollectionWindow.from_key(key) for key in self._known.windows_of(address) if key]

    def _propose(self, addresses: Sequence[str], what: str) -> None:
        gone: dict[str, list[Gone]] = {}
        for address in addresses:
            for key in self._known.windows_of(address):
                gone.setdefault(key, []).append(Gone(address, "bluesky", what))
        for key, of_window in gone.items():
            window = CollectionWindow.from_key(key) if key else None
            self.noticed.gone += propose(self.study, window, of_window, self.clock.now())

    def _lost(self, start: datetime, end: datetime, why: str) -> None:
        log.warning("what was said from %s to %s UTC is lacking: %s", start, end, why)
        self._files.lacks(Gap(why, start, end), self.clock.now())

    def _learn_what_is_known(self) -> None:
        for window, post in self._files.known():
            self._known.add(post.address, window.key if window else "", post.revision)

    @contextmanager
    def _held(self) -> Iterator[None]:
        self.study.listener.mkdir(exist_ok=True)
        with exclusive_lock(self.study.listener / "lock", "mtw collect --listen", waits=False):
            yield

    def _read_cursor(self) -> int | None:
        path = self.study.listener / "cursor.json"
        if not path.is_file():
            return None
        try:
            cursor = json.loads(path.read_text(encoding="utf-8"))["cursor"]
        except (ValueError, KeyError, TypeError):
            cursor = None
        if not isinstance(cursor, int):
            raise UserError(
                "Where the listener was cannot be read", where=str(path),
                remedy="Delete the file: it then goes on from now, and what was said meanwhile is lacking",
            )  # fmt: skip
        return cursor

    def _save_cursor(self) -> None:
        if self._cursor is not None:
            write_whole(self.study.listener / "cursor.json", json.dumps({"cursor": self._cursor}))
        self._saved = self.clock.now()

    def _save_now_and_then(self) -> None:
        now = self.clock.now()
        if now - self._saved >= SAVED_EVERY:
            self._save_cursor()
            self._files.heard(now)

    def _wait(self, seconds: int) -> None:
        for _ in range(seconds):
            if self.is_stopped():
                return
            self.clock.wait(1)


class _SilentError(Exception):
    """Nothing came for so long that nothing will."""


def _event(message: str | bytes) -> dict[str, Any] | None:
    """A message as an event; None where it is none."""
    try:
        event = json.loads(message if isinstance(message, str) else message.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    is_event = isinstance(event, dict) and type(event.get("time_us")) is int and 0 < event["time_us"] < 1 << 53
    return event if is_event else None


def _time_of(cursor: int) -> datetime:
    return _EPOCH + timedelta(microseconds=cursor)
