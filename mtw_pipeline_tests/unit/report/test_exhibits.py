"""Tables and figures have one number each, the same on both faces, and their files beside them."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from mtw_pipeline.exhibits import EXHIBITS, PAPERS_ORDER, _letters
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.report.captions import Captions
from mtw_pipeline.report.faces import TEAM, Face
from mtw_pipeline.report.facts.coding import CodingFacts, Frequency, SampleEngagement
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.page import render
from mtw_pipeline.report.table_files import _OF_SINGLE_ROWS
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline_tests.unit.report.pages import Page, empty_facts, make_facts

PUBLIC = Face(is_published=True, fewest_people=5)
NUMBERED = re.compile(r'<(?:caption|figcaption) id="([a-z0-9-]+)"><span class="number">([^<]+)\.</span> ')
NAMES = [exhibit.key for exhibit in EXHIBITS]


def numbers(page: str) -> list[str]:
    return [number for _, number in NUMBERED.findall(page)]


@pytest.mark.parametrize("face", [TEAM, PUBLIC], ids=["team", "public"])
@pytest.mark.parametrize("facts", [make_facts(), empty_facts()], ids=["full", "empty"])
def test_every_caption_has_a_number_of_its_own(facts: ReportFacts, face: Face) -> None:
    page = render(facts, face=face)
    found = numbers(page)
    assert len(found) == len(set(found))
    captions = len(re.findall(r"<(?:caption|figcaption)\b", page))
    continued = re.findall(r'<caption><span class="number">([^<]+), continued\.</span> ', page)
    assert set(continued) <= set(found)
    assert captions - len(found) - len(continued) == 1, "only the list of what the paper shows has no number"


def test_both_faces_and_every_window_say_the_same_number_of_the_same_table() -> None:
    def by_caption(facts: ReportFacts, face: Face) -> dict[str, str]:
        page = render(facts, face=face)
        return {page[match.end() : page.index("<", match.end())].strip(): match[2] for match in NUMBERED.finditer(page)}

    team, public, other = (
        by_caption(make_facts(), TEAM), by_caption(make_facts(), PUBLIC), by_caption(empty_facts(), TEAM),
    )  # fmt: skip
    assert sorted(team.values()) == sorted(public.values())
    assert len(team.keys() & public.keys()) >= len(team) - 1, "the team's caption says one thing more"
    assert all(team[said] == public[said] for said in team.keys() & public.keys())
    assert other.items() <= team.items()
    assert len(other) < len(team)


@pytest.mark.parametrize("face", [TEAM, PUBLIC], ids=["team", "public"])
def test_numbers_that_are_missing_are_explained(face: Face) -> None:
    """Whoever reads of Table S3 looks for Tables S1 and S2."""
    page = render(replace(make_facts(), platforms=(), platform_engagement=()), face=face)
    assert not {"Table S1", "Table S2"} & {*numbers(page)}
    assert "one that is missing is of a table or figure for which this window has nothing" in page


def test_the_page_follows_the_numbers() -> None:
    """Numbers rise down the page, the paper's and ours each by themselves; letters tell apart what is of one kind."""
    found = [re.fullmatch(r"(Table|Figure) (S?)(\d+)([a-z]*)", number) for number in numbers(render(make_facts()))]
    assert all(found)
    for kind in ("Table", "Figure"):
        for series in ("", "S"):
            rising = [int(one[3]) for one in found if one and (one[1], one[2]) == (kind, series)]
            rising = [number for number in rising if number != rising[-1]]  # "beside the paper" ends every part
            assert all(one <= other for one, other in pairwise(rising)), (kind, series, rising)


def test_table_1_is_one_table_with_a_group_a_variable() -> None:
    facts = make_facts()
    entries = tuple(
        Frequency(variable, label, category, 3, 9, 33.3, 10.0, 60.0, False)
        for variable, label, category in (
            ("purpose", "Purpose", "action"), ("purpose", "Purpose", "other"), ("format", "Format", "text only"),
        )
    )  # fmt: skip
    page = render(replace(facts, coding=replace(facts.coding, frequencies=entries)))
    table = page[page.index('<caption id="table-1">') : page.index("</table>", page.index('<caption id="table-1">'))]
    assert table.count('<th scope="rowgroup"') == 2
    assert table.count("<tbody>") == 2
    assert table.count('<th scope="row">') == 3
    assert '<a href="#table-1">Table 1</a>' in page[page.index("<nav") : page.index("</nav>")]


@pytest.mark.parametrize("face", [TEAM, PUBLIC], ids=["team", "public"])
def test_what_the_paper_shows_is_found_in_a_list_that_links(face: Face) -> None:
    page = render(make_facts(), face=face)
    listed = page[page.index('<section id="exhibits"') :]
    listed = listed[: listed.index("</table>")]
    assert [title for title, _ in PAPERS_ORDER if f'<th scope="row">{title}</th>' not in listed] == []
    assert "percent of all" not in listed, "captions say of which tweets percents are"
    assert listed.count("not there yet") == 1, "the network's figure alone is not on this page"
    assert {key for _, key in PAPERS_ORDER} <= set(NAMES)
    empty = render(empty_facts(), face=face)
    assert empty[empty.index('<section id="exhibits"') :].count("not there yet") > 1


def test_captions_link_the_files_that_are_there_and_no_others() -> None:
    latex, none_here = "tables/latex/table-1.tex", "tables/latex/table-s6.tex"
    page = render(
        make_facts(),
        files=["tables/code_frequencies.csv", "tables/odd.csv", "figures/words.pdf", latex, none_here],
    )
    assert '<a class="file" href="tables/code_frequencies.csv" aria-label="CSV of Table 1">CSV</a>' in page
    assert '<a class="file" href="figures/words.pdf" aria-label="PDF of Figure 2">PDF</a>' in page
    assert 'href="tables/odd.csv"' in page, "a file that no caption links stands in the list of all"
    assert f'<a class="file" href="{latex}" aria-label="LaTeX of Table 1">LaTeX</a>' in page
    linked = {attributes["href"] for tag, attributes in Page(page).tags if attributes.get("class") == "file"}
    assert linked == {"tables/code_frequencies.csv", "tables/odd.csv", "figures/words.pdf", latex, none_here}
    assert f">{none_here}</a>" in page, "the list names what no caption links"
    assert f">{latex}</a>" not in page


def test_exhibits_name_tables_that_are_written_and_the_papers_own_numbers() -> None:
    written = {table.name for table in TABLES} - _OF_SINGLE_ROWS
    assert {name for exhibit in EXHIBITS for name in exhibit.tables} <= written
    assert len(set(NAMES)) == len(NAMES)
    caption = Captions()
    assert [caption.number(key) for key in ("network", "words", "codes", "themes")] == [
        "Figure 1", "Figure 2", "Table 1", "Table 3",
    ]  # fmt: skip
    assert caption.number("crosstabs", 1) == "Table 2b"
    assert [_letters(place) for place in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


def test_the_headline_says_the_papers_definition_where_it_differs() -> None:
    facts = make_facts()
    coding = replace(
        facts.coding,
        frequencies=(Frequency("tweet_type", "Type", "retweet", 3, 9, 31.25, 10.0, 60.0, True),),
        engagement=(SampleEngagement("likes", 9, 8, 21.5, 0.0, 1.5, 4.0, 12),),
    )
    lists = tuple(
        replace(facts.text.lists[0], list=name, kind=kind, tweets=tweets, percent_of_tweets=tweets / 40)
        for name, kind, tweets in (
            ("positive words (from VADER's lexicon)", "positive", 3844), ("p", "positive adjective", 1201),
            ("cold words", "negative", 274), ("harsh words", "negative", 20),
        )
    )  # fmt: skip
    network = (*facts.network, Metric("name", "two_way_tweets", 0.04, "d", 4, 3))
    totals = replace(facts.totals, tweets=9000)  # of which the words of 4,000 are counted
    changed = replace(facts, totals=totals, coding=coding, text=replace(facts.text, lists=lists), network=network)
    words = Page(render(changed)).words
    for said in (
        "31.2 % of the sampled tweets", "21.50 in the sample",
        "1,201 tweets (30.0 %) with a positive adjective; 3,844 tweets (96.1 %) with a positive word of the broad list",
        "274 tweets (6.8 %) with a negative word of the list cold words ; 20 tweets (0.5 %) with a negative word of",
        "0.04000 of the tweets are two-way, in the layer of names",
    ):  # fmt: skip
        assert f"By the published study's definition: {said}" in words
    assert "positive words (from VADER's lexicon) 3,844 96.1 %" in words
    others = Page(render(replace(changed, sample=replace(facts.sample, with_retweets=False)))).words
    assert "31.2 % of the sampled tweets" not in others, "no retweet was drawn"
    assert "By the published study's definition" not in Page(render(replace(empty_facts(), coding=CodingFacts()))).words
