"""The pages to code and to decide on, in a real headless Chromium, by keys alone, until the codes are imported."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from mtw_pipeline.coding.journal import current, journal_of
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline_tests.browser.coding_pages import TWEETS, Coding, Plan, keyed, plan, tab_that_shares_its_store
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import tweets_of_page

if TYPE_CHECKING:
    from selenium.webdriver.remote.webelement import WebElement

HALF = TWEETS // 2


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
        first = coding.browser.current_window_handle
        second = tab_that_shares_its_store(coding, path)
        coding.browser.switch_to.window(first)
        keyed(coding, tweets[:HALF])
        half = f"{HALF} tweets of {TWEETS} coded, {HALF} left, 0 unsure"
        assert coding.shown("counts") == half
        coding.browser.close()
        coding.browser.switch_to.window(second)
        coding.open_as_left(path, half)
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
    asked = [tweet for tweet, codes in decided.items() if codes.get("purpose") == "community"]
    decide_what_was_asked_by_decisions(coding, asked)


def decide_what_was_asked_by_decisions(coding: Coding, asked: Collection[str]) -> None:
    """The warmth of what was decided to be community, of which one coder alone was asked it."""
    written = write_disagreements(coding.desk.warehouse, coding.desk.study, WINDOW, "page")
    assert written is not None
    assert written.tweets == len(asked) > 0
    coding.open(written.path)
    if not coding.asked("return document.querySelector('#decider').value"):
        coding.press("s", "Cleo", Keys.ESCAPE)
    keyed(coding, [{"warmth": "much"}] * len(asked))
    found = coding.desk.take(coding.saved())
    assert (found.problems, found.new) == ((), len(asked))
    assert write_disagreements(coding.desk.warehouse, coding.desk.study, WINDOW, "page") is None


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
    assert coding.shown("told") == (
        "Purpose: memes all, proposed. The signs ; and | stand between categories and were left out: propose one at a"
        " time."
    )
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
