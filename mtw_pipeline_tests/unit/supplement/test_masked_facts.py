"""The planted corpus in every place that the report shows: nobody is named, and the search would see who is."""

import html
from dataclasses import replace

import pytest

from mtw_pipeline.attempts import Omission
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.names.allowed import allowed_words
from mtw_pipeline.published.people import People, known_names
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.published.search import Search
from mtw_pipeline.report.faces import Face
from mtw_pipeline.report.facts.coding import CategoryAgreementFigure, ComputedAgreementFigure, Frequency
from mtw_pipeline.report.facts.collection import ReportFile
from mtw_pipeline.report.facts.network import Community, Leader
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import TermCount
from mtw_pipeline.report.facts.tweets import AccountCount
from mtw_pipeline.report.page import render
from mtw_pipeline.report.references import REFERENCES
from mtw_pipeline.report.withheld import Few, FewShare
from mtw_pipeline.study.settings import CodingSettings, StudySettings, Theme
from mtw_pipeline.supplement.inspection import people_in, texts_that_name
from mtw_pipeline.supplement.masked_facts import MaskedFacts, band, short
from mtw_pipeline_tests.unit.published.leaks import (
    ANN,
    CODERS,
    DERIVED_IN_TEXTS,
    HANDLES,
    IN_TEXTS,
    NAMES,
    SHORT_ID,
    TINY_ID,
    Leak,
)
from mtw_pipeline_tests.unit.published.test_leaks import holds
from mtw_pipeline_tests.unit.report.pages import Page, make_facts

KNOWN = People(HANDLES, NAMES, (SHORT_ID, TINY_ID), CODERS, ("en",))
PUBLISHED = Face(is_published=True, fewest_people=5, is_identified=False)
QUOTE = "a tweet as it was written"


def settings_with(text: str) -> StudySettings:
    return StudySettings(
        title=text,
        hashtags=("InventedTag",),
        coding=CodingSettings(coders=CODERS),
        themes=(Theme(name="a theme", kind_of_knowledge="kind", motivation="why", paraphrase=text),),
    )


def planted(text: str) -> ReportFacts:
    """Facts with a text in every place that anybody but the program writes, and a person in every place of one."""
    facts, neutral = make_facts(text), make_facts("plain")
    settings = settings_with(text)
    coding = facts.coding
    return replace(
        facts,
        settings=settings,
        files=(
            ReportFile(f"{ANN}.csv", "refused", text, "rtweet_csv", 0, 0, 0, 0, (text,), (text,)),
            ReportFile(f"{text}.csv", "read", None, "rtweet_csv", 9, 9, 0, 0, (text,), (text,)),
        ),
        network=neutral.network,
        communities=(Community(1, 60, 66.7, 5, 0.4, HANDLES, (text, ANN), (text, ANN, f"#{ANN}")),),
        leaders=tuple(
            Leader("indegree", place, account, 9, False, 12345, text, "the study")
            for place, account in enumerate((*HANDLES, f"id:{SHORT_ID}"))
        ),
        most_active=tuple(AccountCount(handle.lower(), handle, 9, 9, 12345) for handle in HANDLES),
        words=(TermCount(text, 5, 4), TermCount(ANN, 5, 4)),
        hashtags=(TermCount(text, 5, 4), TermCount(ANN, 5, 4)),
        text=replace(
            facts.text,
            style=neutral.text.style,
            silent_scorers=tuple(replace(one, scorer="plain") for one in facts.text.silent_scorers),
        ),
        coding=replace(
            coding,
            agreement=tuple(replace(one, measure="cohens_kappa", method="plain") for one in coding.agreement),
            categories=(CategoryAgreementFigure(text, text, 170, 37, 31, 0.9, 0.8, 1.0, text),),
            computed=(ComputedAgreementFigure(text, text, 170, 37, 31, 29, "cohens_kappa", 0.9, 0.8, 1.0, text),),
            over_time=tuple(replace(one, measure="cohens_kappa", outlook="plain") for one in coding.over_time),
            tests=tuple(replace(one, method="plain") for one in coding.tests),
            themes=tuple(replace(one, theme="a theme", example=QUOTE) for one in coding.themes),
        ),
        left_out=(("users", Omission(text, text, text)),),
    )


def masked() -> MaskedFacts:
    pseudonyms = Pseudonyms(b"0" * 32, {})
    settings = settings_with("a title")
    names = known_names(KNOWN, settings)
    return MaskedFacts(pseudonyms, Masking(pseudonyms, names, (), settings.hashtags), settings)


def search() -> Search:
    return Search(KNOWN, allowed_words(settings_with("a title"), ("en",)))


def page_of(facts: ReportFacts) -> str:
    masking = replace(masked(), settings=facts.settings)
    return render(masking.of(facts), face=PUBLISHED)


@pytest.fixture(scope="module")
def looking() -> Search:
    return search()


@pytest.mark.parametrize("leak", [*IN_TEXTS, *DERIVED_IN_TEXTS], ids=lambda leak: leak.name)
def test_no_page_names_anybody(leak: Leak, looking: Search) -> None:
    page = page_of(planted(leak.value))
    assert people_in(page, looking) == {}, texts_that_name(page, looking)
    words = Page(page).words
    assert not [secret for secret in leak.secrets if holds(words, secret)]


@pytest.mark.parametrize("leak", IN_TEXTS[::7], ids=lambda leak: leak.name)
def test_the_search_sees_what_is_not_masked(leak: Leak, looking: Search) -> None:
    assert people_in(render(planted(leak.value), face=PUBLISHED), looking)


def test_a_number_of_a_reference_is_nobodys_id_and_everywhere_else_it_may_be(looking: Search) -> None:
    listed = "".join(f"<li>{html.escape(one)}</li>" for one in REFERENCES.values())
    assert people_in(f"<ul>{listed}</ul>", looking) == {}
    of_smithson = REFERENCES["Smithson 2003"]
    for page in (f"<li>{of_smithson} again</li>", f"<li>{of_smithson.rpartition('/')[2]}</li>"):
        assert people_in(page, looking) == {"ids": 1}


def test_accounts_stand_under_the_beginnings_of_their_pseudonyms() -> None:
    page = Page(page_of(planted("plain"))).words
    whole = Pseudonyms(b"0" * 32, {}).of_handle(ANN)
    assert whole[:11] in page
    assert whole not in page
    assert [handle for handle in HANDLES if handle in page and handle != "hope"] == []


def test_a_seed_is_no_telephone_number() -> None:
    """``mtw init`` draws seeds of eight digits: supplements said "9,999 permutations, seed [phone]"."""
    facts = planted("plain")
    method = "Bilder and Loughin's sum of chi-squares, 9,999 permutations, seed 38328642"
    drawn = replace(facts, coding=replace(facts.coding, tests=(replace(facts.coding.tests[0], method=method),)))
    words = Page(page_of(drawn)).words
    assert method in words
    assert "[phone]" not in words


def test_a_percent_sign_stands_behind_no_word() -> None:
    facts = planted("plain")
    withheld = replace(facts.coding.themes[0], percent=FewShare())
    retweets = Frequency("tweet_type", "Type", "retweet", 3, 9, FewShare(), 10.0, 60.0, True)
    coding = replace(facts.coding, themes=(withheld,), frequencies=(retweets,))
    words = Page(page_of(replace(facts, coding=coding))).words
    assert "withheld %" not in words
    assert "By the published study's definition: withheld of the sampled tweets" in words


def test_coders_and_files_have_pseudonyms() -> None:
    page = Page(page_of(planted("plain"))).words
    assert CODERS[0] not in page
    assert Pseudonyms(b"0" * 32, {}).of_coder(CODERS[0])[:12] in page
    assert Pseudonyms(b"0" * 32, {}).of_file(f"{ANN}.csv")[:11] in page


def test_no_tweet_is_quoted_and_a_paraphrase_stands_in_its_place() -> None:
    page = Page(page_of(planted("in our words"))).words
    assert QUOTE not in page
    assert "in our words" in page
    assert QUOTE in Page(render(planted("in our words"))).words


def test_the_teams_page_says_that_it_is_not_for_publication_and_the_supplement_does_not() -> None:
    assert "not for publication" in Page(render(planted("plain"))).words
    assert "not for publication" not in Page(page_of(planted("plain"))).words


def test_what_is_folded_for_the_team_stands_in_the_appendix() -> None:
    page = Page(page_of(planted("plain")))
    assert "details" not in page.names()
    targets = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    ids = {f"#{attributes['id']}" for _, attributes in page.tags if "id" in attributes}
    assert targets <= ids
    assert "#appendix-1" in targets


@pytest.mark.parametrize(("number", "shown"), [(None, None), (0, 0), (7, 1), (12345, 10000), (45_000_000, 1_000_000)])
def test_followers_stand_by_the_lower_end_of_their_band(number: int | None, shown: int | None) -> None:
    assert band(number) == shown


def test_a_pseudonym_is_cut_and_other_words_stay() -> None:
    assert short("by user_0123456789abcde and user_friendly") == "by user_012345 and user_friendly"


@pytest.mark.parametrize("told", [(), ("practitioner",)])
def test_what_leaders_are_is_no_column_where_it_is_withheld_of_all(told: tuple[str, ...]) -> None:
    kinds = (*told, "withheld")
    leaders = tuple(Leader("indegree", place, "ann", 9, False, 10, kind, "rules") for place, kind in enumerate(kinds))
    words = Page(page_of(replace(planted("plain"), leaders=leaders))).words
    assert ("What it is" in words, "What each account is, is withheld" in words) == (bool(told), not told)


def test_counts_of_categories_are_no_columns_where_they_are_withheld_of_all() -> None:
    few = CategoryAgreementFigure("purpose", "action", 170, Few(), Few(), 0.8, 0.7, 0.9, None)
    facts = planted("plain")
    words = Page(page_of(replace(facts, coding=replace(facts.coding, categories=(few,))))).words
    assert "Kappa of each category" in words
    assert "Given by any" not in words
    told = replace(few, tweets_of_any=7)
    words = Page(page_of(replace(facts, coding=replace(facts.coding, categories=(few, told))))).words
    assert "Given by any" in words
