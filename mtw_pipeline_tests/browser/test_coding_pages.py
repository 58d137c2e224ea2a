"""The pages to code and to decide on, in a real headless Chromium, by keys alone, until the codes are imported."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from selenium.common.exceptions import NoAlertPresentException, TimeoutException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from mtw_pipeline.coding.journal import current, journal_of
from mtw_pipeline.coding.pages.codebook_page import write_codebook
from mtw_pipeline.coding.pages.page import KEYS, tweets_of_page
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.webpages import visible
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, coding_study

if TYPE_CHECKING:
    from selenium.webdriver.remote.webelement import WebElement

TWEETS, HALF = 64, 32  # of so many the first that is drawn is asked everything
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
SIDEWAYS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
HERE = Path(__file__).parent

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


@pytest.fixture(scope="module")
def coding(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coding]:
    root = tmp_path_factory.mktemp("coding")
    texts = [*HOSTILE, *(f"an invented sentence, number {number}" for number in range(TWEETS - len(HOSTILE)))]
    study = coding_study(root / "study", CODEBOOK, size=TWEETS)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        desk = Desk(study, warehouse, texts, "page")
        warehouse.connection.execute(
            "insert into tweet_urls by name select collection_window, tweet_id, 1 as position,"
            " 'javascript:alert(1)' as url, 'x' as domain from tweets where text like 'javascript%'"
        )
        yield Coding(desk, browser, root / "downloads")


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


def codes_of(coding: Coding, coder: str) -> Plan:
    found: dict[str, dict[str, str]] = {}
    for (who, tweet, variable), code in coding.desk.codes().items():
        if who == coder:
            found.setdefault(tweet, {})[variable] = code
    return found


def test_two_coders_code_every_tweet_by_keys_and_their_disagreements_are_decided(coding: Coding) -> None:
    meant = {}
    for seed, coder in enumerate(("Ana", "Ben")):
        path = coding.page_of(coder)
        meant[coder] = plan(path, seed)
        tweets = list(meant[coder].values())
        assert len(tweets) == TWEETS
        coding.open(path)
        keyed(coding, tweets[:HALF])
        assert coding.shown("counts") == f"{HALF} tweets of {TWEETS} coded, {HALF} left, 0 unsure"
        first = coding.browser.current_window_handle
        coding.browser.switch_to.new_window("tab")
        second = coding.browser.current_window_handle
        coding.browser.switch_to.window(first)
        coding.browser.close()
        coding.browser.switch_to.window(second)
        coding.open(path)
        assert coding.shown("counts") == f"{HALF} tweets of {TWEETS} coded, {HALF} left, 0 unsure"
        assert coding.shown("place").startswith(f"Tweet {HALF + 1} of {TWEETS}")
        assert f"Never saved as a file from this browser; {HALF} tweets changed since." in coding.shown("kept")
        keyed(coding, tweets[HALF:])
        assert coding.shown("counts") == f"{TWEETS} tweets of {TWEETS} coded, 0 left, 0 unsure"
        file = coding.saved()
        assert "Last saved as a file: " in coding.shown("kept")
        assert "nothing changed since" in coding.shown("kept")
        assert coding.complaints() == []
        found = coding.desk.take(file)
        assert (found.problems, found.contradictions) == ((), ())
        assert codes_of(coding, coder) == meant[coder]
        assert coding.desk.take(file).new == 0
    decide(coding, meant)


def decide(coding: Coding, meant: Mapping[str, Plan]) -> None:
    written = write_disagreements(coding.desk.warehouse, coding.desk.study, WINDOW, "page")
    assert written is not None
    differing = {
        tweet: {
            name: (codes["Ana"], codes["Ben"])
            for name in meant["Ana"][tweet].keys() & meant["Ben"][tweet].keys()
            if (codes := {who: meant[who][tweet][name] for who in meant})["Ana"] != codes["Ben"]
        }
        for tweet in meant["Ana"]
    }
    differing = {tweet: found for tweet, found in differing.items() if found}
    assert written.tweets == len(differing)
    coding.open(written.path)
    coding.press("s")
    assert coding.shown("trouble") == "Write above who decides; then save."
    coding.press("Cleo", Keys.ESCAPE)
    decisions = [{name: codes[number % 2] for name, codes in differing[tweet].items()}
                 for number, tweet in enumerate(differing)]  # fmt: skip
    head = coding.browser.find_elements(By.CSS_SELECTOR, "#coders th")
    assert [one.text for one in head] == ["Ana", "Ben"]
    keyed(coding, decisions)
    coding.press("n", "by the codebook", Keys.ESCAPE)
    assert coding.shown("counts").startswith(f"{len(differing)} tweets of {len(differing)} decided")
    found = coding.desk.take(coding.saved())
    assert (found.problems, found.noted) == ((), 1)
    entries = [one for one in current(journal_of(coding.desk.study, WINDOW)).values() if one.kind == "adjudication"]
    decided: dict[str, dict[str, str]] = {}
    for one in entries:
        decided.setdefault(one.tweet_id, {})[one.variable] = one.code
    assert decided == dict(zip(differing, decisions, strict=True))
    assert {one.coder for one in entries} == {"Cleo"}
    assert write_disagreements(coding.desk.warehouse, coding.desk.study, WINDOW, "page") is None


@pytest.fixture
def page(coding: Coding, tmp_path: Path) -> Path:
    """A page of Ana's without her codes, and a browser that keeps nothing of it."""
    for path in (coding.desk.study.coding_of(WINDOW) / "codes.jsonl", coding.page_of("Ana")):
        path.unlink(missing_ok=True)
    path = coding.page_of("Ana")
    coding.browser.get("about:blank")  # so that no page writes what it holds once more
    kept = {"origin": "file://", "storageTypes": "local_storage"}
    coding.browser.execute_cdp_cmd("Storage.clearDataForOrigin", kept)
    coding.open(path)
    assert coding.asked("return Object.values(localStorage).filter((one) => one.includes('jokes'))") == []
    return path


def test_hostile_tweets_are_texts(coding: Coding, page: Path) -> None:
    texts = [str(one["text"]) for one in tweets_of_page(page.read_text(encoding="utf-8"))]
    script = "return tweets.map((_, number) => { go(number); return at('text').textContent; })"
    shown = cast("list[str]", coding.asked(script))
    assert shown == texts
    assert {"\n".join(map(visible, one.splitlines())) for one in HOSTILE} <= set(shown)
    assert not any(character in text for text in shown for character in "\u202e\u2028\u2029")
    hostile = next(number for number, text in enumerate(texts) if text.startswith("javascript"))
    coding.asked("go(arguments[0])", hostile)
    assert coding.shown("links") == "javascript:alert(1)"
    assert coding.browser.find_elements(By.CSS_SELECTOR, "#links a, img, iframe, article script") == []
    assert len(coding.browser.find_elements(By.TAG_NAME, "script")) == 2
    link = coding.browser.find_element(By.ID, "link").get_attribute("href")
    assert str(link).startswith("https://twitter.com/i/web/status/")
    with pytest.raises(NoAlertPresentException):
        coding.browser.switch_to.alert.accept()
    assert coding.complaints() == []


def test_nothing_leaves_the_page(coding: Coding, page: Path) -> None:
    assert page.is_file()
    coding.press("1", "1", "1", Keys.ENTER)
    loaded = cast("list[str]", coding.asked("return performance.getEntriesByType('resource').map((one) => one.name)"))
    assert [one for one in loaded if not one.startswith("data:")] == []
    outcome = coding.browser.execute_async_script(  # type: ignore[no-untyped-call]
        "const done = arguments[0];"
        "const refused = (event) => done(event.effectiveDirective);"
        "document.addEventListener('securitypolicyviolation', refused, { once: true });"
        "fetch('http://127.0.0.1:9/').then(() => done('sent'), () => {});"
    )
    assert outcome == "connect-src"


def test_codes_notes_and_marks_are_undone_one_by_one(coding: Coding, page: Path) -> None:
    assert page.is_file()

    def record() -> object:
        return coding.asked(
            "const one = recordOf(tweetHere().tweet);"
            " return [codesOf(tweetHere(), variables[0]).join(), one.note.text, one.unsure.is]"
        )

    coding.press("1")
    coding.asked("mark(fieldsets[0])")
    coding.press("2", "n", "not sure", Keys.ESCAPE, "x")
    assert record() == ["community", "not sure", True]
    assert coding.shown("counts").endswith("1 unsure")
    for expected in (["community", "not sure", False], ["community", "", False], ["information", "", False],
                     ["", "", False]):  # fmt: skip
        coding.press("u")
        assert record() == expected
    coding.press("u")
    assert coding.shown("told") == "There is nothing to undo."
    coding.browser.refresh()
    assert record() == ["", "", False]


def test_tweets_are_found_by_words_and_by_what_is_left_or_unsure(coding: Coding, page: Path) -> None:
    texts = [str(one["text"]) for one in tweets_of_page(page.read_text(encoding="utf-8"))]
    wanted = next(number for number, text in enumerate(texts) if "(world)" in text)
    coding.press("/", "(WÓRLD")
    assert coding.shown("hits") == "1 tweet"
    coding.browser.find_element(By.CSS_SELECTOR, "#found button").click()
    assert coding.shown("place").startswith(f"Tweet {wanted + 1} of {TWEETS}")
    assert coding.browser.switch_to.active_element.get_attribute("id") == "place"
    coding.press("x", "n", "strange irony", Keys.ESCAPE, Keys.ENTER, Keys.ENTER, "f")
    assert coding.shown("place").startswith(f"Tweet {wanted + 1} of {TWEETS}")
    coding.browser.find_element(By.ID, "sought").clear()
    coding.press("/", "irony")
    assert coding.shown("hits") == "1 tweet"
    coding.browser.find_element(By.ID, "sought").clear()
    coding.press("/", Keys.TAB, "those that are left")
    assert coding.shown("hits") == f"{TWEETS} tweets"


def test_a_saved_file_brings_back_what_a_browser_lost(coding: Coding, page: Path) -> None:
    assert page.is_file()
    keyed(coding, [{"purpose": "community"}] * 3)
    coding.press("n", "a note, 100 % \u202e sure", Keys.ESCAPE)
    coding.asked("mark(fieldsets[0])")
    coding.browser.find_element(By.ID, "memo-0").send_keys("1-2 and other are hard to tell", Keys.ESCAPE)
    assert "4 tweets and 1 memo changed since" in coding.shown("kept")
    file = coding.saved()
    coding.press("2")
    assert "1 tweet changed since" in coding.shown("kept")
    coding.browser.find_element(By.ID, "forget").click()
    coding.browser.switch_to.alert.accept()
    WebDriverWait(coding.browser, 20).until(lambda _: "Never saved" in coding.shown("kept"))
    coding.browser.find_element(By.ID, "open").send_keys(str(file))
    WebDriverWait(coding.browser, 20).until(lambda _: "was taken in" in coding.shown("told"))
    assert "nothing changed since" in coding.shown("kept")
    counted = "return [...state.values()].filter((one) => one.codes.purpose?.codes[0] === 'community').length"
    assert coding.asked(counted) == 3
    assert coding.asked("return recordOf(tweets[3].tweet).note.text") == "a note, 100 % \u202e sure"
    coding.press("2")
    coding.browser.find_element(By.ID, "open").send_keys(str(file))
    WebDriverWait(coding.browser, 20).until(lambda _: not coding.asked("return at('open').files.length"))
    assert "1 tweet changed since" in coding.shown("kept")  # though the file is of later than most
    assert coding.asked("return at('memo-0').value") == "1-2 and other are hard to tell"
    file.write_text(file.read_text(encoding="utf-8").replace('"coder":"Ana"', '"coder":"Ben"'), encoding="utf-8")
    coding.browser.find_element(By.ID, "open").send_keys(str(file))
    WebDriverWait(coding.browser, 20).until(lambda _: coding.shown("trouble"))
    assert coding.shown("trouble") == "This file is Ben's; nothing was taken from it."


def test_a_browser_that_keeps_nothing_says_so(coding: Coding, page: Path) -> None:
    assert page.is_file()
    coding.asked("putInStore = () => { storeWorks = false; }")
    coding.press("1")
    assert "THIS BROWSER KEEPS NOTHING" in coding.shown("kept")
    coding.asked("savedAt = '9999'")


def test_the_keyboard_and_a_screen_reader_reach_everything(coding: Coding, page: Path) -> None:
    assert page.is_file()
    reached = set()
    for _ in range(60):
        coding.press(Keys.TAB)
        script = "const one = document.activeElement; return one.id || one.name || one.tagName"
        reached.add(coding.asked(script))
    assert {
        "link",
        "variable-0",
        "variable-1",
        "variable-3",
        "note",
        "unsure",
        "next",
        "save",
        "open",
        "sought",
        "which",
    } <= reached
    nameless = "return [...document.querySelectorAll('input, select, textarea, button, fieldset, progress')]"
    elements = cast("list[WebElement]", coding.asked(nameless))
    assert [one.get_attribute("outerHTML") for one in elements if one.is_displayed() and not one.accessible_name] == []
    told = coding.browser.find_element(By.ID, "told")
    assert told.aria_role == "status"
    coding.asked("at('place').focus(); mark(fieldsets[0])")
    coding.press("1")
    assert told.text.startswith("Purpose: information. Now ")
    coding.asked("at('single').checked = false")
    coding.press("2", Keys.ENTER, "x")
    assert coding.shown("counts") == f"0 tweets of {TWEETS} coded, {TWEETS} left, 0 unsure"
    WebDriverWait(coding.browser, 20).until(lambda _: are_keys_off_when_opened_again(coding))
    coding.asked("fieldsets[1].querySelector('input').focus()")
    chosen = "return codesOf(tweetHere(), variables[1])[0]"
    coding.press(Keys.SPACE)
    WebDriverWait(coding.browser, 20).until(lambda _: coding.asked(chosen) == "warm")
    coding.press(Keys.ARROW_DOWN, "1")
    WebDriverWait(coding.browser, 20).until(
        lambda _: coding.asked(chosen) == "cold"
    )  # the browser moves it, not the page
    coding.asked("at('next').focus()")
    coding.press(Keys.SPACE)
    assert coding.shown("place").startswith(f"Tweet 2 of {TWEETS}")


def test_all_that_apply_are_chosen_and_none_takes_them_away(coding: Coding, page: Path) -> None:
    assert page.is_file()
    codes = "return codesOf(tweetHere(), variables[3])"
    coding.asked("mark(fieldsets[3])")
    for keys, expected in (("2", ["jokes"]), ("1", ["tips", "jokes"]), ("3", ["none"]), ("1", ["tips"]), ("1", []),
                           ("21", ["tips", "jokes"]), ("u", ["jokes"]), ("u", []), ("2", ["jokes"])):  # fmt: skip
        coding.asked("mark(fieldsets[3])")
        coding.press(*keys)
        assert coding.asked(codes) == expected, keys
    coding.asked("fieldsets[3].querySelector('input').focus()")
    coding.press(Keys.SPACE)
    assert coding.asked(codes) == ["tips", "jokes"]
    boxes = coding.browser.find_elements(By.CSS_SELECTOR, "fieldset[data-variable='3'] input:not(.proposal)")
    assert [(one.aria_role, one.is_selected()) for one in boxes] == [
        ("checkbox", True), ("checkbox", True), ("checkbox", False)
    ]  # fmt: skip


def test_a_category_that_the_codebook_lacks_is_proposed(coding: Coding, page: Path) -> None:
    assert page.is_file()
    fields = coding.browser.find_elements(By.CSS_SELECTOR, "input.proposal")
    fields[0].send_keys("memes; all", Keys.ENTER)
    assert coding.shown("told") == "Purpose: memes all, proposed."
    coding.press(Keys.ESCAPE)
    coding.asked("mark(fieldsets[0])")
    coding.press("1")
    assert coding.asked("return codesOf(tweetHere(), variables[0])") == ["information"]
    fields[0].send_keys("Community", Keys.ENTER)
    assert coding.asked("return codesOf(tweetHere(), variables[0])") == ["community"]
    fields[-2].send_keys("songs", Keys.ESCAPE)
    coding.asked("mark(fieldsets[3])")
    coding.press("1")
    assert coding.asked("return codesOf(tweetHere(), variables[3])") == ["tips", "new: songs"]
    assert coding.browser.find_element(By.CSS_SELECTOR, "[data-variable='3'] .state").text == "(proposed: songs)"
    found = coding.desk.take(coding.saved())
    assert ("uses", "tips | new: songs") in {(name, code) for (_, _, name), code in coding.desk.codes().items()}
    assert {one.variable for one in found.problems} <= {"topic", "tone", "warmth"}


def are_keys_off_when_opened_again(coding: Coding) -> bool:
    """Whether the page remembers it. On a busy machine Chromium may give a page that is loaded anew an empty store."""
    coding.asked("at('single').checked = false; at('single').dispatchEvent(new Event('change'))")
    coding.browser.refresh()
    return coding.asked("return at('single').checked") is False


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


def test_two_open_pages_do_not_write_over_each_other(coding: Coding, page: Path) -> None:
    codes = "return tweets.slice(0, 3).map((tweet) => codesOf(tweet, variables[0]).join())"
    first = coding.browser.current_window_handle
    second = tab_that_shares_its_store(coding, page)
    for number, (tab, key) in enumerate(((first, "1"), (second, "2"), (first, "3"))):
        coding.browser.switch_to.window(tab)
        # At once: what the other tab tells in between would draw the page anew, and mark what was marked before.
        coding.asked(
            "go(arguments[0]); mark(fieldsets[0]);"
            " document.body.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[1], bubbles: true }))",
            number, key,
        )  # fmt: skip
    whole = ["information", "community", "1-2"]
    WebDriverWait(coding.browser, 20).until(lambda _: coding.asked(codes) == whole)  # the other tab is told of it later
    coding.browser.close()
    coding.browser.switch_to.window(second)
    coding.browser.refresh()
    WebDriverWait(coding.browser, 20).until(lambda _: coding.asked(codes) == whole or coding.browser.refresh())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_readable_on_a_phone_and_in_the_dark(coding: Coding, page: Path, width: int, scheme: str) -> None:
    coding.browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    coding.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    for path in (page, write_codebook(coding.desk.study)):
        coding.open(path)
        coding.asked("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        coding.press("/", "number")
        assert coding.complaints() == []
        assert coding.asked(SIDEWAYS) == 0
        for script in ("broken_words.js", "pale_texts.js"):
            assert coding.asked((HERE / script).read_text(encoding="utf-8")) == []
