"""What tests of coding pages in a browser share: a study whose tweets are hostile, its coders, and keys for codes.

What belongs here: opening a page, pressing keys, saving. What does not: what is asked of a page (the tests).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from selenium.common.exceptions import TimeoutException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from mtw_pipeline.coding.pages.page import KEYS
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, tweets_of_page

TWEETS = 64  # of so many the first that is drawn is asked everything
PURPOSES = ("information", "community", "1-2", "other")
TOPICS = tuple(f"topic {number}" for number in range(12))
USED = ("tips", "jokes", "none")
USES = ("tips", "jokes", "none", "tips | jokes")
HOSTILE = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script><img src=x onerror=alert(1)>", "a\u2028b\u2029c",
    "evil\u202egnp.exe", '=HYPERLINK("http://example.org","x")', "javascript:alert(1)", "{{ 7 * 7 }} ${7 * 7}",
    "two\nlines", "\u0645\u0631\u062d\u0628\u0627 (world)", "&lt;b&gt;",
)  # fmt: skip
CODEBOOK = (
    SETTINGS.replace("reliability_size = 4", f"reliability_size = {TWEETS}")
    + '[[codebook]]\nname = "topic"\nlabel = "<b>Topic</b>"\ndefinition = "</script><script>alert(1)</script>"\n'
    + "categories = ["
    + ", ".join(f'{{name = "{topic}"}}' for topic in TOPICS)
    + "]\n"
    + '[[codebook]]\nname = "uses"\nlabel = "Uses"\nseveral = true\ncategories = [{name = "tips"}, {name = "jokes"}]\n'
    + '[[codebook]]\nname = "warmth"\nlabel = "Warmth"\ncategories = [{name = "much"}, {name = "little"}]\n'
    + 'applies_to = {variable = "purpose", codes = ["community"]}\n'
)

Plan = Mapping[str, Mapping[str, str]]


@dataclass
class Coding:
    """A study of some tweets, a browser with its folder of downloads, and what each coder means to key."""

    desk: Desk
    browser: Chrome
    downloads: Path

    def page_of(self, coder: str) -> Path:
        return next(one.path for one in self.desk.sheets("page") if one.coder == coder)

    def open(self, path: Path) -> None:
        self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        self.browser.get(path.as_uri())

    def open_as_left(self, path: Path, counts: str) -> None:
        """Open a page that another tab left so: on a busy machine a browser tells the next of it a moment later."""

        def is_as_left(_: Chrome) -> bool:
            self.open(path)
            return self.shown("counts") == counts

        WebDriverWait(self.browser, 20).until(is_as_left)

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def shown(self, name: str) -> str:
        return self.browser.find_element(By.ID, name).text

    def saved(self) -> Path:
        """Save by the key, and wait for the file."""
        where = {"behavior": "allow", "downloadPath": str(self.downloads)}
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior", where)
        for earlier in self.downloads.glob("*"):
            earlier.unlink()
        self.press("s")
        return WebDriverWait(self.browser, 20).until(lambda _: [*self.downloads.glob("*.json")])[0]

    def asked(self, script: str, *values: object) -> object:
        """What a script of the page says."""
        return self.browser.execute_script(script, *values)  # type: ignore[no-untyped-call]

    def complaints(self) -> list[str]:
        return [one["message"] for one in self.browser.get_log("browser")]  # type: ignore[no-untyped-call]


def plan(path: Path, seed: int) -> Plan:
    """By tweet, what a coder means to give: everything that is asked of it."""
    drawn = random.Random(seed)  # noqa: S311 - no secret
    meant = {}
    for tweet in tweets_of_page(path.read_text(encoding="utf-8")):
        given = {"purpose": drawn.choice(PURPOSES), "topic": drawn.choice(TOPICS), "uses": drawn.choice(USES)}
        if "tone" not in tweet["not_asked"]:  # type: ignore[operator]
            given["tone"] = drawn.choice(("warm", "cold"))
        if given["purpose"] == "community":
            given["warmth"] = drawn.choice(("much", "little"))
        key = read_key(str(tweet["tweet"]))
        assert key is not None
        meant[key.tweet_id] = given
    return meant


def keys_of(given: Mapping[str, str]) -> str:
    """The keys that give it, in the order of the codebook."""
    categories = {"purpose": PURPOSES, "tone": ("warm", "cold"), "topic": TOPICS, "uses": USED,
                  "warmth": ("much", "little")}  # fmt: skip
    keys = {name: "".join(KEYS[named.index(code)] for code in reversed(given[name].split(" | ")))
            for name, named in categories.items() if name in given}  # fmt: skip
    if {"uses", "warmth"} <= keys.keys():
        keys["uses"] += Keys.ENTER  # goes on within the tweet, for all that apply were chosen
    return "".join(keys.values())


def keyed(coding: Coding, tweets: Sequence[Mapping[str, str]]) -> None:
    coding.press(*(keys_of(one) + Keys.ENTER for one in tweets))


def tab_that_shares_its_store(coding: Coding, page: Path) -> str:
    """A second tab of a page. On a busy machine Chromium gives some tabs, the first too, a store that no other sees."""
    first = coding.browser.current_window_handle
    for _ in range(5):
        coding.browser.switch_to.new_window("tab")
        coding.open(page)
        second = coding.browser.current_window_handle
        if is_told(coding, first, second) and is_told(coding, second, first):
            coding.asked("localStorage.removeItem('told')")
            return second
        coding.browser.switch_to.window(second)
        coding.browser.close()
        coding.browser.switch_to.window(first)
        coding.open(page)
    raise AssertionError("none of five tabs saw what the first keeps")


def is_told(coding: Coding, one: str, other: str) -> bool:
    coding.browser.switch_to.window(one)
    coding.asked("localStorage.setItem('told', arguments[0])", one)
    coding.browser.switch_to.window(other)
    try:
        asked = "return localStorage.getItem('told')"
        return WebDriverWait(coding.browser, 2).until(lambda _: coding.asked(asked) == one)
    except TimeoutException:
        return False
