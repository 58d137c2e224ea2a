"""The figures of the report, read from the tables of one window.

What belongs here: running the statements of sql/report/ and gathering what they say. What does not: the facts that they
become (report_facts.py), computing (sql/) and showing (page.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.exports.filled_fields import FilledFields
from mtw_pipeline.forgetting.register import read_register
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.report.facts.accounts import AccountFacts, CurvePoint, Entry, Introducer, Participation
from mtw_pipeline.report.facts.coding import (
    AgreementFigure,
    CategoryAgreementFigure,
    Cell,
    CodingFacts,
    ComputedAgreementFigure,
    ComputedConfusion,
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
from mtw_pipeline.report.facts.tweets import (
    AccountCount,
    Category,
    DayCount,
    Engagement,
    PlatformCount,
    PlatformEngagement,
    ResponseDelay,
    Totals,
)
from mtw_pipeline.report.parts import read_or_unread
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.hashtags import as_in_tables
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, TEXT_ONLY, TWEET_TYPES

Row = TypeVar("Row")
Value = TypeVar("Value")


def read_facts(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts | None = None
) -> ReportFacts:
    """The figures of one window, as they stand in the tables now.

    A statement that fails costs its own figures: in their place stands what tells why to whoever looks (``Unread``).

    Args:
        warehouse: the open warehouse.
        study: the study, for its title, its hashtags and the settings that the methods note names.
        window: the collection window.
        attempts: reads statement by statement.
    """
    read = _Reader(warehouse, window, attempts or Attempts())
    study_hashtags = as_in_tables(study.settings.hashtags)
    totals = read.row("tweets/totals", Totals, study_hashtags=study_hashtags)
    formats = read.rows("tweets/content_formats", _FormatGroup)
    return ReportFacts(
        window=window,
        settings=study.settings,
        files=read.rows("collection/export_files", ReportFile),
        collections=read.rows("collection/collections", CollectionFigure),
        rejections=read.rows("collection/rejection_reasons", RejectionReason),
        totals=totals,
        tweet_types=read.made("tweet types", lambda: _tweet_types(read.rows("tweets/tweet_types", _Group), totals)),
        content_formats=read.made("content formats", lambda: _content_formats(formats)),
        tweets_of_unknown_format=read.made(
            "tweets of unknown format", lambda: sum(group.tweets for group in formats if group.name is None)
        ),
        engagement=read.rows("tweets/engagement", Engagement),
        days=read.rows("tweets/tweets_per_day", DayCount),
        languages=Languages(read.rows("tweets/languages", LanguageCount)),
        words=read.rows("text/top_words", TermCount),
        hashtags=read.rows("text/top_hashtags", TermCount),
        sentiment=read.rows("text/sentiment", Sentiment),
        network=read.rows("network/network_metrics", Metric),
        communities=read.rows("network/communities", Community),
        leaders=read.rows("network/leaders", Leader),
        leader_groups=read.rows("network/leader_groups", LeaderGroup),
        most_active=read.rows("tweets/top_posters", AccountCount),
        sample=read.row("coding/sample", SampleDraw),
        withdrawn_tweets=read_register(study.forgotten).count_of_tweets,
        text=_text_facts(read, study.settings.words.top),
        coding=_coding_facts(read),
        accounts=_account_facts(read),
        groups=_group_facts(read),
        delays=read.rows("tweets/response_delays", ResponseDelay),
        left_out=tuple((asset, one) for asset, one in warehouse.omissions(window) if asset != REPORT),
        platforms=read.rows("tweets/platforms", PlatformCount),
        platform_engagement=read.rows("tweets/platform_engagement", PlatformEngagement),
        filled_fields=read.rows("collection/filled_fields", FilledFields),
    )


def _text_facts(read: "_Reader", top: int) -> TextFacts:
    return TextFacts(
        more_words=read.rows("text/more_words", TermCount, top=top),
        bigrams=read.rows("text/top_bigrams", TermCount),
        lists=read.rows("text/word_lists", ListCount),
        key_words=read.rows("text/key_words", KeyWord),
        scorer_pairs=read.rows("text/scorer_agreement", ScorerPair),
        style=read.rows("text/style", StyleFigure),
        liwc=read.rows("text/liwc", LiwcFigure),
        silent_scorers=read.rows("text/silent_scorers", SilentScorer),
        hashtag_pairs=read.rows("text/hashtag_pairs", HashtagPair),
        list_sentiment=read.rows("text/word_list_sentiment", ListSentiment),
    )


def _coding_facts(read: "_Reader") -> CodingFacts:
    return CodingFacts(
        frequencies=read.rows("coding/frequencies", Frequency),
        agreement=read.rows("coding/agreement", AgreementFigure),
        categories=read.rows("coding/category_agreement", CategoryAgreementFigure),
        computed=read.rows("coding/computed_agreement", ComputedAgreementFigure),
        rule_confusion=read.rows("coding/computed_confusion", ComputedConfusion),
        variables=read.rows("coding/variables", VariableState),
        cells=read.rows("coding/cells", Cell),
        tests=read.rows("coding/tests", Test),
        themes=read.rows("coding/themes", ThemeCount),
        machine=read.rows("coding/machine", MachineFigure),
        estimates=read.rows("coding/estimates", Estimate),
        engagement=read.rows("coding/engagement", SampleEngagement),
        over_time=read.rows("coding/over_time", Tenth),
        confused=read.rows("coding/confused", ConfusedPair),
        decisions=read.row("coding/decisions", Decisions),
    )


def _account_facts(read: "_Reader") -> AccountFacts:
    return AccountFacts(
        entries=read.rows("accounts/entries", Entry),
        introducers=read.rows("accounts/introducers", Introducer),
        participation=read.rows("accounts/participation", Participation),
        curve=read.rows("accounts/lorenz_curve", CurvePoint),
    )


def _group_facts(read: "_Reader") -> GroupFacts:
    return GroupFacts(
        shares=read.rows("groups/group_frequencies", GroupShare),
        domains=read.rows("groups/link_domains", LinkDomain),
    )


@dataclass(frozen=True)
class _Group:
    name: str | None
    tweets: int


@dataclass(frozen=True)
class _FormatGroup(_Group):
    perhaps_text_only: int


@dataclass(frozen=True)
class _Reader:
    """Runs statements of sql/report/ for one window and makes each row an object, column by column."""

    warehouse: Warehouse
    window: CollectionWindow
    attempts: Attempts

    def made(self, what: str, make: Callable[[], Value]) -> Value:
        return read_or_unread(self.attempts, what, make)

    def rows(self, statement: str, kind: type[Row], **parameters: object) -> tuple[Row, ...]:
        return self.made(f"figures of {statement}", lambda: self._rows(statement, kind, parameters))

    def row(self, statement: str, kind: type[Row], **parameters: object) -> Row:
        return self.made(f"figures of {statement}", lambda: self._row(statement, kind, parameters))

    def _rows(self, statement: str, kind: type[Row], parameters: Mapping[str, object]) -> tuple[Row, ...]:
        cursor = self.warehouse.query(f"report/{statement}", {"collection_window": self.window.key, **parameters})
        columns = [str(column[0]) for column in cursor.description]
        return tuple(
            kind(**{name: _frozen(value) for name, value in zip(columns, row, strict=True)})
            for row in cursor.fetchall()
        )

    def _row(self, statement: str, kind: type[Row], parameters: Mapping[str, object]) -> Row:
        (only,) = self._rows(statement, kind, parameters)
        return only


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _in_order(names: Sequence[str], groups: Sequence[_Group]) -> tuple[Category, ...]:
    """A category for every name: one without a row has no tweets."""
    tweets = {group.name: group.tweets for group in groups}
    return tuple(Category(name, tweets.get(name, 0)) for name in names)


def _content_formats(groups: Sequence[_FormatGroup]) -> tuple[Category, ...]:
    """The four formats; tweets of which none is known may be of each, but most are known not to be text only."""
    unknown = sum(group.tweets for group in groups if group.name is None)
    perhaps = dict.fromkeys(CONTENT_FORMATS, unknown)
    perhaps[TEXT_ONLY] = sum(group.perhaps_text_only for group in groups)
    return tuple(replace(one, perhaps=perhaps[one.name]) for one in _in_order(CONTENT_FORMATS, groups))


def _tweet_types(groups: Sequence[_Group], totals: Totals) -> tuple[Category, ...]:
    """The four types; finding no reply and no quote tweet says nothing where files do not say."""
    perhaps = {"reply": totals.perhaps_replies, "quote tweet": totals.perhaps_quotes}
    return tuple(
        Category(category.name, None) if category.tweets == 0 and perhaps.get(category.name) else category
        for category in _in_order(TWEET_TYPES, groups)
    )
