"""The pages in a real headless Chromium: nothing breaks, nothing runs that should not, and everything can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from mtw_pipeline.network.layouts.community_map import discs, dots
from mtw_pipeline.report.drawings.network_figure import NetworkMap
from mtw_pipeline.report.faces import Face
from mtw_pipeline.report.facts.coding import SampleEngagement
from mtw_pipeline.report.facts.groups import GroupShare
from mtw_pipeline.report.facts.tweets import Engagement
from mtw_pipeline.report.network_page import PageData, network_page
from mtw_pipeline.report.page import render
from mtw_pipeline.report.trends.charts import Trend, TrendValue, trend
from mtw_pipeline.report.trends.page import trends_page
from mtw_pipeline.report.withheld import Few
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.coding import STUDY_THEMES
from mtw_pipeline_tests.unit.report.pages import HOSTILE, WINDOW, make_facts
from mtw_pipeline_tests.unit.report.test_trends_page import facts_of

WIDTHS = (320, 1280)
"""Of the least that a page must be readable at without moving it sideways (WCAG 2.2, 1.4.10), and of a desk."""
_A4_WITHOUT_MARGINS = 672
"""The narrower of both faces, 178 mm of 210, in CSS pixels."""
SETTINGS = StudySettings(title="A study", hashtags=("InventedTag",), synthetic=True)

PAGES = ("report", "report of the paper's weeks", "supplement", "network", "trends")

SIDEWAYS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN_WORDS = Path(__file__).with_name("broken_words.js").read_text(encoding="utf-8")
PALE = Path(__file__).with_name("pale_texts.js").read_text(encoding="utf-8")


def network() -> str:
    placed = discs([(1, 60), (2, 8)])
    far = [*((text, 3) for text in HOSTILE), ("far_0", 1), ("far_1", 1), ("far_2", 1)]
    accounts = [*dots(placed[0], [(f"inv_{place}", 60 - place) for place in range(60)]), *dots(placed[1], far)]
    ties = [
        ("inv_1", "inv_0", ["all", "retweet"]), ("inv_2", "inv_0", ["all", "quote"]), ("inv_0", "inv_3", ["all"]),
        ("far_0", HOSTILE[0], ["all"]),
    ]  # fmt: skip
    degrees = {(dot.account, "all"): (dot.indegree, 1, dot.indegree + 1) for dot in accounts}
    degrees |= {("inv_1", "retweet"): (0, 1, 1), ("inv_0", "retweet"): (1, 0, 1)}
    data = PageData(ties, degrees, {"inv_0": HOSTILE[1], "inv_1": "media"}, {("inv_1", "inv_0"): (["120", "119"], 7)})
    return network_page(SETTINGS, WINDOW, NetworkMap(tuple(placed), tuple(accounts), ()), data)


def many(measure: str) -> Trend:
    values = [
        TrendValue(f"20{year}-01-01_20{year}-12-31", None if year == 14 else float(year * 1000), 9)
        for year in range(10, 24)
    ]
    found = trend(measure, "tweets", "tweets of the window, of all types, after duplicates collapsed", values)
    assert found is not None
    return found


def themes_by_community() -> Iterator[GroupShare]:
    for community in range(1, 8):
        for theme in STUDY_THEMES:
            name = f"community {community}"
            yield GroupShare("community", name, "theme", theme.name, True, 60, 90, 66.7, 30.0, 90.0, 60)


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    facts = make_facts("practitioners of the community")
    large = SampleEngagement("comments", 1_234_567, 1_234_567, 12_345.678, 12_345.5, 23_456.5, 34_567.5, 123_456_789)
    facts = replace(
        facts,
        engagement=tuple(
            Engagement(name, 12_345_678, 23_456_789, 123_456.78, 12_345.5) for name in ("likes", "retweets")
        ),
        coding=replace(facts.coding, engagement=(large,)),
        groups=replace(facts.groups, shares=(*facts.groups.shares, *themes_by_community())),
    )
    paper = facts.settings.model_copy(update={"hashtags": ("MarketingTwitter",), "synthetic": True})
    withheld = tuple(replace(day, tweets=Few()) for day in facts.days)
    made = (
        render(facts),
        render(replace(facts, settings=paper)),
        render(replace(facts, settings=paper, days=withheld), face=Face(is_published=True, fewest_people=5)),
        network(),
        trends_page(SETTINGS, facts_of(many("tweets"), many("mean_likes"), many("all anything"))),
    )
    return dict(zip(PAGES, made, strict=True))


def opened(browser: Chrome, page: str, folder: Path, width: int = 1280) -> None:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get(path.as_uri())


def complaints(browser: Chrome) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def open_all_details(browser: Chrome) -> None:
    browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_breaks_at_any_width(
    browser: Chrome, pages: Mapping[str, str], tmp_path: Path, name: str, width: int
) -> None:
    opened(browser, pages[name], tmp_path, width)
    open_all_details(browser)
    assert complaints(browser) == []
    assert browser.execute_script(SIDEWAYS) == 0  # type: ignore[no-untyped-call]
    assert browser.execute_script(BROKEN_WORDS) == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "network"])
def test_nothing_is_wider_than_the_paper(browser: Chrome, pages: Mapping[str, str], tmp_path: Path, name: str) -> None:
    """Else a browser prints all pages smaller, or cuts what is too wide off."""
    opened(browser, pages[name], tmp_path, _A4_WITHOUT_MARGINS)
    open_all_details(browser)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    assert browser.execute_script(SIDEWAYS) == 0  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_out_from_its_ground(
    browser: Chrome, pages: Mapping[str, str], tmp_path: Path, name: str, scheme: str
) -> None:
    opened(browser, pages[name], tmp_path)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
    open_all_details(browser)
    assert browser.execute_script(PALE) == []  # type: ignore[no-untyped-call]


def test_what_is_folded_away_is_on_paper(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, render(make_facts()), tmp_path)
    folded = browser.find_element(By.CSS_SELECTOR, "#days details table")
    is_shown = "return arguments[0].checkVisibility()"
    assert not browser.execute_script(is_shown, folded)  # type: ignore[no-untyped-call]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    WebDriverWait(browser, 10).until(lambda one: one.execute_script(is_shown, folded))  # type: ignore[no-untyped-call]
    assert not browser.find_element(By.TAG_NAME, "nav").is_displayed()


def test_a_link_opens_what_is_folded_where_it_leads(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, render(make_facts()), tmp_path)
    table = browser.find_element(By.CSS_SELECTOR, "#coding details table")
    anchor = table.find_element(By.TAG_NAME, "caption").get_attribute("id")
    assert not table.is_displayed()
    link = browser.find_element(By.CSS_SELECTOR, f'#exhibits a[href="#{anchor}"]')
    browser.execute_script("arguments[0].click()", link)  # type: ignore[no-untyped-call]
    WebDriverWait(browser, 10).until(lambda _: table.is_displayed())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_does_nothing(browser: Chrome, tmp_path: Path, hostile: str) -> None:
    opened(browser, render(make_facts(hostile)), tmp_path)
    open_all_details(browser)
    with pytest.raises(NoAlertPresentException):
        browser.switch_to.alert.accept()
    assert complaints(browser) == []
    assert browser.find_elements(By.CSS_SELECTOR, "script, img, b, iframe") == []
    shown = browser.find_element(By.TAG_NAME, "h1").text
    assert shown == hostile.replace("\u202e", "[U+202E]")


def test_the_keyboard_reaches_the_report_and_its_wide_tables(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, render(make_facts()), tmp_path)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the report"
    for region in browser.find_elements(By.CSS_SELECTOR, ".scroll"):
        assert region.get_attribute("tabindex") == "0"
        assert region.get_attribute("aria-label")


def test_an_account_is_found_on_the_map_and_its_ties_are_told(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, network(), tmp_path)
    field = browser.find_element(By.ID, "account")
    field.send_keys("@INV_0", Keys.ENTER)
    told = browser.find_element(By.ID, "told")
    assert told.text.splitlines()[0] == "@inv_0"
    assert "Names (1 on this map)\n@inv_3" in told.text
    assert "Is named by (2 on this map)\n@inv_1 retweet; latest of 7 tweets: 1 2\n@inv_2 quote" in told.text
    told.find_element(By.XPATH, ".//button[text()='@inv_3']").click()
    assert told.text.splitlines()[0] == "@inv_3"
    field.clear()
    field.send_keys("nobody", Keys.ENTER)
    assert told.text == "No account @nobody is on this map."
    for button in ("nearer", "farther", "whole"):
        browser.find_element(By.ID, button).click()
    browser.find_element(By.ID, "map").send_keys(Keys.ARROW_LEFT, "+", "-", Keys.ESCAPE)
    assert complaints(browser) == []


ON_SCREEN = "return JSON.parse(document.getElementById('map').dataset.labelled)"
WHEEL = """document.getElementById('map').dispatchEvent(
    new WheelEvent('wheel', { deltaY: -400, clientX: 40, clientY: 400, cancelable: true }))"""
LOADED = "return performance.getEntriesByType('resource').length"


def labelled(browser: Chrome) -> list[str]:
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")  # type: ignore[no-untyped-call]
    return browser.execute_script(ON_SCREEN)  # type: ignore[no-any-return, no-untyped-call]


@pytest.mark.parametrize("width", WIDTHS)
def test_zoom_keeps_what_was_found_in_view_with_its_partners_labelled(
    browser: Chrome, tmp_path: Path, width: int
) -> None:
    opened(browser, network(), tmp_path, width)
    browser.find_element(By.ID, "account").send_keys("@inv_0", Keys.ENTER)
    assert set(labelled(browser)) == {"@inv_0", "@inv_1", "@inv_2", "@inv_3"}
    for _ in range(12):
        browser.find_element(By.ID, "nearer").click()
        assert "@inv_0" in labelled(browser)
    for _ in range(8):
        browser.execute_script(WHEEL)  # type: ignore[no-untyped-call]
        assert "@inv_0" in labelled(browser)


def test_a_layer_can_be_chosen_and_a_tie_leads_to_its_tweets_alone(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, network(), tmp_path)
    browser.find_element(By.ID, "account").send_keys("@inv_0", Keys.ENTER)
    links = browser.find_elements(By.CSS_SELECTOR, "#told a")
    assert [(link.get_attribute("href"), link.get_attribute("rel")) for link in links] == [
        (f"https://twitter.com/i/web/status/{number}", "noreferrer noopener") for number in ("120", "119")
    ]
    Select(browser.find_element(By.ID, "layer")).select_by_value("retweet")
    told = browser.find_element(By.ID, "told").text
    assert "Names (0 on this map)\nIs named by (1 on this map)\n@inv_1" in told
    assert "layer retweet, 1 name it, and it names 0" in told
    assert set(labelled(browser)) == {"@inv_0", "@inv_1"}
    Select(browser.find_element(By.ID, "degree")).select_by_value("outdegree")
    assert browser.find_element(By.ID, "key").text == "community 1\ncommunity 2"
    Select(browser.find_element(By.ID, "colour")).select_by_value("class")
    assert browser.find_element(By.ID, "key").text == f"{HOSTILE[1]}\nmedia\nnot classed: no leader"
    assert browser.execute_script(LOADED) == 0  # type: ignore[no-untyped-call]
    assert complaints(browser) == []


def test_a_hostile_account_on_the_map_is_text(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, network(), tmp_path)
    field = browser.find_element(By.ID, "account")
    field.send_keys(f"@{HOSTILE[0]}", Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, "#told h2").text == f"@{HOSTILE[0]}"
    with pytest.raises(NoAlertPresentException):
        browser.switch_to.alert.accept()
    assert complaints(browser) == []
