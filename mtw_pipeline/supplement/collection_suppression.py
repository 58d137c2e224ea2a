"""Counts of few people in what the report says of the collection: files, and what came when.

What belongs here: which of these figures are withheld, or told together. What does not: the rules of withholding
(withholding.py), and names (masked_facts.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from mtw_pipeline.report.facts.collection import CollectionFigure, ReportFile
from mtw_pipeline.report.facts.tweets import DayCount
from mtw_pipeline.report.withheld import Few, OfTheProgram, is_withheld
from mtw_pipeline.supplement.people_behind import PeopleBehind
from mtw_pipeline.supplement.withholding import withheld_of

_ROWS = ("rows_read", "rows_taken", "rows_rejected", "rows_with_bad_cells")
_SEVERAL = OfTheProgram("several")
_POSTS_OF_A_SENTENCE = re.compile(r"(?<![0-9,])[0-9][0-9,]*(?= posts?\b)|(?<=\bgave )[0-9][0-9,]*")
_SOME = "some"


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

    Sentences on what may be lacking say how many a platform counts and gave.

    Args:
        collections: the collections.
        days: the days, in which those of few people are withheld.
        fewest: how many people have to stand behind a count.
    """
    numbers = [number for one in collections for number in (one.posts, one.counted_posts) if number is not None]
    is_small = any(0 < one < fewest for one in numbers) or any(is_withheld(one.tweets) for one in days)
    return tuple(map(_without_posts, collections)) if is_small else tuple(collections)


def _without_posts(collection: CollectionFigure) -> CollectionFigure:
    return replace(
        collection,
        posts=Few(),
        counted_posts=None if collection.counted_posts is None else Few(),
        gaps=tuple(_without_numbers(one) for one in collection.gaps),
        interruptions=tuple(_without_numbers(one) for one in collection.interruptions),
    )


def _without_numbers(said: str) -> str:
    return _POSTS_OF_A_SENTENCE.sub(_SOME, said)
