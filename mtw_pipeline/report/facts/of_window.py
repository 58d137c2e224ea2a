"""The figures of the report, read from the tables of one window.

What belongs here: running the statements of sql/report/ and gathering what they say. What does not: computing (sql/)
and showing (page.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.exports.told_fields import ToldFields
from mtw_pipeline.forgetting.register import read_register
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.platforms import Platform
from mtw_pipeline.report.facts.coding import (
    AgreementFigure,
    CategoryAgreementFigure,
    Cell,
    CodingFacts,
    ComputedAgreementFigure,
    ComputedConfusion,
    Estimate,
    Frequency,
    MachineFigure,
    SampleEngagement,
    Test,
    ThemeCount,
    VariableState,
)
from mtw_pipeline.report.facts.coding_progress import ConfusedPair, Tenth
from mtw_pipeline.report.facts.figures import (
    AccountCount,
    Category,
    CollectionFigure,
    Community,
    DayCount,
    Engagement,
    Leader,
    LeaderGroup,
    PlatformCount,
    PlatformEngagement,
    RejectionReason,
    ReportFile,
    SampleDraw,
    Sentiment,
    TermCount,
    Totals,
)
from mtw_pipeline.report.facts.further import (
    CurvePoint,
    Entry,
    FurtherFacts,
    GroupShare,
    HashtagPair,
    Introducer,
    LinkDomain,
    ListSentiment,
    Participation,
    ResponseDelay,
)
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.text import (
    KeyWord,
    ListCount,
    LiwcFigure,
    ScorerPair,
    SilentScorer,
    StyleFigure,
    TextFacts,
    TopWords,
)
from mtw_pipeline.report.network_table import NetworkTable, network_table
from mtw_pipeline.report.parts import read_only, read_or_unread
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, TWEET_TYPES

WHOLE_NETWORK = "all"
DENSITY = "density_directed"
RECIPROCITY = "reciprocity_ties"

Row = TypeVar("Row")
Value = TypeVar("Value")


@dataclass(frozen=True)
class ReportFacts:
    """Everything that the report of one window says.

    Args:
        window: the collection window.
        settings: the study's settings.
        files: its export files, by name.
        collections: what of it the program collected from platforms, by platform and time.
        rejections: why rows were rejected, the commonest reason first.
        totals: tweets and accounts of the window.
        tweet_types: the four types.
        content_formats: the content formats, over the tweets whose format is known.
        tweets_of_unknown_format: tweets whose content format the exports cannot tell.
        engagement: likes, retweets and replies.
        days: the days on which a tweet was posted.
        languages: the languages of the tweets.
        words: the ten most used words.
        hashtags: the ten most used hashtags.
        sentiment: the scorers, by name.
        network: the metrics, the layer of all ties first.
        communities: the largest communities.
        leaders: leaders by indegree and by outdegree.
        leader_groups: the two groups of leaders.
        most_active: the ten accounts that posted most.
        sample: the sample.
        withdrawn_tweets: tweets of the study that were forgotten.
        text: what else is said of the text.
        coding: what is said of codes.
        further: what is said beyond the published study.
        left_out: what the tables of the window were left out of, by table.
        platforms: the platforms of the window, the one with most tweets first.
        platform_engagement: likes, retweets and replies by platform.
        told_fields: what the rows say, by the format of their files; of edge lists nothing.
    """

    window: CollectionWindow
    settings: StudySettings
    files: tuple[ReportFile, ...]
    collections: tuple[CollectionFigure, ...]
    rejections: tuple[RejectionReason, ...]
    totals: Totals
    tweet_types: tuple[Category, ...]
    content_formats: tuple[Category, ...]
    tweets_of_unknown_format: int
    engagement: tuple[Engagement, ...]
    days: tuple[DayCount, ...]
    languages: Languages
    words: tuple[TermCount, ...]
    hashtags: tuple[TermCount, ...]
    sentiment: tuple[Sentiment, ...]
    network: tuple[Metric, ...]
    communities: tuple[Community, ...]
    leaders: tuple[Leader, ...]
    leader_groups: tuple[LeaderGroup, ...]
    most_active: tuple[AccountCount, ...]
    sample: SampleDraw
    withdrawn_tweets: int
    text: TextFacts
    coding: CodingFacts
    further: FurtherFacts = field(default_factory=FurtherFacts)
    left_out: tuple[tuple[str, Omission], ...] = ()
    platforms: tuple[PlatformCount, ...] = ()
    platform_engagement: tuple[PlatformEngagement, ...] = ()
    told_fields: tuple[ToldFields, ...] = ()

    @property
    def holds_several_platforms(self) -> bool:
        """Whether figures are of several platforms together, which is said then; false where that could not be read."""
        return len(read_only(self.platforms)) > 1

    @property
    def platforms_in_words(self) -> str:
        """The platforms with their tweets; empty of a window of X alone."""
        found = read_only(self.platforms)
        if [one.platform for one in found] in ([], [Platform.X]):
            return ""
        counts = (f"{one.label} ({'withheld' if is_withheld(one.tweets) else f'{one.tweets:,}'})" for one in found)
        return ", ".join(counts)

    @property
    def tweets_of_known_format(self) -> int:
        """Tweets whose content format the exports tell; withheld with the others."""
        unknown = self.tweets_of_unknown_format
        return unknown if is_withheld(unknown) else self.totals.tweets - unknown

    @property
    def rows_read(self) -> int:
        """Rows that the readers saw in the window's files."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_taken(self) -> int:
        """Rows that were taken from the window's files."""
        return sum(file.rows_taken for file in self.files)

    @property
    def rows_rejected(self) -> int:
        """Rows that were rejected, of the window's files."""
        return sum(file.rows_rejected for file in self.files)

    @property
    def likes(self) -> Engagement:
        """The likes."""
        return next(entry for entry in self.engagement if entry.measure == "likes")

    @property
    def first_sentiment(self) -> Sentiment | None:
        """The scorer whose figures stand in the headline; None where no tweet was scored."""
        return self.sentiment[0] if self.sentiment else None

    @property
    def top_words(self) -> TopWords:
        """The most used words, and what else was counted; of what could not be read there is none."""
        return TopWords.among((*self.words, *read_only(self.text.more_words)), self.settings.hashtags)

    @property
    def network_table(self) -> NetworkTable:
        """The metrics of all layers, a row a metric."""
        return network_table(self.network)

    @property
    def leaders_by_degree(self) -> list[tuple[str, list[Leader]]]:
        """The leaders by the degree that they lead by."""
        return [(degree, list(group)) for degree, group in groupby(self.leaders, key=lambda leader: leader.leads_by)]

    def tweets_of_type(self, tweet_type: str) -> int | None:
        """The tweets of one type; None where the exports cannot tell."""
        return next(category.tweets for category in self.tweet_types if category.name == tweet_type)

    def whole_network(self, metric: str) -> Metric | None:
        """A metric of the layer of all ties; None where it was not computed."""
        found = (entry for entry in self.network if entry.layer == WHOLE_NETWORK and entry.metric == metric)
        return next(found, None)


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
    study_hashtags = [hashtag.lower() for hashtag in study.settings.hashtags]
    totals = read.row("totals", Totals, study_hashtags=study_hashtags)
    formats = read.rows("content_formats", _Group)
    return ReportFacts(
        window=window,
        settings=study.settings,
        files=read.rows("export_files", ReportFile),
        collections=read.rows("collections", CollectionFigure),
        rejections=read.rows("rejection_reasons", RejectionReason),
        totals=totals,
        tweet_types=read.made(
            "tweet types", lambda: _tweet_types(read.rows("tweet_types", _Group), totals.perhaps_quotes)
        ),
        content_formats=read.made("content formats", lambda: _in_order(CONTENT_FORMATS, formats)),
        tweets_of_unknown_format=read.made(
            "tweets of unknown format", lambda: sum(group.tweets for group in formats if group.name is None)
        ),
        engagement=read.rows("engagement", Engagement),
        days=read.rows("tweets_per_day", DayCount),
        languages=Languages(read.rows("languages", LanguageCount)),
        words=read.rows("top_words", TermCount),
        hashtags=read.rows("top_hashtags", TermCount),
        sentiment=read.rows("sentiment", Sentiment),
        network=read.rows("network_metrics", Metric),
        communities=read.rows("communities", Community),
        leaders=read.rows("leaders", Leader),
        leader_groups=read.rows("leader_groups", LeaderGroup),
        most_active=read.rows("top_posters", AccountCount),
        sample=read.row("sample", SampleDraw),
        withdrawn_tweets=read_register(study.forgotten).count_of_tweets,
        text=_text_facts(read, study.settings.words.top),
        coding=_coding_facts(read),
        further=_further_facts(read),
        left_out=tuple((asset, one) for asset, one in warehouse.omissions(window) if asset != REPORT),
        platforms=read.rows("platforms", PlatformCount),
        platform_engagement=read.rows("platform_engagement", PlatformEngagement),
        told_fields=read.rows("told_fields", ToldFields),
    )


def _text_facts(read: "_Reader", top: int) -> TextFacts:
    return TextFacts(
        more_words=read.rows("more_words", TermCount, top=top),
        bigrams=read.rows("top_bigrams", TermCount),
        lists=read.rows("word_lists", ListCount),
        key_words=read.rows("key_words", KeyWord),
        scorer_pairs=read.rows("scorer_agreement", ScorerPair),
        style=read.rows("style", StyleFigure),
        liwc=read.rows("liwc", LiwcFigure),
        silent_scorers=read.rows("silent_scorers", SilentScorer),
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
    )


def _further_facts(read: "_Reader") -> FurtherFacts:
    return FurtherFacts(
        pairs=read.rows("further/hashtag_pairs", HashtagPair),
        domains=read.rows("further/link_domains", LinkDomain),
        shares=read.rows("further/group_frequencies", GroupShare),
        lists=read.rows("further/word_list_sentiment", ListSentiment),
        entries=read.rows("further/entries", Entry),
        introducers=read.rows("further/introducers", Introducer),
        participation=read.rows("further/participation", Participation),
        curve=read.rows("further/lorenz_curve", CurvePoint),
        delays=read.rows("further/response_delays", ResponseDelay),
    )


@dataclass(frozen=True)
class _Group:
    name: str | None
    tweets: int


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


def _tweet_types(groups: Sequence[_Group], perhaps_quotes: int) -> tuple[Category, ...]:
    """The four types; finding no quote tweet says nothing where files do not say."""
    return tuple(
        Category(category.name, None)
        if category.name == "quote tweet" and category.tweets == 0 and perhaps_quotes > 0
        else category
        for category in _in_order(TWEET_TYPES, groups)
    )
