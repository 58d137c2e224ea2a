"""What collecting from X takes of tweepy that its documentation does not promise, asked of tweepy alone."""

import logging
from typing import Any

import pytest
import requests
import tweepy
from requests.adapters import BaseAdapter

TOKEN = "an-invented-token"  # noqa: S105 - it opens nothing


class Answers(BaseAdapter):
    """Answers every request with the same, and keeps what was asked."""

    def __init__(self, status: int, headers: dict[str, str], content: bytes) -> None:
        super().__init__()
        self.asked: list[requests.PreparedRequest] = []
        self._status, self._headers, self._content = status, headers, content

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:
        self.asked.append(request)
        response = requests.Response()
        response.status_code, response.url, response.request = self._status, str(request.url), request
        response.headers.update(self._headers)
        response._content = self._content
        return response

    def close(self) -> None:
        """Nothing is open."""


def client(answers: Answers) -> tweepy.Client:
    made = tweepy.Client(TOKEN, return_type=requests.Response, wait_on_rate_limit=False)
    made.session.mount("https://api.twitter.com", answers)
    return made


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("search_recent_tweets", "/2/tweets/search/recent"),
        ("search_all_tweets", "/2/tweets/search/all"),
        ("get_recent_tweets_count", "/2/tweets/counts/recent"),
        ("get_all_tweets_count", "/2/tweets/counts/all"),
    ],
)
def test_tweepy_asks_one_address_through_the_adapters_of_its_session(method: str, path: str) -> None:
    """Decision 102: so requests can be sent to the server that is set, within a time; the answer comes as it is."""
    answers = Answers(200, {}, b' {"meta" : {}}')
    found = getattr(client(answers), method)("#tag", start_time="2026-11-01T00:00:00Z")
    assert found.content == b' {"meta" : {}}'
    assert [str(one.url).partition("?")[0] for one in answers.asked] == [f"https://api.twitter.com{path}"]
    assert answers.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_tweepy_tells_when_a_limit_ends_and_neither_waits_nor_tries_again() -> None:
    """Decision 102: waiting is ours, with a clock that tests set."""
    answers = Answers(429, {"x-rate-limit-reset": "1795000000"}, b"{}")
    with pytest.raises(tweepy.TooManyRequests) as told:
        client(answers).search_recent_tweets("#tag")
    assert told.value.reset_time == 1795000000
    assert len(answers.asked) == 1


@pytest.mark.parametrize("status", [402, 418, 503])
def test_tweepy_raises_for_every_status_that_is_no_answer(status: int) -> None:
    """Decision 102: what it means is read from the response."""
    with pytest.raises(tweepy.HTTPException):
        client(Answers(status, {}, b"{}")).search_recent_tweets("#tag")


def test_tweepy_writes_the_token_into_its_log_at_debug(caplog: pytest.LogCaptureFixture) -> None:
    """Decision 102: this is why its logger is kept above DEBUG; where it no longer does, that can go."""
    caplog.set_level(logging.DEBUG, logger="tweepy")
    client(Answers(200, {}, b"{}")).search_recent_tweets("#tag")
    assert TOKEN in caplog.text
