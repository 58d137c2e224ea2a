"""Servers that lead on for ever, send what unpacks without an end, or give back a key: said, and the rest is kept."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.collect import answers, endless
from mtw_pipeline.collect.answers import LEFT_OUT, LONGEST_TEXT
from mtw_pipeline.collect.collector import Brought, Page, Span
from mtw_pipeline.collect.endless import MOST_EMPTY, MOST_KNOWN, MOST_OLDER, Advance
from mtw_pipeline.collect.keys import Keys, name_of_server, variable
from mtw_pipeline.collect.requester import UNKNOWN_LIMIT_SECONDS
from mtw_pipeline.errors import UserError
from mtw_pipeline_tests.platforms.bench import FIRST, NOW, Bench
from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, post
from mtw_pipeline_tests.platforms.loopback import Answer, Asked, LoopbackServer
from mtw_pipeline_tests.platforms.mastodon import status

TOKENS = {"x": "AAAAinvented%2Fbearer", "bluesky": APP_PASSWORD, "mastodon": "invented-access-token"}
ACCESS = "invented.access.token"

Turn = Callable[[int], Answer]
"""What is answered to the request of that number, from 1."""


@dataclass(frozen=True)
class Packed(Answer):
    """An answer that is packed, as HTTP does."""

    @property
    def data(self) -> bytes:
        return gzip.compress(super().data)


class Hostile(LoopbackServer):
    """A server of any platform that answers by turn."""

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self.turn = turn

    def counts(self, asked: Asked) -> bool:
        return "/com.atproto.server." not in asked.path

    def respond(self, asked: Asked) -> Answer:
        if not self.counts(asked):
            session = {"accessJwt": ACCESS, "refreshJwt": "invented.refresh.token", "did": "did:plc:team"}
            return Answer({**session, "handle": HANDLE, "active": True})
        return self.turn(len(self.asked))


def page(platform: str, numbers: Sequence[int], cursor: object, **told: Any) -> Answer:
    """A page of a platform that goes on at a cursor, with posts of these numbers, an hour apart, the latest first."""
    at = FIRST + timedelta(days=9)
    times = [(number, at - timedelta(hours=number)) for number in numbers]
    if platform == "mastodon":
        statuses = [{**status(number, when), **told, "id": str(10**6 - number)} for number, when in times]
        return Answer(statuses, headers={"Link": f'<http://x/?max_id={cursor}>; rel="next"'})
    if platform == "bluesky":
        return Answer({"posts": [{**post(number, when), **told} for number, when in times], "cursor": str(cursor)})
    posts = [
        {"id": str(10**18 - number), "text": "#mtwtest", "created_at": f"{when:%Y-%m-%dT%H:%M:%S}.000Z", **told}
        for number, when in times
    ]
    return Answer({"data": posts, "meta": {"next_token": str(cursor)}})


def last(platform: str) -> Answer:
    """A page without posts behind which there is none."""
    return Answer({"mastodon": [], "bluesky": {"posts": []}, "x": {"meta": {"result_count": 0}}}[platform])


@contextmanager
def bench_of(platform: str, turn: Turn, root: Path) -> Iterator[tuple[Bench, Hostile]]:
    with Hostile(turn) as server:
        keys = f'servers = ["{server.address}"]' + ('\narchive = "full"' if platform == "x" else "")
        yield Bench(root / "study", platform, keys), server


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", TOKENS["x"])
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", APP_PASSWORD)
    monkeypatch.delenv("MTW_KEYS", raising=False)


PLATFORMS = pytest.mark.parametrize("platform", ["x", "bluesky", "mastodon"])
FOR_EVER: Mapping[str, tuple[Callable[[str, int], Answer], int]] = {
    "the same page under ever new cursors": (lambda of, turn: page(of, range(10), 10**7 - turn), MOST_KNOWN + 2),
    "two pages in turn": (lambda of, turn: page(of, range(turn % 2, 20, 2), 100 + turn % 2), MOST_KNOWN + 3),
    "a cursor that never moves": (lambda of, turn: page(of, range(turn * 40, turn * 40 + 5), 77), 12),
    "pages without a post": (lambda of, turn: page(of, (), 10**7 - turn), MOST_EMPTY + 1),
    "what nobody asked for": (
        lambda of, turn: page(of, range(400 + turn * 9, 409 + turn * 9), 10**7 - turn), MOST_OLDER + 2,
    ),
}  # fmt: skip

OVER_BY_THEMSELVES = {
    ("bluesky", "a cursor that never moves"), ("bluesky", "what nobody asked for"),
    ("mastodon", "a cursor that never moves"), ("mastodon", "pages without a post"),
    ("mastodon", "what nobody asked for"),
}  # fmt: skip
"""Bluesky is asked for what is older than the last posts, and Mastodon for what stands below the last id, whatever they
lead back to; a timeline of Mastodon ends at an empty page, and at one that is older than the window."""


@PLATFORMS
@pytest.mark.parametrize("kind", FOR_EVER)
def test_a_server_that_leads_on_for_ever_ends_with_a_finding(platform: str, kind: str, tmp_path: Path) -> None:
    answer, most = FOR_EVER[kind]
    with bench_of(platform, lambda turn: answer(platform, turn), tmp_path) as (bench, server):
        (record,) = bench.collect()
        assert record.is_whole
        assert len(server.asked) <= most
        said = ("again and again", "was asked no more", "ended early, and gives no more posts")
        is_said = any(words in one for words in said for one in bench.gaps())
        is_over_by_itself = (platform, kind) in OVER_BY_THEMSELVES
        assert is_said or is_over_by_itself
        assert bench.collect() == [], "nothing is left to go on with"


def test_ever_new_posts_of_one_moment_and_millions_of_pages_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endless, "MOST_UNMOVED", 50)
    monkeypatch.setattr(endless, "MOST_PAGES", 200)

    def pages_until_the_end(apart: timedelta) -> int:
        advance = Advance(Span(FIRST, NOW))
        for number in range(1, 10_000):
            brought = Brought.of([f"post {number}"], [NOW - number * apart])
            if advance.ended(Page(b"{}", 1, {"cursor": number}, "", brought=brought)):
                return number
        return 0

    assert pages_until_the_end(timedelta(0)) == 51
    assert pages_until_the_end(timedelta(seconds=1)) == 200


def test_one_post_with_a_time_of_years_ago_ends_no_timeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Software of the Fediverse lets people date their posts back; those beside it tell how far a page goes."""
    monkeypatch.setattr(endless, "MOST_UNMOVED", 5)
    advance = Advance(Span(FIRST, NOW))
    for number in range(20):
        times = [NOW - timedelta(seconds=number), *([NOW - timedelta(days=9_000)] if number == 0 else [])]
        brought = Brought.of([f"post {number}"], times)
        assert advance.ended(Page(b"{}", 1, {"cursor": number}, "", brought=brought)) == ""


def test_empty_pages_between_the_same_posts_do_not_hide_that_they_are_the_same() -> None:
    advance = Advance(Span(FIRST, NOW))
    same, nothing = Brought.of(["a post"], [NOW]), Brought.of([], [])
    said = [
        advance.ended(Page(b"{}", 1, {"cursor": number}, "", brought=nothing if number % 2 else same))
        for number in range(2 * MOST_KNOWN + 1)
    ]
    assert said[:-1] == [""] * (2 * MOST_KNOWN)
    assert "the same posts again and again" in said[-1]


LIMIT_HEADERS = ("x-rate-limit-reset", "ratelimit-reset", "X-RateLimit-Reset")
"""Where X, Bluesky and Mastodon say when a limit is over."""


@PLATFORMS
@pytest.mark.parametrize("reset", ["1796000000000", "9" * 30, f"-{'9' * 18}", "9999-12-31T23:59:59-12:00", "soon"])
def test_a_limit_that_ends_when_no_clock_shows_it_is_one_without_an_end(
    platform: str, reset: str, tmp_path: Path
) -> None:
    """Among them milliseconds, as some servers write."""
    turns = {1: Answer({}, 429, dict.fromkeys(LIMIT_HEADERS, reset)), 2: page(platform, range(3), 10**6)}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, _):
        (record,) = bench.collect()
        assert record.posts == 3
        assert bench.clock.waits[:1] == [UNKNOWN_LIMIT_SECONDS]


@PLATFORMS
@pytest.mark.parametrize(
    "said", [{}, {"error": "try later"}, {"posts": None, "data": None}, {"posts": {}, "data": {}, "meta": []}, [None]]
)
def test_an_answer_that_holds_no_list_of_posts_says_nothing(platform: str, said: object, tmp_path: Path) -> None:
    """With status 200, as a proxy in between answers: else it is a window without a post."""
    turns = {1: Answer(said), 2: page(platform, range(3), 10**6)}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, server):
        (record,) = bench.collect()
        assert (record.posts, len(server.asked) > 1) == (3, True)


@pytest.mark.parametrize("platform", ["x", "bluesky"])
def test_a_cursor_that_nobody_can_write_down_costs_nothing(platform: str, tmp_path: Path) -> None:
    turns = {1: page(platform, range(5), "half a sign \ud800")}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, _):
        (record,) = bench.collect()
        assert (record.posts, record.is_whole) == (5, True)


@PLATFORMS
def test_an_answer_that_unpacks_without_an_end_is_none(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once: it is asked for again. Always: the collection ends in words, and goes on when the server is well."""
    monkeypatch.setattr(answers, "LARGEST_ANSWER", 1 << 20)
    bomb = Packed(" " * (3 << 20), headers={"content-encoding": "gzip"})
    turns = {1: page(platform, range(5), 10**6), 2: bomb}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path / "once") as (bench, _):
        (record,) = bench.collect()
        assert (record.posts, 2 in bench.clock.waits) == (5, True)
    with bench_of(platform, lambda turn: turns.get(min(turn, 2), bomb), tmp_path / "always") as (bench, server):
        with pytest.raises(UserError, match="larger than 1 megabytes"):
            bench.collect()
        server.turn = lambda _turn: last(platform)
        (record,) = bench.collect()
        assert record.posts == 5


@PLATFORMS
@pytest.mark.parametrize("packing", ["br", "gzip, gzip", "x-own"])
def test_what_is_packed_as_nobody_asked_is_no_answer(platform: str, packing: str, tmp_path: Path) -> None:
    odd = Answer("nothing that anybody unpacks", headers={"content-encoding": packing})
    turns = {1: odd}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, server):
        bench.collect()
        assert 2 in bench.clock.waits, "it was asked again"
        assert len(bench.pages()) == len(server.asked) - 1


HUGE = {
    "a text": {"text": "y" * (LONGEST_TEXT * 2), "content": "y" * (LONGEST_TEXT * 2)},
    "depth": {"attachments": json.loads('{"a":' * 400 + "1" + "}" * 400)},
}


@PLATFORMS
@pytest.mark.parametrize("kind", HUGE)
def test_one_huge_post_costs_itself_alone(platform: str, kind: str, tmp_path: Path) -> None:
    told = HUGE[kind]
    if platform == "bluesky":
        told = {"record": {**post(3, FIRST)["record"], **told}}  # type: ignore[dict-item]
    turns = {1: page(platform, range(3), 10**6, **told), 2: page(platform, range(3, 9), 10**5)}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, _):
        (record,) = bench.collect()
        assert (record.posts, bench.gaps().count(LEFT_OUT)) == (9, 1)
        assert max(len(json.dumps(one)) for one in bench.pages()) < LONGEST_TEXT * 7, "three posts of two texts"


def written(root: Path) -> bytes:
    found = b""
    for path in (one for one in root.rglob("*") if one.is_file()):
        data = path.read_bytes()
        found += data + (gzip.decompress(data) if path.name.endswith((".gz", ".gz.part")) else b"")
    return found


def escaped(key: str) -> str:
    """A key as no one writes it, and JSON may."""
    return "".join(f"\\u{ord(sign):04x}" for sign in key)


@PLATFORMS
@pytest.mark.parametrize("form", [str, escaped, lambda key: key.replace("%2F", "\\/")])
def test_a_key_that_comes_back_in_a_good_page_is_never_written(
    platform: str, form: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a text, in the name of a key, and as the cursor of the next page; also when it is asked again."""
    for key in (TOKENS[platform], *([ACCESS, "invented.refresh.token"] if platform == "bluesky" else [])):
        first = page(platform, range(4), key if platform != "mastodon" else 5, text="KEY", content="<p>KEY</p>")
        body = json.dumps(first.body).replace("KEY", form(key))
        turns = {1: Answer(body, headers=first.headers)}
        root = tmp_path / key.replace("%", "")
        with bench_of(platform, lambda turn, turns=turns: turns.get(turn, last(platform)), root) as (bench, server):
            named = name_of_server("mastodon_token", server.address.removeprefix("http://"))
            monkeypatch.setenv(variable(named), TOKENS["mastodon"])
            (record,) = bench.collect()
            assert record.posts == 4
            assert any("held the key" in one for one in bench.gaps())
        on_disk = written(bench.study.root)
        assert key.encode() not in on_disk
        assert key.replace("%2F", "/").encode() not in on_disk
        assert form(key).encode() not in on_disk


def test_whoever_collects_may_post_too(tmp_path: Path) -> None:
    """The name of the account that asks is no secret, and stands in pages by right."""
    mine = page("bluesky", [1], 5, author={"did": "did:plc:team", "handle": HANDLE})
    with bench_of("bluesky", lambda turn: mine if turn == 1 else last("bluesky"), tmp_path) as (bench, _):
        bench.collect()
        assert bench.pages()[0]["posts"][0]["author"]["handle"] == HANDLE
        assert not any("held the key" in one for one in bench.gaps())


def test_a_line_without_a_key_stays_as_it_is(tmp_path: Path) -> None:
    found = Keys(tmp_path / "keys.toml")
    found.hide("secret-of-nobody")
    line = b'{"text":"\\ud83d\\ude00 1.50 \\u0041","n":1.50}\n'
    assert found.scrubbed_page(line) is line
