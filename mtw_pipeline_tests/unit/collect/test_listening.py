"""Listening to Bluesky's stream: what is kept, where it goes, restarts, broken connections, what is deleted, gaps."""

import errno
import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.collect.bluesky.listening import LOST_AFTER, Listener, Noticed
from mtw_pipeline.collect.bluesky.stream_files import StreamFiles
from mtw_pipeline.collect.proposals import proposals_of, proposed
from mtw_pipeline.collect.records.record import Record, Records
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.platforms.bench import HASHTAG, HandClock, lines_of
from mtw_pipeline_tests.platforms.jetstream import (
    Event,
    JetstreamServer,
    commit,
    microseconds,
    post_event,
    repost_event,
)

WINDOW = CollectionWindow.between("2026-11-20", "2026-11-26")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class Ears:
    """A study that listens."""

    study: Study
    clock: HandClock = field(default_factory=lambda: HandClock(NOW))

    def listen(self, server: JetstreamServer) -> Noticed:
        """Listen until the stream has said all."""
        said_all = threading.Event()
        server.finished = said_all.set
        listener = Listener(self.study, server.address, [HASHTAG], self.clock, lambda: False, patience_seconds=0.02)
        before = {"connections": 0, "events": 0}

        def is_stopped() -> bool:
            noticed = listener.noticed
            if server.is_stalled:
                self.clock.wait(LOST_AFTER.total_seconds() + 1)
            if noticed.connections != before["connections"]:
                before.update(connections=noticed.connections, events=noticed.events)
            return said_all.is_set() and noticed.events - before["events"] >= server.to_come

        listener.is_stopped = is_stopped
        return listener.listen()

    def lines(self, window: CollectionWindow = WINDOW) -> list[Event]:
        return [line for path in self.study.exports_of(window) for line in lines_of(path)]

    def kept(self, window: CollectionWindow = WINDOW) -> list[str]:
        return [f"{one['did']}/{one['commit']['rkey']}" for one in self.lines(window)]  # type: ignore[index]

    def proposed(self, window: CollectionWindow = WINDOW) -> list[str]:
        path = proposals_of(self.study, window)
        return [line.split(",")[0] for line in path.read_text().splitlines()[1:]] if path.is_file() else []

    def gaps(self) -> list[tuple[datetime | None, datetime | None]]:
        return [(gap.start, gap.end) for one in Records(self.study, WINDOW).all() for gap in one.gaps]


@pytest.fixture
def ears(tmp_path: Path) -> Ears:
    study = make_study(tmp_path / "study", hashtags=[HASHTAG])
    study.incoming_of(WINDOW).mkdir(parents=True)
    return Ears(study)


def address(event: Event) -> str:
    made = event["commit"]
    return f"at://{event['did']}/{made['collection']}/{made['rkey']}"  # type: ignore[index]


def name(event: Event) -> str:
    return f"{event['did']}/{event['commit']['rkey']}"  # type: ignore[index]


def posts(many: int, first: datetime = NOW, start: int = 0) -> list[Event]:
    return [post_event(start + number, first + timedelta(seconds=number)) for number in range(many)]


def test_posts_with_the_hashtag_are_kept_as_they_came_and_reposts_of_them(ears: Ears) -> None:
    held, tagged = post_event(1, NOW), post_event(2, NOW, text="ohne", tag="MTWtest")
    other, looks_like = post_event(3, NOW, tag="other"), post_event(4, NOW, text="#mtwtest", tag=None)
    like = commit("did:plc:ada", NOW, "1", {"subject": {"uri": address(held)}}, collection="app.bsky.feed.like")
    events = [
        held, tagged, other, looks_like, like,
        repost_event("did:plc:ada", NOW, "r1", address(held)), repost_event("did:plc:ada", NOW, "r2", address(other)),
    ]  # fmt: skip
    with JetstreamServer(events) as server:
        noticed = ears.listen(server)
    assert [{key: value for key, value in one.items() if key != "__mtw"} for one in ears.lines()] == [
        held, tagged, events[5],
    ]  # fmt: skip
    assert (noticed.kept, noticed.events) == (3, 6)
    assert server.asked[0]["wantedCollections"] == ["app.bsky.feed.post", "app.bsky.feed.repost"]
    assert "cursor" not in server.asked[0]
    (record,) = Records(ears.study, WINDOW).all()
    assert (record.is_whole, record.posts, record.source) == (True, 3, "bluesky-stream")


def test_a_restart_goes_on_some_seconds_earlier_and_keeps_nothing_twice(ears: Ears) -> None:
    events = posts(40)
    with JetstreamServer(events[:25]) as server:
        ears.listen(server)
    with JetstreamServer(events) as server:
        noticed = ears.listen(server)
    assert server.asked[0]["cursor"] == [str(microseconds(NOW + timedelta(seconds=24 - 5)))]
    assert noticed.events == 21
    assert sorted(ears.kept()) == sorted(name(one) for one in events)
    assert ears.gaps() == []
    assert len(ears.study.exports_of(WINDOW)) == 2


def test_an_event_of_the_future_does_not_lead_a_listener_past_what_is_to_come(ears: Ears) -> None:
    events, odd = posts(40), post_event(99, datetime(2255, 1, 1, tzinfo=UTC))
    with JetstreamServer([*events[:25], odd]) as server:
        ears.listen(server)
    with JetstreamServer(events) as server:
        ears.listen(server)
    assert server.asked[0]["cursor"] == [str(microseconds(NOW + timedelta(seconds=24 - 5)))]
    assert sorted(ears.kept()) == sorted(name(one) for one in [*events, odd])
    assert ears.gaps() == []


@pytest.mark.parametrize("cuts", [(3,), (0, 0, 5), (1, 2, 7, 0)])
def test_a_broken_connection_is_made_again_and_nothing_is_lost(ears: Ears, cuts: Sequence[int]) -> None:
    events = posts(30)
    with JetstreamServer(events, cuts=cuts) as server:
        noticed = ears.listen(server)
    assert ears.kept() == [name(one) for one in events]
    assert noticed.connections == len(cuts) + 1
    assert ears.gaps() == []


def test_a_stream_that_falls_silent_is_connected_to_anew_and_nothing_is_lost(ears: Ears) -> None:
    """Servers of Jetstream keep connections to which they send no more, and answer their pings."""
    events = posts(9)
    with JetstreamServer(events, stalls=[2, 0, 5]) as server:
        noticed = ears.listen(server)
    assert ears.kept() == [name(one) for one in events]
    assert noticed.connections == 4
    assert ears.gaps() == []


def test_what_a_stream_leaves_out_in_the_middle_is_a_gap(ears: Ears) -> None:
    """A server that was down itself goes on later than it stopped; who listens is connected all the time."""
    ears.clock.time = NOW + timedelta(hours=3)
    with JetstreamServer([*posts(2), *posts(2, NOW + timedelta(hours=2), 10)]) as server:
        ears.listen(server)
    assert len(ears.kept()) == 4
    assert ears.gaps() == [(NOW + timedelta(seconds=1), NOW + timedelta(hours=2))]


def test_a_server_that_is_away_is_waited_for_longer_each_time(ears: Ears, caplog: pytest.LogCaptureFixture) -> None:
    with JetstreamServer(posts(3), refusals=[503, 503, 429, 502]) as server:
        ears.listen(server)
    assert len(ears.kept()) == 3
    assert sum(ears.clock.waits) == 2 + 4 + 8 + 16
    assert caplog.text.count("nobody listens now: its server answered") == 4


def test_what_the_stream_no_longer_holds_is_a_gap(ears: Ears) -> None:
    with JetstreamServer(posts(2)) as server:
        ears.listen(server)
    later = posts(2, NOW + timedelta(hours=80))
    ears.clock.time = NOW + timedelta(hours=81)
    with JetstreamServer(later) as server:
        ears.listen(server)
    waiting = Records(ears.study, None)
    (record,) = waiting.all()
    assert [(one.start, one.end) for one in record.gaps] == [(NOW + timedelta(seconds=1), NOW + timedelta(hours=80))]


def test_a_cursor_that_is_refused_is_a_gap_until_now(ears: Ears) -> None:
    with JetstreamServer(posts(1)) as server:
        ears.listen(server)
    ears.clock.time = NOW + timedelta(hours=6)
    with JetstreamServer(posts(1, NOW + timedelta(hours=6)), refusals=[400]) as server:
        ears.listen(server)
        assert ["cursor" in one for one in server.asked] == [True, False]
    assert ears.gaps() == [(NOW, NOW + timedelta(hours=6))]


def test_a_connection_that_cannot_be_made_is_told_in_words(ears: Ears, caplog: pytest.LogCaptureFixture) -> None:
    with JetstreamServer([]) as gone:
        address = gone.address
    Listener(ears.study, address, [HASHTAG], ears.clock, lambda: len(ears.clock.waits) > 2).listen()
    assert "nobody listens now: the connection was cut, or could not be made. Tried again in 2 seconds" in caplog.text
    assert "Error" not in caplog.text


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_server_that_refuses_costs_nothing_that_it_still_holds(ears: Ears, status: int) -> None:
    """A proxy or a page in the place of the server says nothing of what the stream holds: the place stays."""
    events = posts(6)
    with JetstreamServer(events[:2]) as server:
        ears.listen(server)
    with JetstreamServer(refusals=[status]) as server, pytest.raises(UserError, match="gives no stream"):
        ears.listen(server)
    with JetstreamServer(events) as server:
        ears.listen(server)
        assert server.asked[0]["cursor"]
    assert sorted(ears.kept()) == sorted(map(name, events))
    assert ears.gaps() == []


def test_a_full_disk_ends_the_listener_in_words(ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: Any) -> tuple[CollectionWindow, ...]:
        raise OSError(errno.ENOSPC, "No space left on device")

    with JetstreamServer(posts(2)) as server:
        with monkeypatch.context() as patched:
            patched.setattr(StreamFiles, "keep", full)
            with pytest.raises(UserError, match="disk is full"):
                ears.listen(server)
        ears.listen(server)
    assert len(ears.kept()) == 2


def test_what_is_no_stream_is_told_in_words(ears: Ears) -> None:
    with JetstreamServer(refusals=[404]) as server, pytest.raises(UserError, match="gives no stream"):
        ears.listen(server)


def test_deleted_posts_are_proposed_and_stay(ears: Ears) -> None:
    first, second, third = posts(3)
    repost = repost_event("did:plc:ada", NOW, "r1", address(first))
    with JetstreamServer([first, second, third, repost]) as server:
        ears.listen(server)
    gone = [
        commit(str(first["did"]), NOW + timedelta(seconds=9), first["commit"]["rkey"], None, operation="delete"),  # type: ignore[index]
        commit("did:plc:stranger", NOW + timedelta(seconds=9), "3kstranger", None, operation="delete"),
        commit(
            "did:plc:ada", NOW + timedelta(seconds=9), "r1", None, collection="app.bsky.feed.repost", operation="delete"
        ),
        {"did": second["did"], "time_us": microseconds(NOW + timedelta(seconds=9)), "kind": "account",
         "account": {"active": False, "did": second["did"], "status": "deleted", "seq": 1}},
        {"did": third["did"], "time_us": microseconds(NOW + timedelta(seconds=9)), "kind": "account",
         "account": {"active": False, "did": third["did"], "status": "deactivated", "seq": 2}},
    ]  # fmt: skip
    for _ in range(2):
        with JetstreamServer([first, second, third, repost, *gone]) as server:
            ears.listen(server)
    assert ears.proposed() == [address(first), address(repost), address(second)]
    assert set(ears.kept()) == {name(one) for one in (first, second, third, repost)}


def test_an_edit_of_a_kept_post_is_kept_too(ears: Ears) -> None:
    first = post_event(1, NOW)
    record = {"text": "ohne das Schlagwort", "createdAt": "2026-11-26T12:00:00Z"}
    edit = commit(str(first["did"]), NOW + timedelta(seconds=5), first["commit"]["rkey"], record, operation="update")  # type: ignore[index]
    later = first["commit"]["rev"][:-1] + "z"  # type: ignore[index]
    edit = {**edit, "commit": {**edit["commit"], "rev": later}}  # type: ignore[dict-item]
    with JetstreamServer([first, edit]) as server:
        ears.listen(server)
    assert [one["commit"]["operation"] for one in ears.lines()] == ["create", "update"]  # type: ignore[index]


def test_what_a_stream_tells_once_more_is_kept_once_though_it_was_edited_since(ears: Ears) -> None:
    """Public servers go on up to an hour before the cursor (bluesky-social/jetstream issue 343)."""
    first = post_event(1, NOW)
    edits = []
    for number, mark in enumerate("xyz", start=1):
        commit_ = {**first["commit"], "operation": "update", "rev": first["commit"]["rev"][:-1] + mark}  # type: ignore[dict-item, index]
        edits.append({**first, "commit": commit_, "time_us": microseconds(NOW + timedelta(seconds=number))})
    told = [first, *edits]
    with JetstreamServer([*told, *told, first]) as server:
        noticed = ears.listen(server)
    assert (noticed.events, noticed.kept) == (9, 4)
    with JetstreamServer(told) as server:
        assert ears.listen(server).kept == 0, "it knows them from its files"
    revisions = [one["commit"]["rev"] for one in ears.lines()]  # type: ignore[index]
    assert revisions == sorted({*revisions}), "the last is the last"


def test_files_are_rolled_by_day_and_window(ears: Ears) -> None:
    next_window = CollectionWindow.between("2026-11-27", "2026-11-30")
    ears.study.incoming_of(next_window).mkdir()
    midnight = datetime(2026, 11, 27, tzinfo=UTC)
    before, after = posts(2, midnight - timedelta(seconds=10)), posts(2, midnight + timedelta(seconds=10), 50)
    ears.clock.time = midnight - timedelta(seconds=5)
    with JetstreamServer(before) as server:
        ears.listen(server)
    ears.clock.time = midnight + timedelta(seconds=15)
    written_before_midnight = commit(
        "did:plc:late", midnight + timedelta(seconds=12), "3klate",
        {"text": "x", "tags": [HASHTAG], "createdAt": "2026-11-26T23:59:59+00:00"},
    )  # fmt: skip
    with JetstreamServer([*before, *after, written_before_midnight]) as server:
        ears.listen(server)
    assert sorted(ears.kept()) == sorted(map(name, [*before, written_before_midnight]))
    assert ears.kept(next_window) == [name(one) for one in after]


@pytest.mark.parametrize("created", ["2019-05-05T10:00:00Z", "1970-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "soon"])
def test_a_post_lies_in_the_window_of_the_time_that_its_reader_believes(
    ears: Ears, warehouse: Warehouse, created: str
) -> None:
    """An import of old tweets has their dates: of no post of Bluesky is one believed from before there were any."""
    old = CollectionWindow.between("2019-05-01", "2019-05-31")
    for window in (old, CollectionWindow.between("1970-01-01", "1970-01-31")):
        ears.study.incoming_of(window).mkdir()
    imported = post_event(1, NOW)
    record = {**imported["commit"]["record"], "createdAt": created}  # type: ignore[index]
    with JetstreamServer([{**imported, "commit": {**imported["commit"], "record": record}}]) as server:  # type: ignore[dict-item]
        ears.listen(server)
    assert ears.kept() == [name(imported)]
    assert ears.kept(old) == []
    read_window(warehouse, ears.study, WINDOW)
    assert warehouse.connection.execute("select created_at from raw_tweets").fetchall() == [(NOW.replace(tzinfo=None),)]


def test_a_gap_of_a_day_on_which_nothing_came_is_told_with_the_next_file(ears: Ears) -> None:
    ears.clock.time = NOW - timedelta(days=4)
    with JetstreamServer(posts(1, ears.clock.time)) as server:
        ears.listen(server)
    ears.clock.time = NOW - timedelta(days=1)
    other = post_event(5, ears.clock.time, tag="other")
    with JetstreamServer([other]) as server:
        ears.listen(server)
    ears.clock.time = NOW
    with JetstreamServer([other, *posts(1, NOW, 7)]) as server:
        ears.listen(server)
    gap = (NOW - timedelta(days=4), NOW - timedelta(days=1))
    told = [[(one.start, one.end) for one in record.gaps] for record in Records(ears.study, WINDOW).in_window()]
    assert told[0] == []
    assert gap in told[1]


def test_what_belongs_to_no_window_waits_for_one(ears: Ears) -> None:
    ears.clock.time = datetime(2026, 12, 5, 10, tzinfo=UTC)
    found = posts(3, ears.clock.time)
    with JetstreamServer(found) as server:
        ears.listen(server)
    assert ears.kept() == []
    december = CollectionWindow.between("2026-12-01", "2026-12-31")
    ears.study.incoming_of(december).mkdir()
    with JetstreamServer(found) as server:
        ears.listen(server)
    assert ears.kept(december) == [name(one) for one in found]
    assert Records(ears.study, None).all() == []


def test_what_is_deleted_while_it_waits_for_a_window_is_proposed(ears: Ears) -> None:
    """Heard of in the same sitting or a later one, before the window is there or after: on its list, once."""
    ears.clock.time = datetime(2026, 12, 5, 10, tzinfo=UTC)
    found = posts(4, ears.clock.time)
    later = ears.clock.time + timedelta(seconds=30)
    gone = [
        commit(str(one["did"]), later + timedelta(seconds=at), one["commit"]["rkey"], None, operation="delete")  # type: ignore[index]
        for at, one in enumerate(found)
    ]
    with JetstreamServer([*found, gone[0]]) as server:
        assert ears.listen(server).gone == 1
    with JetstreamServer([*found, *gone[:2]]) as server:
        assert ears.listen(server).gone == 1
    assert proposed(ears.study, None) == [address(one) for one in found[:2]]
    december = CollectionWindow.between("2026-12-01", "2026-12-31")
    ears.study.incoming_of(december).mkdir()
    with JetstreamServer([*found, *gone[:3]]) as server:
        ears.listen(server)
    assert ears.proposed(december) == [address(one) for one in found[:3]]
    assert proposed(ears.study, None) == []
    assert not proposals_of(ears.study, None).exists()


def test_messages_can_hold_anything(ears: Ears) -> None:
    last = post_event(1, NOW + timedelta(seconds=1))
    strange: list[object] = [
        "no json", "[1]", "17", '{"time_us": "soon"}', '{"time_us": -5}', '{"time_us": 1e400}', "[" * 5_000,
        json.dumps({"time_us": microseconds(NOW), "kind": "commit", "commit": {"collection": [], "rkey": 5}}),
        json.dumps({"time_us": microseconds(NOW), "kind": "commit", "did": "did:plc:x", "commit": None}),
        *(json.dumps({"time_us": microseconds(NOW), "kind": "account", "did": did, "account": {"status": "deleted"}})
          for did in (None, "did:plc:\ud800")),
        json.dumps(commit("did:plc:\ud800", NOW, "3k", None, operation="delete")),
        json.dumps({**post_event(2, NOW), "commit": {"collection": "app.bsky.feed.post", "rkey": "x", "record": []}}),
        *(commit("did:plc:x", NOW, f"3k{number}", {"subject": about}, collection="app.bsky.feed.repost")
          for number, about in enumerate([{"uri": ["at://x"]}, {"uri": {}}, {"uri": None}, ["at://x"]])),
        last,
    ]  # fmt: skip
    with JetstreamServer(strange) as server:
        server.to_come = 11
        noticed = ears.listen(server)
    assert ears.kept() == [name(last)]
    assert noticed.unreadable == 7


def test_one_listens_at_a_time(ears: Ears) -> None:
    with JetstreamServer(posts(1)) as server:
        listener = Listener(ears.study, server.address, [HASHTAG], ears.clock, lambda: True)
        with listener._held(), pytest.raises(UserError, match="mtw collect --listen"):
            ears.listen(server)


@pytest.mark.parametrize("at", [1, 2, 5, 9])
def test_a_listener_that_is_killed_goes_on_with_its_file(ears: Ears, at: int) -> None:
    """Killed after so many kept posts, before anything else is written: nothing is lost, and each stands once."""
    events = posts(12)

    class KilledError(BaseException):
        pass

    with JetstreamServer(events) as server:
        listener = Listener(ears.study, server.address, [HASHTAG], ears.clock, lambda: False, patience_seconds=0.02)

        def is_stopped() -> bool:
            if listener.noticed.kept >= at:
                for one in listener._files._open.values():
                    one.file._stream.close()
                listener._files._open = {}
                listener._save_cursor = lambda: None  # type: ignore[method-assign]
                raise KilledError
            return False

        listener.is_stopped = is_stopped
        with pytest.raises(KilledError):
            listener.listen()
    assert ears.study.exports_of(WINDOW) == ()
    with JetstreamServer(events) as server:
        ears.listen(server)
    assert sorted(ears.kept()) == sorted(name(one) for one in events)
    assert all(record.is_whole for record in Records(ears.study, WINDOW).all())


def test_a_file_that_a_kill_left_in_its_window_is_never_written_over(
    ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed once the file is in the window and before its record says so."""
    events = posts(6)

    class KilledError(BaseException):
        pass

    save = Records.save

    def killed(records: Records, record: Record) -> None:
        if record.is_whole:
            raise KilledError
        save(records, record)

    with monkeypatch.context() as patched, JetstreamServer(events[:4]) as server:
        patched.setattr(Records, "save", killed)
        with pytest.raises(KilledError):
            ears.listen(server)
    with JetstreamServer(events) as server:
        ears.listen(server)
    assert sorted(ears.kept()) == sorted(map(name, events))
    assert [record.posts for record in Records(ears.study, WINDOW).in_window()] == [4, 2]


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def test_the_command_ends_clean_when_it_is_told_to(
    ears: Ears, handlers: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGTERM in the middle, as systemd sends it: what came is in the window, and the rest comes the next time."""
    from mtw_pipeline.cli.commands.listen import listen

    keep = StreamFiles.keep

    def keep_and_tell(files: StreamFiles, *given: Any) -> tuple[CollectionWindow, ...]:
        windows = keep(files, *given)
        if given[1] == microseconds(NOW + timedelta(seconds=2)):
            os.kill(os.getpid(), signal.SIGTERM)
        return windows

    monkeypatch.setattr(StreamFiles, "keep", keep_and_tell)
    with JetstreamServer(["no event", *posts(5)]) as server:
        text = ears.study.settings_path.read_text()
        table = f'\n[[collect]]\nsource = "bluesky"\nstream = "{server.address}"\n'
        ears.study.settings_path.write_text(text + table)
        listen(Study.load(ears.study.root))
    assert ears.kept() == [name(one) for one in posts(3)]
    said = " ".join(capsys.readouterr().out.split())
    assert "of 3 events 3 kept, posts and reposts" in said
    assert "1 message could not be read, and was left out" in said
    with JetstreamServer(posts(5)) as server:
        ears.listen(server)
    assert sorted(ears.kept()) == sorted(name(one) for one in posts(5))
