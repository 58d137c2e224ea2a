"""Figures for pages, of which every text from outside is the same, and a reader of pages."""

from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.report.facts.accounts import AccountFacts, CurvePoint, Entry, Introducer, Participation
from mtw_pipeline.report.facts.coding import (
    AgreementFigure,
    Cell,
    CodingFacts,
    Decisions,
    Estimate,
    Frequency,
    MachineFigure,
    SampleDraw,
    SampleEngagement,
    Test,
    ThemeCount,
    VariableState,
)
from mtw_pipeline.report.facts.coding_progress import ConfusedPair, Tenth
from mtw_pipeline.report.facts.collection import CollectionFigure, RejectionReason, ReportFile
from mtw_pipeline.report.facts.groups import GroupFacts, GroupShare, LinkDomain
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.network import Community, Leader, LeaderGroup
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.text import (
    HashtagPair,
    KeyWord,
    ListCount,
    ListSentiment,
    LiwcFigure,
    ScorerPair,
    Sentiment,
    SilentScorer,
    StyleFigure,
    TermCount,
    TextFacts,
)
from mtw_pipeline.report.facts.tweets import AccountCount, Category, DayCount, Engagement, ResponseDelay, Totals
from mtw_pipeline.study.settings import CodingSettings, StudySettings
from mtw_pipeline.study.windows import CollectionWindow

VOID = {"meta", "link", "br", "img", "input", "hr"}
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=1>', "evil\u202egnp.exe", "{{ 7 * 7 }}", "&lt;b&gt;")
NOON = datetime(2020, 12, 6, 12, 0)
WINDOW = CollectionWindow.between("2020-12-05", "2021-01-22")


def make_facts(text: str = "plain") -> ReportFacts:
    """Figures of which every text from outside is ``text``."""
    return ReportFacts(
        window=WINDOW,
        settings=StudySettings(
            title=text, hashtags=("InventedTag",), synthetic=False, coding=CodingSettings(coders=("A", "B"))
        ),
        files=(
            ReportFile(text, "read", None, text, 12, 10, 2, 1, (text, text), (text,)),
            ReportFile(text, "refused", text, None, 0, 0, 0, 0, (), ()),
        ),
        collections=(
            CollectionFigure(
                "x",
                text,
                "/2",
                text,
                NOON,
                NOON,
                NOON,
                NOON,
                2,
                ("no answer",),
                3,
                250,
                4,
                260,
                (text, text),
                "tweepy 4",
                "1",
            ),
            CollectionFigure(
                "mastodon", text, "/api", text, NOON, NOON, NOON, None, 1, (), 1, 1, 1, None, (), "Mastodon.py", "1"
            ),
        ),
        rejections=(RejectionReason(text, 1, 1), RejectionReason(None, 4, 1)),
        totals=Totals(9, 4, 5, 1, 8, 3, 2, 1, 0, 0, 0, 0, 1, 0, 0),
        languages=Languages(
            (LanguageCount("en", 5), LanguageCount("es", 2), LanguageCount(text, 1), LanguageCount(None, 1))
        ),
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
            liwc=(
                LiwcFigure("Analytic", "tweets", "summary", 3, 9, 50.0, text, "analytic_cdi", 12.5),
                LiwcFigure(text, "all texts", "category", None, 9, 5.0, text, None, None),
            ),
            more_words=(TermCount(text, 2, 1),),
            bigrams=(TermCount(text, 2, 1),),
            lists=(ListCount(text, "group", 9, 2, 5, 4, 3, 44.4, (text, text)),),
            key_words=(KeyWord(text, 5, 0, 12.5, 1),),
            scorer_pairs=(ScorerPair(text, text, 9, 66.7, None),),
            style=(
                StyleFigure(text, "composite", text, 40, None, None, text, None, text),
                StyleFigure(text, "category", text, 40, 4, 10.0, text, 50.0, None),
            ),
            silent_scorers=(SilentScorer(text, text),),
            hashtag_pairs=(HashtagPair(text, f"{text}b", 9, 7, 6, 0.25, None),),
            list_sentiment=(ListSentiment("adjectives", 40, 20, 10, 5, 5, 9, 8, 5, 5),),
        ),
        coding=CodingFacts(
            frequencies=(Frequency(text, text, text, 3, 9, 33.3, 10.0, 60.0, False),),
            agreement=(AgreementFigure(text, text, 9, None, None, None, text, text),),
            variables=(VariableState(text, 9, 3, 0.8, text, False, text),),
            cells=(
                Cell(text, text, text, text, 3, 3, 3, 9, 33.3, 100.0, 100.0, 4.2),
                Cell(text, text, text, "b", 0, 3, 0, 9, 0.0, 0.0, None, -2.0),
            ),
            tests=(Test(text, text, 9, 3.2, 1, 0.0004, text, 0.04, 0.2, 0.1, 0.3, None),),
            themes=(ThemeCount(text, text, text, 3, 33.3, 10.0, 60.0, text),),
            machine=(MachineFigure(text, text, 9, 0.7, 0.6, 0.8, 0.6, True, None),),
            estimates=(Estimate(text, text, 90, 30.0, 33.0, 28.0, 38.0),),
            engagement=(SampleEngagement("likes", 9, 8, 2.5, 0.0, 1.5, 4.0, 12),),
            over_time=(
                Tenth(text, 1, 17, 17, None, None, text, 17, 1.0, None, None, None, text),
                Tenth(text, 3, 16, 13, 0.9, 0.004, text, 33, 0.85, 0.75, 0.95, 67, text),
            ),
            confused=(ConfusedPair(text, text, "b", 2, 3),),
            decisions=Decisions(3, 2),
        ),
        accounts=account_facts(text),
        groups=group_facts(text),
        delays=(ResponseDelay("retweet", 9, 8, 7, 1, 6, 30.0, 4000.0, 200000.0, 3, 2, 1, 1, 3, 2, 1, 1),),
        network=(
            Metric("all", "density_directed", 0.0433, "ties / (nodes * (nodes - 1))", 4, 3),
            Metric("all", "reciprocity_ties", None, text, 4, 0),
            Metric(text, text, 3.0, text, 2, 1),
        ),
        communities=(Community(1, 4, 66.7, 5, 0.4, (text,), (text,), (text,)),),
        leaders=(Leader("indegree", 1, text, 5, True, None, text, "rules"),),
        leader_groups=(LeaderGroup("indegree", 1, 1, 0, None, None, 1, 0, 0, 0),),
        most_active=(AccountCount(text, None, 0, 5, 1200),),
        sample=SampleDraw(3, 7, 9, "a" * 32, 2, "nothing", with_retweets=True, of_languages=()),
        withdrawn_tweets=2,
    )


def account_facts(text: str) -> AccountFacts:
    return AccountFacts(
        entries=(Entry("was named", "retweet", True, 7), Entry("named another", "reply", False, 6)),
        introducers=(Introducer(text, 7),),
        participation=(Participation("all tweets", 40, 90, 20, 0.4, 1, 30, 4, 50),),
        curve=(
            CurvePoint("all tweets", 0, 0, 0.0),
            CurvePoint("all tweets", 50, 20, 22.2),
            CurvePoint("all tweets", 100, 40, 100.0),
        ),
    )


def group_facts(text: str) -> GroupFacts:
    return GroupFacts(
        shares=(
            GroupShare("community", "community 1", "sentiment_vader", "positive", False, 6, 9, 66.7, None, None, 6),
            GroupShare("leader_class", text, text, text, True, 6, 9, 66.7, 30.0, 90.0, 6),
            GroupShare("week", "2020-11-30", "tweet_type", "retweet", False, 9, 9, 100.0, None, None, 6),
        ),
        domains=(
            LinkDomain("all tweets", "all tweets", text, True, 9, 8, 7, 6),
            LinkDomain(text, text, text, False, 9, 8, 7, 6),
        ),
    )


def empty_facts() -> ReportFacts:
    return replace(
        make_facts(),
        files=(),
        collections=(),
        rejections=(),
        totals=Totals(*[0] * 15),
        languages=Languages(()),
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
        accounts=AccountFacts(),
        groups=GroupFacts(),
        delays=(),
        text=replace(make_facts().text, hashtag_pairs=(), list_sentiment=()),
        sample=SampleDraw(0, None, None, None),
        withdrawn_tweets=0,
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
