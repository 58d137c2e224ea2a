"""The report as a page: well formed, inert whatever the data say, and honest about what is not known."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.report.faces import TEAM, Face
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.tweets import DayCount
from mtw_pipeline.report.html import (
    changed,
    coefficient,
    data,
    day,
    decimal,
    duration,
    mean,
    measure,
    median,
    part_of_words,
    percent,
    statistic,
    valued,
)
from mtw_pipeline.report.page import render
from mtw_pipeline.report.parts import read_only
from mtw_pipeline.report.withheld import Few
from mtw_pipeline.webpages import visible
from mtw_pipeline_tests.unit.report.pages import HOSTILE, Page, empty_facts, make_facts

of_both_faces = pytest.mark.parametrize(
    "face", [TEAM, Face(is_published=True, fewest_people=5)], ids=["team", "public"]
)


@of_both_faces
@pytest.mark.parametrize("facts", [make_facts(), empty_facts()], ids=["full", "empty"])
def test_every_tag_is_closed_in_order_and_every_id_is_one_of_a_kind(facts: ReportFacts, face: Face) -> None:
    page = Page(render(facts, face=face))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(attributes["href"] or "")[1:] for tag, attributes in page.tags if tag == "a"}
    assert targets <= set(ids)
    labelled = {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes}
    assert labelled <= set(ids)


@of_both_faces
@pytest.mark.parametrize("facts", [make_facts(), empty_facts()], ids=["full", "empty"])
def test_headings_tables_and_regions_can_be_walked_through(facts: ReportFacts, face: Face) -> None:
    page = Page(render(facts, face=face))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - level <= 1 for level, later in pairwise(levels))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    regions = [attributes for _, attributes in page.tags if attributes.get("role") == "region"]
    assert all(attributes.get("aria-label") and attributes.get("tabindex") == "0" for attributes in regions)


@of_both_faces
@pytest.mark.parametrize("facts", [make_facts(), empty_facts()], ids=["full", "empty"])
def test_the_page_loads_nothing_and_runs_nothing(facts: ReportFacts, face: Face) -> None:
    text = render(facts, face=face)
    page = Page(text)
    assert page.names().isdisjoint({"script", "iframe", "object", "embed", "img", "form", "base", "audio", "video"})
    addresses = [
        value or "" for _, attributes in page.tags for name, value in attributes.items() if name in {"href", "src"}
    ]
    assert all(address.startswith("#") or address == "data:," for address in addresses)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "http:" not in text
    assert "https:" not in text.replace("https://doi.org/10.", ""), "but DOIs, which are texts and no links"
    assert "doi.org" not in " ".join(value or "" for _, found in Page(text).tags for value in found.values())
    assert "url(" not in text
    assert "@import" not in text
    policy = [attributes["content"] for _, attributes in page.tags if attributes.get("http-equiv")]
    assert policy[0] is not None
    assert policy[0].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@of_both_faces
@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_the_data_is_inert(hostile: str, face: Face) -> None:
    plain, page = Page(render(make_facts(), face=face)), Page(render(make_facts(hostile), face=face))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert page.words.lower().count(visible(hostile).lower()) == plain.words.lower().count("plain")
    assert "\u202e" not in render(make_facts(hostile), face=face)


@given(st.text())
def test_any_text_stays_one_isolated_piece(text: str) -> None:
    marked = str(data(text))
    assert marked.startswith("<bdi>")
    assert marked.endswith("</bdi>")
    inside = marked.removeprefix("<bdi>").removesuffix("</bdi>")
    assert not set(inside) & set("<>\"'")
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f]", inside)


def test_hidden_characters_are_written_out_and_scripts_stay_whole() -> None:
    assert visible("a\u202eb\u2066c\x00") == "a[U+202E]b[U+2066]c[U+0000]"
    assert visible("می\u200cخواهم 👩\u200d💻 ❤\ufe0f été") == "می\u200cخواهم 👩\u200d💻 ❤\ufe0f été"
    assert visible("two\nlines") == "two lines"


def test_the_same_figures_give_the_same_bytes() -> None:
    assert render(make_facts()).encode() == render(make_facts()).encode()


def test_the_banner_stands_on_synthetic_data_alone() -> None:
    facts = make_facts()
    synthetic = replace(facts, settings=facts.settings.model_copy(update={"synthetic": True}))
    banner = "SYNTHETIC example data: made by a program, says nothing about any community"
    assert banner in Page(render(synthetic)).words
    assert "SYNTHETIC" not in render(facts)


def test_what_is_not_known_is_said_and_is_no_zero() -> None:
    words = Page(render(make_facts())).words
    assert "Replies not known not known 0 6" in words
    assert "quote tweet not known not known" in words
    assert "Likes 5.25 2.5 4 2" in words
    assert "Retweets 0.00 0 4 2" in words
    assert "not defined" in words
    assert "0.0433" in words


def test_a_window_without_figures_is_still_a_report() -> None:
    words = Page(render(empty_facts())).words
    for sentence in (
        "No export file was read.",
        "No row was rejected.",
        "No tweet was collected.",
        "No words were counted.",
        "No tweet uses a hashtag.",
        "No tweet was scored",
        "No network metric was computed.",
        "No account has a tie to another.",
        "No sample was drawn.",
    ):
        assert sentence in words
    assert "Mean likes not known" in words
    assert "Positive tweets not known" in words
    assert "Density not known" in words


def test_the_chart_has_words_and_numbers_beside_it() -> None:
    page = Page(render(make_facts()))
    charts = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert [chart["role"] for chart in charts] == ["img"]
    assert "Most: 7 on 2020-12-05" in (charts[0]["aria-label"] or "")
    assert "2020-12-05 7 2020-12-06 0" in page.words
    assert "The most, 7, were posted on 2020-12-05. 47 days have none" in page.words


def test_agreement_is_told_as_the_coding_went_on_and_of_the_machine() -> None:
    facts = make_facts()
    words = Page(render(facts)).words
    assert "17 of 17 – 13 of 16 – – – – – – – late (p = .004)" in words
    assert "33 0.850 0.750 0.950 67" in words
    assert "plain plain b 2 66.7 %" in words
    assert "Cohen's kappa, machine and people, held out 9 0.700 0.600 0.800 plain" in words
    tenth = replace(facts.coding.over_time[1], p_value=0.3)
    unclear = replace(facts, coding=replace(facts.coding, over_time=(tenth,)))
    assert "neither early nor late, beyond chance (p = .300)" in Page(render(unclear)).words
    alike = replace(facts, coding=replace(facts.coding, over_time=facts.coding.over_time[:1]))
    assert "17 of 17 – – – – – – – – – nowhere" in Page(render(alike)).words


def test_the_layer_of_names_is_not_called_a_part_of_all_ties() -> None:
    words = Page(render(make_facts())).words
    assert "it is no part of all , and can have more ties" in words
    assert "ties of every kind" not in words
    assert "no tie of the retweeter, but in the layer name , which takes every name in a text" in words


def test_an_edge_list_is_told_as_ties_and_none_of_its_rows_as_lost() -> None:
    facts = empty_facts()
    ties = replace(make_facts().files[0], format="edge_list", rows_read=7, rows_taken=7, rows_rejected=0, notes=())
    words = Page(render(replace(facts, files=(ties,), totals=replace(facts.totals, tie_rows=7)))).words
    assert "Of 7 rows read from 1 export file, 7 were taken and 0 rejected." in words
    assert "7 rows hold ties of accounts and no tweet: they serve the network alone." in words
    assert "Its times name no zone" not in words


@pytest.mark.parametrize(
    ("withheld", "said"),
    [
        (1, "1 day is withheld: few accounts posted then."),
        (2, "2 days are withheld: few accounts posted then, or that of such a day could be reckoned from it."),
    ],
)
def test_of_a_day_that_is_withheld_for_another_nobody_says_that_few_posted(withheld: int, said: str) -> None:
    days = (DayCount(date(2020, 12, 5), 7), *(DayCount(date(2020, 12, 6 + one), Few()) for one in range(withheld)))
    assert said in Page(render(replace(make_facts(), days=days))).words


def test_of_one_tweet_in_one_row_it_is_told_in_the_singular() -> None:
    facts = empty_facts()
    row = replace(make_facts().files[0], rows_read=1, rows_taken=1, rows_rejected=0, notes=())
    words = Page(render(replace(facts, files=(row,), totals=replace(facts.totals, tweets=1)))).words
    assert "Of 1 row read from 1 export file, 1 was taken and 0 rejected. The rows taken hold 1 tweet;" in words
    assert "Percent of the 1 tweet, retweets by their original's text." in words


def test_measures_that_know_english_say_how_much_is_in_other_languages() -> None:
    facts = make_facts()
    words = Page(render(facts)).words
    assert "Of the 8 tweets whose language the platform named, 3 (37.5 %) are not in English." in words
    assert "No list of stop words is set for Spanish and plain , so the commonest words of those languages" in words
    assert "English 5 55.6 % Spanish 2 22.2 % plain 1 11.1 % not known 1 11.1 %" in words
    both = facts.settings.words.model_copy(update={"stop_words": ("en", "es")})
    settings = facts.settings.model_copy(update={"words": both})
    english = replace(facts, languages=Languages((LanguageCount("en", 9),)), settings=settings)
    assert "not in English" not in Page(render(english)).words
    assert "No list of stop words" not in Page(render(english)).words


def test_why_no_percentiles_are_known_is_said_once() -> None:
    facts = make_facts()
    composite = replace(facts.text.style[0], reason="no norms were given")
    style = (composite, replace(composite, measure="another"), replace(facts.text.style[1], standing=None))
    page = Page(render(replace(facts, text=replace(facts.text, style=style))))
    assert page.words.count("o norms were given") == 1
    assert "Percentile" not in page.words
    assert "Percentile" in Page(render(facts)).words


def test_simulated_coders_are_never_people() -> None:
    facts = make_facts()
    assert "coded by people" in Page(render(facts)).words
    coding = facts.settings.coding.model_copy(update={"coders": SIMULATED_CODERS})
    words = Page(render(replace(facts, settings=facts.settings.model_copy(update={"coding": coding})))).words
    assert "coded by SIMULATED coders" in words
    assert "simulated coder A" in words
    assert "coded by people" not in words


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, "33.3 %"), (0, 3, "0.0 %"), (3, 3, "100.0 %"), (1, 10_000, "< 0.1 %")],
)
def test_percent(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_numbers_as_people_read_them() -> None:
    assert "not known" in percent(0, 0)
    assert "not known" in percent(None, 5)
    assert measure(9634.0) == "9,634"
    assert "not defined" in measure(None)
    assert (median(3.0), median(1234.5)) == ("3", "1,234.5")
    assert day(date(2021, 1, 2)) == "2 January 2021"


@pytest.mark.parametrize(
    ("write", "number", "written"),
    [
        (measure, 0.0000268, "0.00002680"), (measure, 1 / 3, "0.3333"), (measure, 0.71, "0.7100"),
        (measure, -0.69049, "−0.6905"), (measure, 12345.6, "12,346"), (measure, 3.0, "3"),
        (mean, 24190.55, "24,191"), (mean, 571.76, "571.8"), (mean, 21.0, "21.00"), (mean, 13.421, "13.42"),
        (mean, -4.437, "−4.44"), (statistic, 486.294, "486.29"), (coefficient, -0.0084, "−0.008"),
        (part_of_words, 0.0023, "< 0.01"), (part_of_words, 0.0, "0.00"), (part_of_words, 0.5374, "0.54"),
        (decimal, 58.04, "58.0"), (duration, 334800.0, "3.9 days"),
    ],
)  # fmt: skip
def test_a_number_has_the_decimals_of_its_kind(write: Callable[[float], str], number: float, written: str) -> None:
    assert write(number) == written


@pytest.mark.parametrize("unit", ["share", "likes a tweet", "tweets a day", "score", "percent of words", "accounts"])
def test_a_change_is_written_as_its_values_are(unit: str) -> None:
    assert changed(0.25, unit) == "+" + valued(0.25, unit).removesuffix(" %")
    assert changed(-0.25, unit) == "−" + valued(0.25, unit).removesuffix(" %")


@pytest.mark.parametrize(("many", "said"), [(7, "Hashtag pairs 6 to 7"), (6, "Hashtag pair 6"), (5, "")])
def test_the_rest_of_a_list_is_named_by_its_numbers(many: int, said: str) -> None:
    facts = make_facts()
    (pair,) = read_only(facts.text.hashtag_pairs)[:1]
    shown = render(replace(facts, text=replace(facts.text, hashtag_pairs=(pair,) * many)))
    assert re.findall(r"<summary>(Hashtag pairs? [^<]*)</summary>", shown) == ([said] if said else [])


def test_the_page_says_which_communities_it_lists_and_says_of_pictures_when_there_is_a_table() -> None:
    facts = make_facts()
    images = {"network": b"a", "network_ties": b"a"}
    listed = render(facts, images)
    smallest = facts.settings.network.smallest_community
    assert f"Listed are communities of at least {smallest} accounts" in Page(listed).words
    described = re.findall(r'alt="(Figure 1[ab][^"]*)"', render(replace(facts, communities=()), images))
    assert len(described) == 2
    assert all("Where communities are large enough to be listed, they and" in one for one in described)
