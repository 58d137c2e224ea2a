"""What the collections of a window may lack, all of them together.

What belongs here: gaps that a later collection filled, and times that none asked for. What does not: what one
collection notes of itself (record.py).
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from mtw_pipeline.collect.collector import REFRESH, STREAM
from mtw_pipeline.collect.records.planning import days_of, still_to_ask
from mtw_pipeline.collect.records.record import GapRecord, Record
from mtw_pipeline.study.windows import CollectionWindow

NOT_ASKED_FOR = "no collection asked for what was posted in this time"
UNFINISHED = "the collection is unfinished, and nothing of it is in the tables"


def gaps_of(records: Sequence[Record], window: CollectionWindow) -> Mapping[str, list[GapRecord]]:
    """By name of a collection, what it may lack; of the last one of a question too, what none of them asked for.

    Args:
        records: of the collections whose files lie in the window, and perhaps of those that are unfinished.
        window: the window.
    """
    gone_on_with = {one.continues for one in records if one.is_whole}
    found = {one.name: [gap for gap in one.gaps if not (gap.is_left and one.name in gone_on_with)] for one in records}
    for one in (one for one in records if not one.is_whole):
        span = one.span if one.continues is None else None  # that which it goes on with tells what is left
        found[one.name].append(
            GapRecord(reason=UNFINISHED, start=span.start if span else None, end=span.end if span else None)
        )
    searches = [one for one in records if not one.source.endswith(REFRESH) and one.source != STREAM]
    for _, group in groupby(sorted(searches, key=_asked), key=_asked):
        of_question = sorted(group, key=lambda one: (one.end, one.name))
        last = of_question[-1]
        asked = [one for one in searches if one.source == last.source]
        asked += [
            one.model_copy(update={"start": gap.start, "end": gap.end})
            for one in asked
            for gap in one.gaps
            if gap.start and gap.end
        ]
        found[last.name] += [
            GapRecord(reason=_not_asked_for(hashtags, last), start=span.start, end=span.end)
            for hashtags, span in still_to_ask(last.question, days_of(window), asked)
        ]
    return found


def _not_asked_for(hashtags: Sequence[str], record: Record) -> str:
    if len(hashtags) == len(record.hashtags):
        return NOT_ASKED_FOR
    return f"of #{', #'.join(hashtags)} {NOT_ASKED_FOR}"


def _asked(record: Record) -> tuple[str, str, str]:
    return record.source, record.server, record.query
