"""The published study's figures stand beside those of its own weeks, and beside no other's."""

from dataclasses import replace
from datetime import date

import pytest

from mtw_pipeline.coding.codebook import computed_variables
from mtw_pipeline.report.facts.coding import AgreementFigure, Cell, Frequency, ThemeCount
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import LiwcFigure, TermCount
from mtw_pipeline.report.page import REPORT_PARTS, render
from mtw_pipeline.report.paper import _CELLS, _TABLE_1, _TABLE_3, paper_figures
from mtw_pipeline.study.settings.coding import STUDY_CODEBOOK, STUDY_THEMES
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.unit.report.pages import Page, make_facts

WINDOW = CollectionWindow(date(2020, 12, 5), date(2021, 1, 22))


def of_the_paper(*, synthetic: bool = False) -> ReportFacts:
    facts = make_facts()
    settings = facts.settings.model_copy(update={"hashtags": ("MarketingTwitter",), "synthetic": synthetic})
    return replace(facts, window=WINDOW, settings=settings)


def test_each_printed_figure_stands_once_beside_ours() -> None:
    facts = of_the_paper()
    coding = replace(
        facts.coding,
        frequencies=(Frequency("purpose", "Purpose", "information", 3, 9, 33.3, 10.0, 60.0, False),),
        cells=(Cell("content_format", "purpose", "text only", "information", 2, 2, 2, 9, 22.2, 100.0, 100.0, None),),
    )
    found = paper_figures(replace(facts, coding=coding))
    by_name = {entry.figure: entry for entry in found}
    assert len(by_name) == len(found)
    assert all(entry.why and entry.reported and entry.found for entry in found)
    assert (by_name["Tweets"].reported, by_name["Tweets"].found) == ("28,017", f"{facts.totals.tweets:,}")
    purpose = by_name["Purpose: information, percent"]
    assert (purpose.reported, purpose.found) == ("36", "33.3")
    cell = by_name["Information x text only, percent of the sample"]
    assert (cell.reported, cell.found) == ("13.42", "22.20")
    assert "not defined" in by_name["Density, layer name"].found
    assert {entry.question for entry in found} <= {part.name for part in REPORT_PARTS}


def test_liwcs_own_figures_stand_in_the_papers_place_and_say_so() -> None:
    facts = of_the_paper()
    liwc = tuple(
        LiwcFigure(name, measured, kind, None, 1234, value, "", None, None)
        for name, measured, kind, value in (
            ("WC", "tweets", "count", 1234.0), ("Analytic", "tweets", "summary", 11.0),
            ("Analytic", "all texts", "summary", 73.5), ("emo_anx", "tweets", "category", 0.25),
        )
    )  # fmt: skip
    by_name = {one.figure: one for one in paper_figures(replace(facts, text=replace(facts.text, liwc=liwc)))}
    assert [by_name[f"{name}, by LIWC"].found for name in ("Words", "Analytic", "Anxiety, percent of words")] == [
        "1,234", "73.50", "0.25",
    ]  # fmt: skip
    assert "all texts as one" in by_name["Analytic, by LIWC"].why
    assert by_name["Tone"].why != by_name["Analytic, by LIWC"].why  # not imported: ours, and why it is another


def test_what_the_paper_says_in_words_stands_beside_ours() -> None:
    facts = of_the_paper()
    cells = tuple(
        Cell("purpose", "resources", name, "hashtags", tweets, 20, 15, 40, 0.0, 0.0, 0.0, None)
        for name, tweets in (("information", 4), ("community", 11))
    )
    kappas = tuple(
        AgreementFigure(name, measure, 170, value, None, None, "", None)
        for name, measure, value in (
            ("purpose", "cohens_kappa", 0.5), ("format", "cohens_kappa", 0.875), ("format", "fleiss_kappa", 0.1),
        )
    )  # fmt: skip
    changed = replace(
        facts,
        coding=replace(facts.coding, cells=cells, agreement=kappas),
        hashtags=(TermCount("marketingtwitter", 9, 9), TermCount("seo", 3, 3), TermCount("ads", 2, 2)),
    )
    changed = replace(
        changed,
        words=(TermCount("great", 9, 9), TermCount("dm", 5, 5)),
        text=replace(facts.text, more_words=(*(TermCount(f"w{place}", 1, 1) for place in range(48)),
            TermCount("love", 1, 1),
        )),
        coding=replace(changed.coding, themes=(
            ThemeCount("affiliation", "socialization", "satisfaction", 7, 1.0, 0.5, 2.0, None),
            ThemeCount("everyday life", "socialization", "satisfaction", 1200, 1.0, 0.5, 2.0, None),
        )),
    )  # fmt: skip
    by_name = {entry.figure: entry.found for entry in paper_figures(changed)}
    assert by_name["Positive words among the top 50"] == "1 of these 4: great"
    assert by_name["Calls to action among the top 50"] == "1 of these 11: dm"
    assert by_name["Themes of socialization, satisfaction"] == "affiliation 7; everyday life 1,200 tweets"
    assert "not coded" in by_name["Themes of process knowledge, relevance"]
    assert by_name["Second most used hashtag"] == "#seo"
    assert by_name["Kappa of a variable, lowest to highest"] == "0.500 to 0.875"
    assert by_name["Purpose with the most tweets with hashtags"] == "community"
    assert "not known" in by_name["Learning strategies with the most tweets with hashtags"]


def test_every_category_that_the_paper_names_is_one_of_ours() -> None:
    ours = {(variable.name, one.name) for variable in computed_variables() for one in variable.categories}
    ours |= {(variable.name, one.name) for variable in STUDY_CODEBOOK for one in variable.categories}
    assert {(variable, name) for variable, names in _TABLE_1.items() for name in names} <= ours
    assert {pair for one, name, other, column, _ in _CELLS for pair in ((one, name), (other, column))} <= ours
    assert [theme for themes in _TABLE_3.values() for theme in themes] == [one.name for one in STUDY_THEMES]


def test_the_page_shows_them_and_says_what_is_synthetic() -> None:
    words = Page(render(of_the_paper())).words
    assert "RQ4 Formats and resources by strategy: reported by the study of #MarketingTwitter, and found here" in words
    assert "SYNTHETIC" not in words
    synthetic = Page(render(of_the_paper(synthetic=True))).words
    assert synthetic.count("The figures of this collection are SYNTHETIC.") == 5 + 1
    assert "Here, SYNTHETIC" in synthetic


@pytest.mark.parametrize(
    ("hashtags", "window"),
    [
        (("another",), WINDOW),
        (("MarketingTwitter",), CollectionWindow(date(2021, 12, 5), date(2022, 1, 22))),
    ],
)
def test_another_study_or_window_is_not_held_to_the_paper(hashtags: tuple[str, ...], window: CollectionWindow) -> None:
    facts = make_facts()
    other = replace(facts, window=window, settings=facts.settings.model_copy(update={"hashtags": hashtags}))
    assert paper_figures(other) == ()
    assert "reported by the study" not in Page(render(other)).words
