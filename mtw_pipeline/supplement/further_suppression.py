"""Counts of few people in what the report says beyond the published study: pairs, links, groups, entries, delays.

What belongs here: which of these figures are withheld. What does not: the rules of withholding (withholding.py), and
names (masked_facts.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

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
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.tweets import Category, DayCount
from mtw_pipeline.report.parts import read_only, unless_unread
from mtw_pipeline.report.withheld import Few, FewShare, is_withheld
from mtw_pipeline.supplement.withholding import RETWEET, about, withheld_cells, withheld_of
from mtw_pipeline.warehouse.tables.accounts import WAYS_TO_COUNT
from mtw_pipeline.warehouse.tables.tweets import NOT_KNOWN


@dataclass(frozen=True)
class Elsewhere:
    """What the report as a whole withholds.

    Args:
        types: the types of which it withholds the tweets.
        categories: by variable, the categories likewise, of all tweets or of the sample.
        weeks: the Mondays of weeks of which it withholds a day.
        without: kind of group, group and variable: who posted those of its tweets that are without the variable.
    """

    types: Collection[str]
    categories: Mapping[str, Collection[str | None]]
    weeks: Collection[str]
    without: Mapping[tuple[str, str, str], int] = field(default_factory=dict)


_SIGNS = (
    (("both_signs", "both_posters"), ("positive_alone", "positive_posters")),
    (("negative_alone", "negative_posters"), ("neither_sign", "neither_posters")),
)
"""Counts with their people: a row with positive words and one without, a column with negative ones and one without."""
_BANDS = ("within_an_hour", "within_a_day", "within_a_week", "later")
_QUARTILES = ("lower_quartile", "median", "upper_quartile")
_ALL = 100
_, _WITHOUT_RETWEETS = WAYS_TO_COUNT


def further_suppressed(further: FurtherFacts, elsewhere: Elsewhere, fewest: int) -> FurtherFacts:
    """The facts without counts behind which fewer than ``fewest`` people stand.

    Args:
        further: the facts, as the team sees them.
        elsewhere: what is withheld of all tweets, so that nothing here gives it away.
        fewest: how many people have to stand behind a count.
    """
    return FurtherFacts(
        pairs=unless_unread(further.pairs, lambda those: tuple(_pairs(those, fewest))),
        domains=unless_unread(further.domains, lambda those: tuple(_domains(those, fewest))),
        shares=unless_unread(further.shares, lambda _: tuple(_shares(further, elsewhere, fewest))),
        lists=unless_unread(further.lists, lambda those: tuple(_list(one, fewest) for one in those)),
        entries=unless_unread(further.entries, lambda those: _entries(those, fewest)),
        introducers=unless_unread(further.introducers, lambda those: tuple(map(_introducer, those))),
        participation=unless_unread(further.participation, lambda those: _ways(those, elsewhere.types, fewest)),
        curve=unless_unread(
            further.curve, lambda those: tuple(_curve(those, read_only(further.participation), fewest))
        ),
        delays=unless_unread(
            further.delays, lambda those: tuple(_delay(one, elsewhere.types, fewest) for one in those)
        ),
    )


def withheld_elsewhere(facts: ReportFacts, without: Mapping[tuple[str, str, str], int]) -> Elsewhere:
    """What is withheld of all tweets.

    Args:
        facts: the facts, in which that is done.
        without: who posted those of a group that are without a variable.
    """
    types = _withheld(facts.tweet_types)
    found: dict[str, set[str | None]] = {
        "tweet_type": {*types}, "content_format": {*_withheld(facts.content_formats)},
    }  # fmt: skip
    if is_withheld(facts.tweets_of_unknown_format):
        found["content_format"].add(NOT_KNOWN)
    for scorer in read_only(facts.sentiment):
        labels = {label for label in ("positive", "neutral", "negative") if is_withheld(getattr(scorer, label))}
        found.setdefault(_variable_of(scorer.scorer), set()).update(labels)
        if is_withheld(scorer.scored):
            found[_variable_of(scorer.scorer)].add(None)
    for entry in read_only(facts.coding.frequencies):
        if is_withheld(entry.tweets):
            found.setdefault(entry.variable, set()).add(entry.category)
    weeks = {_monday(day) for day in read_only(facts.days) if is_withheld(day.tweets)}
    return Elsewhere(types, found, weeks, without)


def _withheld(categories: Sequence[Category]) -> set[str]:
    return {one.name for one in read_only(categories) if is_withheld(one.tweets)}


def _monday(day: DayCount) -> str:
    return (day.day - timedelta(day.day.weekday())).isoformat()


def _variable_of(scorer: str) -> str:
    kind = scorer.split(" ", maxsplit=1)[0]
    return f"sentiment_{kind}" if kind in ("vader", "word_list") else "sentiment_transformer"


def _pairs(pairs: Iterable[HashtagPair], fewest: int) -> Iterable[HashtagPair]:
    """Pairs of enough people; nobody counts who posted them without retweets, or retweeted them."""
    for one in pairs:
        if one.posters >= fewest:
            yield replace(one, tweets_without_retweets=Few())


def _domains(domains: Iterable[LinkDomain], fewest: int) -> Iterable[LinkDomain]:
    """Domains of enough people; in groups without their counts, of which those of other groups would follow."""
    for one in domains:
        if one.posters >= fewest:
            hidden: dict[str, Any] = {} if one.grouped_by == "all tweets" else {"links": Few(), "tweets": Few()}
            yield replace(one, tweets_without_retweets=Few(), **hidden)


def _shares(further: FurtherFacts, elsewhere: Elsewhere, fewest: int) -> Iterable[GroupShare]:
    """The shares of tables, of which the tweets without the variable are a last column, which nobody sees."""
    few_groups = _few_groups(further, fewest) | {("week", False, week) for week in elsewhere.weeks}
    sizes = _sizes(further)
    for table in further.group_tables:
        names = [row.group_name for row in table.rows]
        groups = [(table.grouped_by, table.is_sampled, name) for name in names]
        without = [sizes[group] - row.of_tweets for group, row in zip(groups, table.rows, strict=True)]
        counts = [[share.tweets if share else 0 for share in row.shares] for row in table.rows]
        people = [[share.posters if share else 0 for share in row.shares] for row in table.rows]
        counts = [[*line, rest] for line, rest in zip(counts, without, strict=True)]
        people = [
            [*line, elsewhere.without.get((table.grouped_by, name, table.variable), 0)]
            for line, name in zip(people, names, strict=True)
        ]
        rows = frozenset(place for place, group in enumerate(groups) if group in few_groups)
        hidden = elsewhere.categories.get(table.variable, ())
        columns = frozenset(place for place, name in enumerate((*table.categories, None)) if name in hidden)
        cells = withheld_cells(counts, people, rows, columns, fewest)
        last = len(table.categories)
        for row, line in enumerate(table.rows):
            for column, share in enumerate(line.shares):
                if share is not None:
                    group_is_few = row in rows or (row, last) in cells
                    yield _share(share, is_few=(row, column) in cells, group_is_few=group_is_few)


def _sizes(further: FurtherFacts) -> dict[tuple[str, bool, str], int]:
    """The tweets of each group, of whichever variable most have."""
    found: dict[tuple[str, bool, str], int] = {}
    for share in further.shares:
        group = (share.grouped_by, share.is_sampled, share.group_name)
        found[group] = max(found.get(group, 0), share.of_tweets)
    return found


def _few_groups(further: FurtherFacts, fewest: int) -> set[tuple[str, bool, str]]:
    """Kind of group, whether of sampled tweets, and group, of which the tweets are withheld in every table alike."""
    people: dict[tuple[str, bool, str], int] = {}
    for share in further.shares:
        group = (share.grouped_by, share.is_sampled, share.group_name)
        people[group] = max(people.get(group, 0), share.posters)
    found = set()
    for table in further.group_tables:
        groups = [(table.grouped_by, table.is_sampled, row.group_name) for row in table.rows]
        few = withheld_of([row.of_tweets for row in table.rows], [people[group] for group in groups], fewest)
        found |= {groups[place] for place in few}
    return found


def _share(share: GroupShare, *, is_few: bool, group_is_few: bool) -> GroupShare:
    """A share that may be published; of a group whose size is withheld percents would give it away."""
    hidden: dict[str, Any] = {"of_tweets": Few()} if group_is_few else {}
    if is_few or group_is_few:
        hidden |= {"tweets": Few(), "percent": FewShare(), "low": None, "high": None}
    return replace(share, **hidden)


def _list(one: ListSentiment, fewest: int) -> ListSentiment:
    """As a table whose margins are shown: they are the tweets with words of each list."""
    counts = [[getattr(one, count) for count, _ in row] for row in _SIGNS]
    people = [[getattr(one, posters) for _, posters in row] for row in _SIGNS]
    few = withheld_cells(counts, people, frozenset(), frozenset(), fewest)
    hidden: dict[str, Any] = {_SIGNS[row][column][0]: Few() for row, column in few}
    return replace(one, **hidden)


def _entries(entries: tuple[Entry, ...], fewest: int) -> tuple[Entry, ...]:
    counts = [entry.accounts for entry in entries]
    few = withheld_of(counts, counts, fewest)
    return tuple(replace(entry, accounts=Few()) if place in few else entry for place, entry in enumerate(entries))


def _introducer(one: Introducer) -> Introducer:
    return replace(one, introduced=about(one.introduced) or 0)


def _ways(ways: tuple[Participation, ...], types: Collection[str], fewest: int) -> tuple[Participation, ...]:
    """Without what all tweets less those without retweets would tell: few who only retweet, or withheld retweets."""
    posters = [one.posters for one in ways]
    hidden: dict[str, Any] = (
        {"posters": Few()} if 0 < max(posters, default=0) - min(posters, default=0) < fewest else {}
    )
    if RETWEET in types:
        hidden |= {"tweets": Few(), "tweets_of_top_1": Few(), "tweets_of_top_10": Few()}
    return tuple(
        replace(_participation(one, fewest), **(hidden if one.counted == _WITHOUT_RETWEETS else {})) for one in ways
    )


def _participation(one: Participation, fewest: int) -> Participation:
    hidden: dict[str, Any] = {
        f"tweets_of_{top}": Few() for top in ("top_1", "top_10") if getattr(one, f"posters_of_{top}") < fewest
    }
    if 0 < one.posters_of_one < fewest:
        hidden["posters_of_one"] = Few()
    if 0 < one.posters_of_top_10 - one.posters_of_top_1 < fewest:
        hidden["tweets_of_top_1"] = Few()
    if 0 < one.posters - one.posters_of_one < fewest:
        hidden["posters_of_one"] = Few()
    if one.posters < fewest:
        hidden |= {"posters_of_one": Few(), "tweets": Few(), "gini": FewShare()}
    return replace(one, **hidden)


def _curve(curve: Sequence[CurvePoint], ways: Sequence[Participation], fewest: int) -> Iterable[CurvePoint]:
    """Points between which enough accounts lie, so that none tells what few of them posted.

    The table tells of points of its own: those that posted once, all but the first 1 % and 10 %. A point just beside
    one of them would tell of the accounts between.
    """
    marks = {
        one.counted: (
            one.posters_of_one, one.posters - one.posters_of_top_1, one.posters - one.posters_of_top_10,
        )
        for one in ways
    }  # fmt: skip
    totals = {point.counted: point.posters for point in curve if point.percent_of_posters == _ALL}
    kept: dict[str, int] = {}
    for point in curve:
        total = totals[point.counted]
        since = point.posters - kept.get(point.counted, 0)
        is_end = point.percent_of_posters in (0, _ALL)
        is_beside = any(0 < abs(point.posters - mark) < fewest for mark in marks.get(point.counted, ()))
        if is_end or (since >= fewest and total - point.posters >= fewest and not is_beside):
            kept[point.counted] = point.posters
            yield point


def _delay(one: ResponseDelay, types: Collection[str], fewest: int) -> ResponseDelay:
    """Nobody counts who posted those before their original."""
    counts = [getattr(one, band) for band in _BANDS]
    few = withheld_of(counts, [getattr(one, f"posters_{band}") for band in _BANDS], fewest)
    hidden: dict[str, Any] = {"before_original": Few(), **{_BANDS[place]: Few() for place in few}}
    if one.tweet_type in types:
        hidden |= dict.fromkeys(("tweets", "originals_named", "delays_known", *_BANDS), Few())
    if 0 < one.tweets - one.delays_known < fewest:
        hidden["delays_known"] = Few()
    if 0 < one.posters < fewest:
        hidden |= {name: FewShare() for name in _QUARTILES} | {"delays_known": Few()}
    return replace(one, **hidden)
