"""Counts of few people in what the report says of accounts: entries, introducers, participation.

What belongs here: which of these figures are withheld. What does not: the rules of withholding (withholding.py), and
names (masked_facts.py).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from mtw_pipeline.report.facts.accounts import AccountFacts, CurvePoint, Entry, Introducer, Participation
from mtw_pipeline.report.parts import read_only, unless_unread
from mtw_pipeline.report.withheld import Few, FewShare
from mtw_pipeline.supplement.withholding import RETWEET, about, withheld_of
from mtw_pipeline.warehouse.tables.accounts import WAYS_TO_COUNT

_ALL = 100
_, _WITHOUT_RETWEETS = WAYS_TO_COUNT


def accounts_suppressed(facts: AccountFacts, types: Collection[str], fewest: int) -> AccountFacts:
    """The facts of accounts without counts behind which fewer than ``fewest`` people stand.

    Args:
        facts: the facts, as the team sees them.
        types: the types of which the tweets are withheld elsewhere, so that nothing here gives them away.
        fewest: how many people have to stand behind a count.
    """
    return AccountFacts(
        entries=unless_unread(facts.entries, lambda those: _entries(those, fewest)),
        introducers=unless_unread(facts.introducers, lambda those: tuple(map(_introducer, those))),
        participation=unless_unread(facts.participation, lambda those: _ways(those, types, fewest)),
        curve=unless_unread(facts.curve, lambda those: tuple(_curve(those, read_only(facts.participation), fewest))),
    )


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
