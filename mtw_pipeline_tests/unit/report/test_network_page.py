"""The interactive page of the network: its data are those of the map, its one script is the one its policy names."""

import json
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from mtw_pipeline.network.layouts.community_map import Dot, discs
from mtw_pipeline.report import network_page as module
from mtw_pipeline.report.drawings.network_figure import NetworkMap
from mtw_pipeline.report.network_page import PageData, network_page
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.webpages import visible

WINDOW = CollectionWindow(date(2020, 12, 5), date(2020, 12, 6))
SETTINGS = StudySettings(title="A study", hashtags=("one",))
HOSTILE = "</script><script>alert(1)</script>&<!--\u202e"


class Scripts(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.policy = ""
        self._type: str | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "script":
            self._type = facts.get("type") or "program"
            self.found.append((self._type, ""))
            assert "src" not in facts
        if facts.get("http-equiv"):
            self.policy = facts.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._type = None

    def handle_data(self, data: str) -> None:
        if self._type:
            kind, text = self.found[-1]
            self.found[-1] = (kind, text + data)


def page_of(accounts: list[tuple[str, int, int]], ties: list[tuple[str, str]]) -> Scripts:
    dots = tuple(Dot(account, community, indegree, 1.0, 2.0) for account, community, indegree in accounts)
    shown = NetworkMap(tuple(discs([(1, 2), (2, 1)])), dots, ())
    data = PageData(
        [(one, other, ["all", "quote"]) for one, other in ties],
        {(account, "all"): (indegree, 1, indegree + 1) for account, _, indegree in accounts},
        {"ann": "media"},
        {("ann", "ben"): (["12", "x\u202e", "7"], 4)},
    )
    return Scripts(network_page(SETTINGS, WINDOW, shown, data))


def content_of(page: Scripts) -> dict[str, Any]:
    [content] = [text for kind, text in page.found if kind == "application/json"]
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def test_it_holds_the_accounts_and_ties_of_the_map() -> None:
    page = page_of([("ann", 1, 5), ("ben", 1, 9), ("eve", 2, 1)], [("ann", "ben"), ("eve", "ann"), ("ann", "gone")])
    content = content_of(page)
    assert (content["names"], content["communities"]) == (["@ben", "@ann", "@eve"], [1, 1, 2])
    assert content["degrees"]["all"] == {"indegree": [9, 5, 1], "outdegree": [1, 1, 1], "degree": [10, 6, 2]}
    assert content["degrees"]["quote"]["degree"] == [0, 0, 0]
    assert (content["classNames"], content["classes"]) == (["media"], [-1, 0, -1])
    held = 2 ** content["layers"].index("all") + 2 ** content["layers"].index("quote")
    assert content["ties"] == [1, 0, held, 2, 1, held]
    assert content["tweets"] == {"0": [4, "12", "7"]}
    assert content["tweetAddress"] == "https://twitter.com/i/web/status/"


def test_its_policy_names_its_one_script_and_nothing_else() -> None:
    page = page_of([("ann", 1, 5)], [])
    [program] = [text for kind, text in page.found if kind == "program"]
    named = b64encode(sha256(program.encode()).digest()).decode()
    assert page.policy.startswith(f"default-src 'none'; script-src 'sha256-{named}'; style-src")
    assert not re.search(r"innerHTML|document\.write|eval\(|https?:", program)


def test_a_hostile_account_stays_text() -> None:
    page = page_of([(HOSTILE, 1, 5), ("ann", 1, 2)], [("ann", HOSTILE)])
    assert [kind for kind, _ in page.found] == ["application/json", "program"]
    assert content_of(page)["names"] == [f"@{visible(HOSTILE)}", "@ann"]


def test_of_a_large_map_those_stay_whom_most_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ACCOUNTS", 2)
    content = content_of(page_of([("ann", 1, 5), ("ben", 1, 1), ("eve", 2, 3)], [("ben", "ann"), ("eve", "ann")]))
    assert (content["names"], content["ties"][:2]) == (["@ann", "@eve"], [1, 0])
