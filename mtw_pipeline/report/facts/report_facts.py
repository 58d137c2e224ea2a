"""Everything that the report of one window says, and what follows from it without looking anywhere else.

What belongs here: the facts of a window together, and what is said of several of them. What does not: the shape of one
figure (collection.py, tweets.py, text.py, accounts.py, network.py, groups.py, coding.py), and reading them
(of_window.py).
"""

from dataclasses import dataclass, field
from itertools import groupby

from mtw_pipeline.attempts import Omission
from mtw_pipeline.exports.filled_fields import FilledFields
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.network_table import NetworkTable, network_table
from mtw_pipeline.platforms import Platform
from mtw_pipeline.report.facts.accounts import AccountFacts
from mtw_pipeline.report.facts.coding import (
    CodingFacts,
    SampleDraw,
)
from mtw_pipeline.report.facts.collection import CollectionFigure, RejectionReason, ReportFile
from mtw_pipeline.report.facts.groups import GroupFacts
from mtw_pipeline.report.facts.languages import Languages
from mtw_pipeline.report.facts.network import Community, Leader, LeaderGroup
from mtw_pipeline.report.facts.text import (
    Sentiment,
    TermCount,
    TextFacts,
    TopWords,
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
from mtw_pipeline.report.parts import Unread, read_only
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.tweets import NOT_KNOWN

_PASSED_ON = {Platform.BLUESKY.value: "reposts", Platform.MASTODON.value: "boosts"}
"""By platform, what a retweet is called there."""

WHOLE_NETWORK = "all"
DENSITY = "density_directed"
RECIPROCITY = "reciprocity_ties"


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
        content_formats: the content formats, each with how many of the tweets of unknown format may be of it.
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
        accounts: what is said of accounts.
        groups: what is said of groups of tweets.
        delays: how soon retweets, replies and quote tweets came.
        left_out: what the tables of the window were left out of, by table.
        platforms: the platforms of the window, the one with most tweets first.
        platform_engagement: likes, retweets and replies by platform.
        filled_fields: what the rows say, by the format of their files; of edge lists nothing.
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
    accounts: AccountFacts = field(default_factory=AccountFacts)
    groups: GroupFacts = field(default_factory=GroupFacts)
    delays: tuple[ResponseDelay, ...] = ()
    left_out: tuple[tuple[str, Omission], ...] = ()
    platforms: tuple[PlatformCount, ...] = ()
    platform_engagement: tuple[PlatformEngagement, ...] = ()
    filled_fields: tuple[FilledFields, ...] = ()

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
    def is_of_x(self) -> bool:
        """Whether it holds tweets of X; so, too, where the platforms are not known."""
        found = [one.platform for one in read_only(self.platforms)]
        return not found or Platform.X in found

    @property
    def retweets_in_words(self) -> str:
        """What the retweets of the window's further platforms are, as a sentence; empty of a window of X alone."""
        known = (one for one in read_only(self.platforms) if one.platform in _PASSED_ON)
        named = " and ".join(f"{_PASSED_ON[one.platform]} on {one.label}" for one in known)
        return f"Retweets are {named}." if named else ""

    @property
    def holds_ties_alone(self) -> bool:
        """Whether its files are edge lists, and nothing tells of any tweet."""
        totals = self.totals
        if isinstance(totals, Unread):
            return False
        return totals.tie_rows > 0 and totals.tweets == 0 and not is_withheld(totals.tweets)

    @property
    def shown_formats(self) -> tuple[Category, ...]:
        """The content formats, and the tweets of which none is known where there are such."""
        unknown = self.tweets_of_unknown_format
        is_there = is_withheld(unknown) or unknown > 0
        return (*self.content_formats, *([Category(NOT_KNOWN, unknown)] if is_there else []))

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
