"""Proxies that the environment names and no library can use: told before anybody is waited for, without a password."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from requests.exceptions import InvalidSchema

from mtw_pipeline.collect.bluesky.listening import Listener
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.collect.x.client import XClient
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.fake_x import NOON, HandClock
from mtw_pipeline_tests.unit.collect.test_certificates import ask_bluesky, ask_mastodon

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "WSS_PROXY", "WS_PROXY", "SOCKS_PROXY")
UNUSABLE = ("foo://somebody:of-the-proxy@proxy.example:1", "http://somebody:of-the-proxy@[::1")


def ask_x(_keys: Keys, requester: Requester) -> None:
    client = XClient("https://x.example", SecretStr("invented"), str)
    requester.ask("X", lambda: client.page(client.tweepy.search_recent_tweets, query="#t"))


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", "team.example")
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", "abcd-efgh-ijkl-mnop")


@pytest.mark.parametrize("proxy", UNUSABLE)
@pytest.mark.parametrize("ask", [ask_x, ask_mastodon, ask_bluesky])
def test_a_proxy_that_can_be_none_is_told_and_nobody_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Keys, Requester], None], proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    clock = HandClock(NOON)
    with pytest.raises(UserError, match=r"proxy .* cannot be used \(HTTPS_PROXY in the environment\)") as told:
        ask(Keys(tmp_path / "keys.toml"), Requester(clock))
    assert clock.waits == []
    assert "of-the-proxy" not in f"{told.value} {told.value.where} {told.value.remedy}"


@pytest.mark.parametrize(
    ("ask", "module", "package"),
    [(ask_bluesky, "socksio", "socksio"), (ask_mastodon, "socks", "PySocks"), (ask_x, "socks", "PySocks")],
)
def test_a_proxy_of_socks_says_which_package_speaks_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ask: Callable[[Keys, Requester], None],
    module: str,
    package: str,
) -> None:
    """It ended `mtw collect` of Bluesky with an error of the program."""
    monkeypatch.setitem(sys.modules, module, None)  # as where it is not installed
    if module == "socks":
        monkeypatch.setattr("requests.adapters.SOCKSProxyManager", _without_socks)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(UserError, match=f"ALL_PROXY in the environment.*needs the package {package} beside"):
        ask(Keys(tmp_path / "keys.toml"), Requester(HandClock(NOON)))


@pytest.mark.parametrize("proxy", ["foo://somebody:of-the-proxy@proxy.example:1", "socks5://127.0.0.1:9"])
def test_a_listener_does_not_try_for_ever_where_no_proxy_can_be_used(
    study: Study, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setitem(sys.modules, "python_socks.sync", None)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    listener = Listener(study, "wss://stream.example/subscribe", ["t"], HandClock(NOON), lambda: False)
    with pytest.raises(UserError, match="HTTPS_PROXY in the environment") as told:
        listener.listen()
    assert "of-the-proxy" not in str(told.value)


def _without_socks(*_given: object, **_named: object) -> None:
    """What requests has in its place where PySocks is not installed."""
    raise InvalidSchema("Missing dependencies for SOCKS support.")
