"""Counts of few people in what the report says of the collection: files, what came when, what tweets use.

What belongs here: which of these figures are withheld, or told together. What does not: the rules of withholding
(withholding.py), and names (masked_facts.py).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mtw_pipeline.report.facts.collection import CollectionFigure, ReportFile
from mtw_pipeline.report.facts.text import Sentiment
from mtw_pipeline.report.facts.tweets import DayCount, Totals
from mtw_pipeline.report.withheld import Few, OfTheProgram, is_withheld
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.withholding import withheld_of

LABELS = ("positive", "neutral", "negative")
_RESOURCES = {
    "with_hashtags": "tweets", "with_other_hashtags": "with_hashtags", "with_mentions": "tweets",
    "with_emoji": "tweets", "with_links": "tweets",
}  # fmt: skip
"""Counts, and the count that each is a part of: what the one lacks of the other is a count too."""
_OF_TEXTS = ("cut_texts", "perhaps_quotes", "perhaps_replies", "perhaps_links", "untold_links")
_ROWS = ("rows_read", "rows_taken", "rows_rejected", "rows_with_bad_cells")
_SEVERAL = OfTheProgram("several")


def totals_suppressed(totals: Totals, behind: PeopleBehind, fewest: int) -> Totals:
    """What tweets use, where neither those that use it nor the others are of few people.

    Args:
        totals: the counts.
        behind: who stands behind them.
        fewest: how many people have to stand behind a count.
    """
    few: dict[str, Any] = {}
    for name, whole in _RESOURCES.items():
        count, others = getattr(totals, name), getattr(totals, whole) - getattr(totals, name)
        if (count and behind.of("resource", name) < fewest) or (others and behind.of("no resource", name) < fewest):
            few[name] = Few()
    few |= {name: Few() for name in _OF_TEXTS if 0 < getattr(totals, name) < fewest}
    return replace(totals, **few)


def sentiment_suppressed(one: Sentiment, tweets: int, behind: PeopleBehind, fewest: int) -> Sentiment:
    """The labels of a scorer, of which the tweets without a label are one more.

    Args:
        one: the labels.
        tweets: all tweets of the window.
        behind: who stands behind them.
        fewest: how many people have to stand behind a count.
    """
    counts = [*(getattr(one, label) for label in LABELS), tweets - one.scored]
    people = [behind.of("sentiment", one.scorer, label) for label in (*LABELS, None)]
    names = (*LABELS, "scored")
    hidden: dict[str, Any] = {names[place]: Few() for place in withheld_of(counts, people, fewest)}
    return replace(one, **hidden)


def files_suppressed(files: Sequence[ReportFile], behind: PeopleBehind, fewest: int) -> tuple[ReportFile, ...]:
    """The files, those of few people as one with a further one: a file may be of one day.

    Args:
        files: the files.
        behind: who stands behind the tweets of their rows.
        fewest: how many people have to stand behind a count.
    """
    people = [behind.of("file", one.export_file) for one in files]
    few = withheld_of([one.rows_taken for one in files], people, fewest)
    merged = [one for place, one in enumerate(files) if place in few]
    if len(merged) <= 1:
        return tuple(files)
    formats = {one.format for one in merged}
    whole = ReportFile(
        export_file=OfTheProgram(f"{len(merged)} further files"),
        status=merged[0].status,
        refusal=None,
        format=formats.pop() if len(formats) == 1 else _SEVERAL,
        unknown_columns=(),
        notes=(),
        **{name: sum(getattr(one, name) for one in merged) for name in _ROWS},
    )
    return (*(one for place, one in enumerate(files) if place not in few), whole)


def collections_suppressed(
    collections: Sequence[CollectionFigure], days: Sequence[DayCount], fewest: int
) -> tuple[CollectionFigure, ...]:
    """The collections without their posts, where one has few or a day is withheld: a collection may be of one day.

    Args:
        collections: the collections.
        days: the days, in which those of few people are withheld.
        fewest: how many people have to stand behind a count.
    """
    is_small = any(0 < one.posts < fewest for one in collections) or any(is_withheld(one.tweets) for one in days)
    return tuple(replace(one, posts=Few()) for one in collections) if is_small else tuple(collections)
