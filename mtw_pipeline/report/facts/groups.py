"""What the report says of groups of tweets: what they are coded and scored as, and which domains they link to.

What belongs here: plain values, a class for each statement of sql/report/groups/, and tables of them. What does not:
reading them (of_window.py), communities (network.py) and accounts (accounts.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, NOT_KNOWN, TWEET_TYPES

_ORDERS: dict[str, tuple[str, ...]] = {"tweet_type": TWEET_TYPES, "content_format": (*CONTENT_FORMATS, NOT_KNOWN)}
_LABELS = ("positive", "neutral", "negative")


@dataclass(frozen=True)
class LinkDomain:
    """A registered domain that the tweets of a group link to."""

    grouped_by: str
    group_name: str
    domain: str
    is_shortener: bool
    links: int
    tweets: int
    tweets_without_retweets: int
    posters: int


@dataclass(frozen=True)
class GroupShare:
    """A category of a variable among the tweets of a group; an interval where the variable was sampled."""

    grouped_by: str
    group_name: str
    variable: str
    category: str
    is_sampled: bool
    tweets: int
    of_tweets: int
    percent: float
    low: float | None
    high: float | None
    posters: int
    category_order: int | None = None


@dataclass(frozen=True)
class GroupRow:
    """A group with its share of each category, in the order of the table's; None where no tweet has it."""

    group_name: str
    of_tweets: int
    shares: tuple[GroupShare | None, ...]


@dataclass(frozen=True)
class GroupTable:
    """A variable by groups of one kind."""

    grouped_by: str
    variable: str
    is_sampled: bool
    categories: tuple[str, ...]
    rows: tuple[GroupRow, ...]

    @property
    def has_categories_down(self) -> bool:
        """Whether a row is a category and a column a group: where that makes the narrower table."""
        return len(self.rows) < len(self.categories)

    @property
    def columns(self) -> int:
        """The columns of numbers."""
        return min(len(self.rows), len(self.categories)) + 1

    @property
    def has_unknown(self) -> bool:
        """Whether tweets of no known content format are a category of it."""
        return self.variable == "content_format" and NOT_KNOWN in self.categories

    @property
    def is_told(self) -> bool:
        """Whether groups can be compared: not where the tweets of all of them are withheld, or of all but one."""
        withheld = sum(is_withheld(row.of_tweets) for row in self.rows)
        return withheld == 0 or len(self.rows) - withheld > 1


@dataclass(frozen=True)
class GroupFacts:
    """What the report says of groups of tweets: by community, by class of leader, by week.

    Args:
        shares: categories by group.
        domains: the domains of most tweets of each group, all tweets first.
    """

    shares: tuple[GroupShare, ...] = ()
    domains: tuple[LinkDomain, ...] = ()

    @property
    def group_tables(self) -> tuple[GroupTable, ...]:
        """A table for every kind of groups and every variable."""
        found: dict[tuple[str, str], list[GroupShare]] = {}
        for share in self.shares:
            found.setdefault((share.grouped_by, share.variable), []).append(share)
        return tuple(_table(grouped_by, variable, shares) for (grouped_by, variable), shares in found.items())

    def tables_by(self, grouped_by: str) -> tuple[GroupTable, ...]:
        """The tables of one kind of groups: a sentiment, which is shown at once, then in the codebook's order.

        Args:
            grouped_by: ``community``, ``leader_class`` or ``week``.
        """
        tables = [table for table in self.group_tables if table.grouped_by == grouped_by]
        labelled = {table.variable for table in tables if table.variable.startswith("sentiment_")}
        shown = "sentiment_vader" if "sentiment_vader" in labelled else max(labelled, default="")
        return tuple(sorted(tables, key=lambda table: table.variable != shown))

    @property
    def domains_of_all(self) -> tuple[LinkDomain, ...]:
        """The domains of all tweets."""
        return tuple(one for one in self.domains if one.grouped_by == "all tweets")

    @property
    def domains_by_group(self) -> list[tuple[str, str, list[LinkDomain]]]:
        """Kind of group, group and its domains, for all groups but all tweets."""
        rest = [one for one in self.domains if one.grouped_by != "all tweets"]
        groups = groupby(rest, key=lambda one: (one.grouped_by, one.group_name))
        return [(grouped_by, name, list(found)) for (grouped_by, name), found in groups]


def _table(grouped_by: str, variable: str, shares: Sequence[GroupShare]) -> GroupTable:
    order = _ORDERS.get(variable, _LABELS if variable.startswith("sentiment_") else ())
    tweets: dict[str, int] = {}
    for share in shares:
        tweets[share.category] = tweets.get(share.category, 0) + share.tweets
    places = {name: place for place, name in enumerate(order)}
    places |= {share.category: share.category_order for share in shares if share.category_order is not None}
    by_size = sorted(tweets, key=lambda category: (-tweets[category], category))
    categories = tuple(sorted(by_size, key=lambda one: places.get(one, len(places) + 1)))
    cells = {(share.group_name, share.category): share for share in shares}
    totals = {share.group_name: share.of_tweets for share in shares}
    rows = tuple(
        GroupRow(name, of_tweets, tuple(cells.get((name, category)) for category in categories))
        for name, of_tweets in totals.items()
    )
    return GroupTable(grouped_by, variable, shares[0].is_sampled, categories, rows)
