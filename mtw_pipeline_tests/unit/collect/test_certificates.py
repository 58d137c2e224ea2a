"""Certificates that the environment names and nobody can read: told before anything is asked, for each library."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from mtw_pipeline.collect.bluesky.listening import Listener
from mtw_pipeline.collect.bluesky.session import BlueskySession
from mtw_pipeline.collect.certificates import OF_OPENSSL, OF_REQUESTS, refuse_unreadable_certificates
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.mastodon.server import MastodonServer
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.collect.x.client import XClient
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.fake_x import NOON, HandClock


@pytest.fixture(autouse=True)
def named_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*OF_REQUESTS, *OF_OPENSSL):
        monkeypatch.delenv(name, raising=False)


def ask_x(_keys: Keys, _requester: Requester) -> None:
    XClient("https://x.example", SecretStr("invented"), str)


def ask_mastodon(keys: Keys, requester: Requester) -> None:
    MastodonServer("https://social.example", keys).status("1", requester)


def ask_bluesky(keys: Keys, requester: Requester) -> None:
    BlueskySession("https://bluesky.example", keys).ask("app.bsky.feed.getPosts", {}, requester)


@pytest.mark.parametrize("content", [None, "no certificate"])
@pytest.mark.parametrize(
    ("variable", "ask"), [(OF_REQUESTS[0], ask_x), (OF_REQUESTS[1], ask_mastodon), (OF_OPENSSL[0], ask_bluesky)]
)
def test_certificates_that_cannot_be_read_are_named_and_nobody_is_waited_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    ask: Callable[[Keys, Requester], None],
    content: str | None,
) -> None:
    named = tmp_path / "certificates.pem"
    if content is not None:
        named.write_text(content)
    monkeypatch.setenv(variable, str(named))
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", "team.example")
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", "abcd-efgh-ijkl-mnop")
    clock = HandClock(NOON)
    with pytest.raises(UserError, match=r"certificates .* cannot be read") as told:
        ask(Keys(tmp_path / "keys.toml"), Requester(clock))
    assert f"{variable} in the environment is {named}" in str(told.value)
    assert clock.waits == []


def test_a_folder_of_certificates_is_one_for_requests_and_the_first_variable_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_unreadable_certificates(OF_REQUESTS)
    monkeypatch.setenv(OF_REQUESTS[1], str(tmp_path / "nowhere"))
    monkeypatch.setenv(OF_REQUESTS[0], str(tmp_path))
    refuse_unreadable_certificates(OF_REQUESTS)
    monkeypatch.setenv(OF_OPENSSL[0], str(tmp_path))
    with pytest.raises(UserError):
        refuse_unreadable_certificates(OF_OPENSSL)


def test_a_listener_does_not_try_for_ever_where_certificates_cannot_be_read(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = study.root / "nowhere.pem"
    monkeypatch.setenv(OF_OPENSSL[0], str(named))
    with pytest.raises(UserError, match=f"SSL_CERT_FILE in the environment is {named}"):
        Listener(study, "wss://stream.example/subscribe", ["t"], HandClock(NOON), lambda: True).listen()
    Listener(study, "ws://127.0.0.1:1/subscribe", ["t"], HandClock(NOON), lambda: True).listen()
