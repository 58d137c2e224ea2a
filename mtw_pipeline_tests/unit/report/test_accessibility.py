"""Every page can be walked through by ear; what axe-core asks beyond this is asked by hand, in a browser."""

from dataclasses import replace

import pytest

from mtw_pipeline.report.faces import TEAM, Face
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.network_page import PageData, network_page
from mtw_pipeline.report.page import render
from mtw_pipeline.report.trends.facts import TrendFacts
from mtw_pipeline.report.trends.page import trends_page
from mtw_pipeline.webpages import visible
from mtw_pipeline_tests.accessibility import faults
from mtw_pipeline_tests.unit.report.pages import WINDOW, empty_facts, make_facts
from mtw_pipeline_tests.unit.report.test_trends_page import SETTINGS, facts_of, made

PIXEL = b"\x89PNG"
GOOD = """<!doctype html><html lang="en"><head><title>t</title></head><body>
<nav aria-label="Sections"><a href="#a">a</a></nav>
<main><h1>one</h1><section aria-labelledby="a"><h2 id="a">two</h2><img src="data:," alt="x">
<div class="scroll" role="region" aria-label="rows" tabindex="0"><table>
<caption>c</caption><tr><th scope="col">h</th></tr></table></div>
<label for="f">f</label><input id="f"></section></main></body></html>"""


def of_the_paper() -> ReportFacts:
    facts = make_facts()
    settings = facts.settings.model_copy(update={"hashtags": ("MarketingTwitter",), "synthetic": True})
    return replace(facts, settings=settings)


@pytest.mark.parametrize("face", [TEAM, Face(is_published=True, fewest_people=5)], ids=["team", "public"])
@pytest.mark.parametrize("facts", [make_facts(), of_the_paper(), empty_facts()], ids=["full", "paper", "empty"])
def test_the_report_has_no_fault(facts: ReportFacts, face: Face) -> None:
    images = dict.fromkeys(("network", "network_ties", "words", "participation"), PIXEL)
    assert faults(render(facts, images, face=face, files=["tables/codebook.csv", "figures/words.png"])) == []


def test_the_page_of_trends_has_no_fault() -> None:
    assert faults(trends_page(SETTINGS, facts_of(made(3.0, None, 5.0)), files=["trends/window_trends.csv"])) == []
    assert faults(trends_page(SETTINGS, TrendFacts({"collection": [made(3.0)]}))) == []
    assert faults(trends_page(SETTINGS, TrendFacts({}))) == []


def test_names_of_the_data_do_not_make_two_regions_one() -> None:
    """Labels that a study gives stand in names of regions; the fixture's are all alike, so its crosstabs are one."""
    assert faults(render(make_facts(visible("a <b> c")))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("<h2 ", "<h4 "), "<h1> is followed by <h4>"),
        ((' lang="en"', ""), "no language"),
        (("<title>t</title>", ""), "0 <title>"),
        ((' alt="x"', ""), "a <img> that says nothing"),
        (("<caption>c</caption>", ""), "1 tables, 0 captions"),
        (("<caption>c<", "<caption> <"), "an empty caption"),
        ((' scope="col"', ""), "a header cell without a scope: h"),
        ((">h</th>", "></th>"), "an empty header cell"),
        (('<label for="f">', '<label for="g">'), "a field without a label: <input f>"),
        (('aria-label="rows"', 'aria-label="two"'), "two regions named two"),
        (('aria-label="rows" ', ""), "a region without a name"),
        ((' tabindex="0"', ""), "a region that keys cannot reach: rows"),
        ((">a</a>", "></a>"), "a link without words: #a"),
        (('id="f"', 'id="a"'), "the id a twice"),
        (("<h1>one</h1>", "<h1>one</h1><h1>one</h1>"), "2 <h1>"),
        (("<img ", '<svg role="img"></svg><img '), "a <svg> that says nothing"),
    ],
)  # fmt: skip
def test_every_fault_is_found(change: tuple[str, str], said: str) -> None:
    assert faults(GOOD) == []
    assert said in faults(GOOD.replace(*change))


def test_the_page_of_the_network_has_no_fault() -> None:
    from mtw_pipeline.network.layouts.community_map import discs, dots
    from mtw_pipeline.report.drawings.network_figure import NetworkMap

    placed = discs([(1, 3)])
    accounts = dots(placed[0], [("ann", 2), ("bob", 1), ("cy", 0)])
    degrees = {(dot.account, "all"): (dot.indegree, 1, dot.indegree + 1) for dot in accounts}
    data = PageData([("bob", "ann", ["all"])], degrees, {}, {})
    assert faults(network_page(SETTINGS, WINDOW, NetworkMap(tuple(placed), tuple(accounts), ()), data)) == []
