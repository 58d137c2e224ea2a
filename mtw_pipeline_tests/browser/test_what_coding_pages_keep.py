"""What a coding page shows of hostile tweets, lets out, and keeps: in its browser, in a file, in two tabs at once."""

from pathlib import Path
from typing import cast

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.journal import journal_of
from mtw_pipeline.coding.pages.codebook_page import write_codebook
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.webpages import visible
from mtw_pipeline_tests.browser.coding_pages import CODEBOOK, HOSTILE, Coding, keyed, tab_that_shares_its_store
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import TEXTS, Desk, coding_study, tweets_of_page

SIDEWAYS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
HERE = Path(__file__).parent


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


def test_a_page_that_is_written_anew_goes_on_with_what_was_given_under_the_codebook_before(
    browser: Chrome, tmp_path: Path, warehouse: Warehouse
) -> None:
    """What a renamed category asks for was not in the file, and codes of before counted as of the codebook of now."""
    desk = Desk(coding_study(tmp_path / "study", CODEBOOK, size=6), warehouse, TEXTS[:6], "page")
    coding = Coding(desk, browser, tmp_path / "downloads")
    coding.open(coding.page_of("Ana"))
    for number, codes in enumerate((["community"], ["new: chat"], ["other"], ["information"])):
        coding.asked("go(arguments[0]); setCodes(fieldsets[0], arguments[1])", number, codes)
    coding.asked("go(0); setCodes(fieldsets[4], ['much']); setCodes(fieldsets[3], ['jokes'])")
    was = {one.name: one.md5 for one in coded_by_people(desk.study.settings)}
    desk.settle(
        '{name = "community"}, {name = "1-2"}, {name = "other"}',
        '{name = "Talk", formerly = ["Community"]}, {name = "Chat"}',
        'codes = ["community"]',
        'codes = ["Talk"]',
    )
    desk.sheets("page", replace=True)
    coding.open(coding.page_of("Ana"))
    given = "return tweets.slice(0, 4).map((tweet) => codesOf(tweet, variables[0]).join())"
    assert coding.asked(given) == ["Talk", "Chat", "other", "information"]
    whole = "return tweets.slice(0, 4).map((tweet) => isCoded(tweet, variables[0]))"
    assert coding.asked(whole) == [True, True, False, True], "what the codebook has no more is to be coded"
    assert coding.asked("return [fieldsets[4].hidden, fieldsets[0].querySelector('.state').textContent]") == [
        False, "(given under an earlier definition)",
    ]  # fmt: skip
    coding.asked("go(3); mark(fieldsets[0])")
    coding.press("1")
    found = desk.take(coding.saved())
    assert [one.cell for one in found.problems if one.variable == "purpose"] == ["other"]
    entries = {(one.variable, one.code): one.codebook_md5 for one in journal_of(desk.study, WINDOW) if one.is_code}
    now = {one.name: one.md5 for one in coded_by_people(desk.study.settings)}
    assert entries == {
        ("purpose", "Talk"): was["purpose"], ("purpose", "Chat"): was["purpose"],
        ("purpose", "information"): now["purpose"], ("warmth", "much"): was["warmth"], ("uses", "jokes"): now["uses"],
    }  # fmt: skip
    assert was["warmth"] != now["warmth"]
    told = "2 codes were given by another codebook than that of now, with another definition of purpose"
    assert any(note.startswith(told) for note in found.notes)
    assert desk.take(coding.saved()).new == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
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
    hidden = "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length"
    assert coding.asked(f"return {hidden}") == 0, "categories and definitions are read without moving the table"
