"""What the collections of a window may lack, all of them together.

What belongs here: gaps that a later collection filled, and times that none asked for. What does not: what one
collection notes of itself (records.py).
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from mtw_pipeline.collect.collector import REFRESH, STREAM, Span
from mtw_pipeline.collect.planning import days_of, uncovered
from mtw_pipeline.collect.records import GapRecord, Record
from mtw_pipeline.study.windows import CollectionWindow

NOT_ASKED_FOR = "no collection asked for what was posted in this time"


def gaps_of(records: Sequence[Record], window: CollectionWindow) -> Mapping[str, list[GapRecord]]:
    """By name of a collection, what it may lack; of the last one of a question too, what none of them asked for.

    Args:
        records: of the collections whose files lie in the window.
        window: the window.
    """
    gone_on_with = {one.continues for one in records}
    found = {one.name: [gap for gap in one.gaps if not (gap.is_left and one.name in gone_on_with)] for one in records}
    searches = [one for one in records if not one.source.endswith(REFRESH) and one.source != STREAM]
    for _, group in groupby(sorted(searches, key=_asked), key=_asked):
        of_question = sorted(group, key=lambda one: (one.end, one.name))
        last = of_question[-1]
        asked = [one for one in searches if one.source == last.source and one.question.covers(last.question)]
        spans = [one.span for one in asked]
        spans += [Span(gap.start, gap.end) for one in asked for gap in one.gaps if gap.start and gap.end]
        found[last.name] += [
            GapRecord(reason=NOT_ASKED_FOR, start=span.start, end=span.end)
            for span in uncovered(days_of(window), spans)
        ]
    return found


def _asked(record: Record) -> tuple[str, str, str]:
    return record.source, record.server, record.query
