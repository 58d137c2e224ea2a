"""What the three platforms have in common where they ask to wait, or do not answer: told in the same words."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event

import pytest

from mtw_pipeline.collect.requester import NoAnswerError, without_answer
from mtw_pipeline_tests.platforms.bench import NOW, Bench
from mtw_pipeline_tests.platforms.bluesky import HANDLE
from mtw_pipeline_tests.platforms.loopback import CUT, Answer
from mtw_pipeline_tests.unit.collect.test_hostile_servers import (
    LIMIT_HEADERS,
    PLATFORMS,
    TOKENS,
    Hostile,
    bench_of,
    last,
    page,
)

TWENTY_MINUTES = NOW + timedelta(minutes=20)
LIMITS: Mapping[str, Mapping[str, str]] = {
    "seconds": {"Retry-After": "1200"},
    "a date": {"Retry-After": format_datetime(TWENTY_MINUTES, usegmt=True)},
    "seconds since 1970": dict.fromkeys(LIMIT_HEADERS, str(int(TWENTY_MINUTES.timestamp()))),
    "seconds from now": dict.fromkeys(LIMIT_HEADERS, "1200"),
    "a time": dict.fromkeys(LIMIT_HEADERS, TWENTY_MINUTES.isoformat()),
    "nonsense and a time": {"Retry-After": "later", **dict.fromkeys(LIMIT_HEADERS, TWENTY_MINUTES.isoformat())},
}
PATIENCE = 30
"""Seconds that a server is silent, unless whoever asked gave up before."""
LONG_TIME = {"error": "of this test"}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", TOKENS["x"])
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", TOKENS["bluesky"])
    monkeypatch.delenv("MTW_KEYS", raising=False)


@PLATFORMS
@pytest.mark.parametrize("said", LIMITS)
def test_a_limit_is_waited_for_however_its_end_is_said(platform: str, said: str, tmp_path: Path) -> None:
    turns = {1: Answer(LONG_TIME, 429, LIMITS[said]), 2: page(platform, range(3), 10**6)}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, _):
        (record,) = bench.collect()
        assert record.posts == 3
        assert bench.clock.waits[:1] == [1201]


@PLATFORMS
@pytest.mark.parametrize("status", [408, 425, 500, 503, 520])
def test_a_server_that_is_not_ready_is_asked_again(platform: str, status: int, tmp_path: Path) -> None:
    turns = {1: Answer(LONG_TIME, status), 2: Answer("<p>Later.</p>", status), 3: page(platform, range(3), 10**6)}
    with bench_of(platform, lambda turn: turns.get(turn, last(platform)), tmp_path) as (bench, _):
        (record,) = bench.collect()
        assert (record.posts, bench.clock.waits[:2]) == (3, [2, 4])


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.collect.x.client._SECONDS", (5, 0.1))
    monkeypatch.setattr("mtw_pipeline.collect.bluesky.session._TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr("mtw_pipeline.collect.mastodon.server._TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr("mtw_pipeline.collect.requester.MOST_FAILURES", 1)


@PLATFORMS
@pytest.mark.usefixtures("in_a_hurry")
def test_silence_and_a_cut_connection_are_told_apart(platform: str, tmp_path: Path) -> None:
    given_up = Event()

    def silent(_turn: int) -> Answer:
        given_up.wait(PATIENCE)
        return Answer([])

    with bench_of(platform, silent, tmp_path / "silent") as (bench, _):
        with pytest.raises(NoAnswerError, match="did not answer in time"):
            bench.collect()
        given_up.set()
    with (
        bench_of(platform, lambda _turn: CUT, tmp_path / "cut") as (bench, _),
        pytest.raises(NoAnswerError, match="the connection was cut, or could not be made"),
    ):
        bench.collect()


@PLATFORMS
@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json"])
@pytest.mark.parametrize(
    ("body", "words"),
    [("\r\n <!DOCTYPE html><html>Sign in", "a web page came in place"), ('[{"id": ', "cut off or is no JSON")],
)
@pytest.mark.usefixtures("in_a_hurry")
def test_a_web_page_in_place_of_an_answer_and_half_an_answer_are_told_apart(
    platform: str, kind: str, body: str, words: str, tmp_path: Path
) -> None:
    """A network that wants a sign-in first answers everything with its own page, and status 200."""
    answer = Answer(body, headers={"Content-Type": kind})
    with bench_of(platform, lambda _turn: answer, tmp_path) as (bench, _), pytest.raises(NoAnswerError, match=words):
        bench.collect()


@PLATFORMS
@pytest.mark.usefixtures("in_a_hurry")
def test_a_server_that_speaks_no_tls_is_told_as_one(platform: str, tmp_path: Path) -> None:
    with Hostile(lambda _turn: last(platform)) as server:
        keys = f'servers = ["{server.address.replace("http:", "https:")}"]'
        bench = Bench(tmp_path / "study", platform, f'{keys}\narchive = "full"' if platform == "x" else keys)
        with pytest.raises(NoAnswerError, match="no secure connection could be made"):
            bench.collect()


def wrapped(error: BaseException) -> Iterator[BaseException]:
    """An error as libraries hand it on."""
    first, second, third = ValueError("a library's"), OSError("another's"), ValueError("a third")
    first.__cause__ = error
    second.__context__, second.__suppress_context__ = error, True
    third.__cause__ = second
    yield from (error, first, second, third)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ssl.SSLCertVerificationError("self-signed"), "its certificate could not be checked"),
        (ssl.SSLError("wrong version"), "no secure connection could be made"),
        (socket.gaierror("not known"), "no server was found under its name"),
        (TimeoutError("timed out"), "it did not answer in time"),
        (ConnectionResetError("by peer"), "the connection was cut, or could not be made"),
    ],
)
def test_what_the_system_says_is_found_wherever_it_is_wrapped(error: BaseException, said: str) -> None:
    assert {str(without_answer(one)) for one in wrapped(error)} == {said}


def test_errors_that_name_each_other_have_an_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__context__, other.__context__ = other, one
    assert str(without_answer(one)) == "the connection was cut, or could not be made"
