import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.report.coding_facts import (
    AgreementFigure,
    Cell,
    CodingFacts,
    Estimate,
    Frequency,
    MachineFigure,
    SampleEngagement,
    Test,
    ThemeCount,
    VariableState,
)
from mtw_pipeline.report.facts import ReportFacts
from mtw_pipeline.report.figures import (
    AccountCount,
    Category,
    Community,
    DayCount,
    Engagement,
    Leader,
    LeaderGroup,
    NetworkMetric,
    RejectionReason,
    ReportFile,
    SampleDraw,
    Sentiment,
    TermCount,
    Totals,
)
from mtw_pipeline.report.html import data, day, measure, median, percent, visible
from mtw_pipeline.report.page import render
from mtw_pipeline.report.text_facts import KeyWord, ListCount, ScorerPair, SilentScorer, StyleFigure, TextFacts
from mtw_pipeline.settings import StudySettings
from mtw_pipeline.windows import CollectionWindow

VOID = {"meta", "link", "br", "img", "input", "hr"}
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=1>', "evil\u202egnp.exe", "{{ 7 * 7 }}", "&lt;b&gt;")
WINDOW = CollectionWindow.between("2020-12-05", "2021-01-22")


def make_facts(text: str = "plain") -> ReportFacts:
    """Figures of which every text from outside is ``text``."""
    return ReportFacts(
        window=WINDOW,
        settings=StudySettings(title=text, hashtags=("InventedTag",), synthetic=False),
        files=(
            ReportFile(text, "read", None, text, 12, 10, 2, 1, (text, text), (text,)),
            ReportFile(text, "refused", text, None, 0, 0, 0, 0, (), ()),
        ),
        rejections=(RejectionReason(text, 1, 1), RejectionReason(None, 4, 1)),
        totals=Totals(9, 4, 5, 1, 8, 3, 2, 1, 0, 1, 0),
        tweet_types=(Category("tweet", 5), Category("retweet", 3), Category("reply", 1), Category("quote tweet", None)),
        content_formats=(Category("text only", 6), Category("image/graphic", 2)),
        tweets_of_unknown_format=1,
        engagement=(
            Engagement("likes", 4, 6, 5.25, 2.5),
            Engagement("retweets", 4, 6, 0.0, 0.0),
            Engagement("replies", 0, 6, None, None),
        ),
        days=(DayCount(date(2020, 12, 5), 7), DayCount(date(2021, 1, 22), 2)),
        words=(TermCount(text, 5, 4),),
        hashtags=(TermCount(text, 9, 8),),
        sentiment=(Sentiment(text, 9, 5, 3, 1),),
        text=TextFacts(
            more_words=(TermCount(text, 2, 1),),
            bigrams=(TermCount(text, 2, 1),),
            lists=(ListCount(text, "group", 9, 2, 5, 4, 3, 44.4, (text, text)),),
            key_words=(KeyWord(text, 5, 0, 12.5),),
            scorer_pairs=(ScorerPair(text, text, 9, 66.7, None),),
            style=(
                StyleFigure(text, "composite", text, 40, None, None, text, None, text),
                StyleFigure(text, "category", text, 40, 4, 10.0, text, 50.0, None),
            ),
            silent_scorers=(SilentScorer(text, text),),
        ),
        coding=CodingFacts(
            frequencies=(Frequency(text, text, text, 3, 9, 33.3, 10.0, 60.0, False),),
            agreement=(AgreementFigure(text, text, 9, None, None, None, text, text),),
            variables=(VariableState(text, 9, 3, 0.8, text, False, text),),
            cells=(Cell(text, text, text, text, 3, 33.3, 4.2), Cell(text, text, text, "b", 0, 0.0, -2.0)),
            tests=(Test(text, text, 9, 3.2, 1, 0.0004, text, 0.04, 0.2, 0.1, 0.3, None),),
            themes=(ThemeCount(text, text, text, 3, 33.3, 10.0, 60.0, text),),
            machine=(MachineFigure(text, text, 9, 0.7, 0.6, 0.8, 0.6, True, None),),
            estimates=(Estimate(text, text, 90, 30.0, 33.0, 28.0, 38.0),),
            engagement=(SampleEngagement("likes", 9, 8, 2.5, 0.0, 1.5, 4.0, 12),),
        ),
        network=(
            NetworkMetric("all", "density_directed", 0.0433, "ties / (nodes * (nodes - 1))", 4, 3),
            NetworkMetric("all", "reciprocity_ties", None, text, 4, 0),
            NetworkMetric(text, text, 3.0, text, 2, 1),
        ),
        communities=(Community(1, 4, 66.7, 5, 0.4, (text,), (text,), (text,)),),
        leaders=(Leader("indegree", 1, text, 5, True, None, text, "rules"),),
        leader_groups=(LeaderGroup("indegree", 1, 1, 0, None, None, 1, 0, 0, 0),),
        most_active=(AccountCount(text, None, 0, 5, 1200),),
        sample=SampleDraw(3, 7, 9, "a" * 32),
    )


def empty_facts() -> ReportFacts:
    return replace(
        make_facts(),
        files=(),
        rejections=(),
        totals=Totals(*[0] * 11),
        tweet_types=tuple(Category(name, 0) for name in ("tweet", "retweet", "reply", "quote tweet")),
        content_formats=(Category("text only", 0),),
        tweets_of_unknown_format=0,
        engagement=tuple(Engagement(name, 0, 0, None, None) for name in ("likes", "retweets", "replies")),
        days=(),
        words=(),
        hashtags=(),
        sentiment=(),
        network=(),
        communities=(),
        leaders=(),
        leader_groups=(),
        most_active=(),
        sample=SampleDraw(0, None, None, None),
    )


class Page(HTMLParser):
    """Reads a page and complains of what a browser would have to mend."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def names(self) -> set[str]:
        return {tag for tag, _ in self.tags}


@pytest.mark.parametrize("facts", [make_facts(), empty_facts()], ids=["full", "empty"])
def test_every_tag_is_closed_in_order_and_every_id_is_one_of_a_kind(facts: ReportFacts) -> None:
    page = Page(render(facts))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(attributes["href"] or "")[1:] for tag, attributes in page.tags if tag == "a"}
    assert targets <= set(ids)
    labelled = {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes}
    assert labelled <= set(ids)


@pytest.mark.parametrize("facts", [make_facts(), empty_facts()], ids=["full", "empty"])
def test_the_page_loads_nothing_and_runs_nothing(facts: ReportFacts) -> None:
    text = render(facts)
    page = Page(text)
    assert page.names().isdisjoint({"script", "iframe", "object", "embed", "img", "form", "base", "audio", "video"})
    addresses = [
        value or "" for _, attributes in page.tags for name, value in attributes.items() if name in {"href", "src"}
    ]
    assert all(address.startswith("#") or address == "data:," for address in addresses)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    policy = [attributes["content"] for _, attributes in page.tags if attributes.get("http-equiv")]
    assert policy[0] is not None
    assert policy[0].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_the_data_is_inert(hostile: str) -> None:
    plain, page = Page(render(make_facts())), Page(render(make_facts(hostile)))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert page.words.count(visible(hostile)) == plain.words.count("plain")
    assert "\u202e" not in render(make_facts(hostile))


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


def test_the_methods_note_follows_the_study() -> None:
    facts = make_facts()
    netlytic = replace(
        facts,
        files=(replace(facts.files[0], format="netlytic"),),
        settings=facts.settings.model_copy(update={"export_time_zones": {"netlytic": "America/Toronto"}}),
    )
    words = Page(render(netlytic)).words
    assert "Tweets posted from 5 December 2020, 00:00, to 22 January 2021, 24:00, UTC" in words
    assert "they were read as America/Toronto" in words
    assert "retweet > reply > quote tweet > tweet" in words
    assert "positive from compound 0.05" in words
    assert "likes: in later files; replies: from text" in words
    assert "Netlytic" not in Page(render(facts)).words


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, "33.3 %"), (0, 3, "0.0 %"), (3, 3, "100.0 %"), (1, 10_000, "< 0.1 %")],
)
def test_percent(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_numbers_as_people_read_them() -> None:
    assert "not known" in percent(0, 0)
    assert "not known" in percent(None, 5)
    assert measure(0.0000268) == "0.0000268"
    assert measure(9634.0) == "9,634"
    assert measure(1 / 3) == "0.3333"
    assert "not defined" in measure(None)
    assert (median(3.0), median(1234.5)) == ("3", "1,234.5")
    assert day(date(2021, 1, 2)) == "2 January 2021"
