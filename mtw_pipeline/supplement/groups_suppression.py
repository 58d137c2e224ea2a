"""Counts of few people in what the report says of groups of tweets: their categories, and the domains they link to.

What belongs here: which of these figures are withheld. What does not: the rules of withholding (withholding.py), and
names (masked_facts.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from mtw_pipeline.report.facts.groups import GroupFacts, GroupShare, LinkDomain
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.facts.tweets import Category, DayCount
from mtw_pipeline.report.parts import read_only, unless_unread
from mtw_pipeline.report.withheld import Few, FewShare, is_withheld
from mtw_pipeline.supplement.withholding import withheld_cells, withheld_of
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


def groups_suppressed(facts: GroupFacts, elsewhere: Elsewhere, fewest: int) -> GroupFacts:
    """The facts of groups without counts behind which fewer than ``fewest`` people stand.

    Args:
        facts: the facts, as the team sees them.
        elsewhere: what is withheld of all tweets, so that nothing here gives it away.
        fewest: how many people have to stand behind a count.
    """
    return GroupFacts(
        shares=unless_unread(facts.shares, lambda _: tuple(_shares(facts, elsewhere, fewest))),
        domains=unless_unread(facts.domains, lambda those: tuple(_domains(those, fewest))),
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


def _domains(domains: Iterable[LinkDomain], fewest: int) -> Iterable[LinkDomain]:
    """Domains of enough people; in groups without their counts, of which those of other groups would follow."""
    for one in domains:
        if one.posters >= fewest:
            hidden: dict[str, Any] = {} if one.grouped_by == "all tweets" else {"links": Few(), "tweets": Few()}
            yield replace(one, tweets_without_retweets=Few(), **hidden)


def _shares(facts: GroupFacts, elsewhere: Elsewhere, fewest: int) -> Iterable[GroupShare]:
    """The shares of tables, of which the tweets without the variable are a last column, which nobody sees."""
    few_groups = _few_groups(facts, fewest) | {("week", False, week) for week in elsewhere.weeks}
    sizes = _sizes(facts)
    for table in facts.group_tables:
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


def _sizes(facts: GroupFacts) -> dict[tuple[str, bool, str], int]:
    """The tweets of each group, of whichever variable most have."""
    found: dict[tuple[str, bool, str], int] = {}
    for share in facts.shares:
        group = (share.grouped_by, share.is_sampled, share.group_name)
        found[group] = max(found.get(group, 0), share.of_tweets)
    return found


def _few_groups(facts: GroupFacts, fewest: int) -> set[tuple[str, bool, str]]:
    """Kind of group, whether of sampled tweets, and group, of which the tweets are withheld in every table alike."""
    people: dict[tuple[str, bool, str], int] = {}
    for share in facts.shares:
        group = (share.grouped_by, share.is_sampled, share.group_name)
        people[group] = max(people.get(group, 0), share.posters)
    found = set()
    for table in facts.group_tables:
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
