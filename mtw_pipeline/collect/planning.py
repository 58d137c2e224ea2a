"""What of a window is still to be asked for.

What belongs here: spans of time, from the records of what was asked already. What does not: asking.

What one collection asked for, no later one asks for again. Where a budget ended one, the next goes on at its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from mtw_pipeline.collect.collector import Collector, Gap, Place, Question, Span
from mtw_pipeline.collect.records import Record, Records
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow

SHORTEST_TAIL = timedelta(minutes=5)
"""Of a window that still goes on, what was posted since the last collection is asked for from this time on."""


class OutOfReachError(UserError):
    """Nothing was collected of a window, and the platform gives nothing of it any more."""


@dataclass(frozen=True)
class Work:
    """One collection to be made, or gone on with.

    Args:
        question: what is asked.
        span: which posts.
        place: where an earlier collection left off that a budget ended.
        continues: the name of that collection.
        record: of a collection that is not whole yet and goes on.
        gap: what is known to be lacking before anything is asked.
    """

    question: Question
    span: Span
    place: Place | None = None
    continues: str | None = None
    record: Record | None = None
    gap: Gap | None = None


def days_of(window: CollectionWindow) -> Span:
    """A window as a span: from the beginning of its first day to the end of its last."""
    midnight = time(tzinfo=UTC)
    return Span(datetime.combine(window.start, midnight), datetime.combine(window.end, midnight) + timedelta(days=1))


def work_of(window: CollectionWindow, records: Records, collector: Collector, now: datetime) -> list[Work]:
    """The collections that a window still needs, in the order in which they are made; none where it is whole.

    Raises:
        OutOfReachError: the window lies beyond what the platform gives.
        UserError: it is yet to begin.
    """
    of_source = [one for one in records.all() if one.source == collector.source]
    works = [Work(one.question, one.span, record=one) for one in of_source if not one.is_whole]
    there = {one.name for one in records.in_window()}
    done = [one for one in of_source if not one.is_whole or one.name in there]
    questions = collector.questions()
    works += _left_by_budgets(done, questions)
    asked = _askable(window, collector, now)
    for question in questions:
        covered = [one.span for one in done if one.question.covers(question)]
        for span in uncovered(asked, covered):
            if span.end == asked.end < days_of(window).end and covered and span.end - span.start < SHORTEST_TAIL:
                continue
            works += _within_reach(question, span, collector, now)
    if not works and not any(one.question.covers(question) for one in done for question in questions):
        raise OutOfReachError(
            f"Nothing of the window {window.key} can be collected any more: {collector.reaches_no_further}",
            remedy="Choose a later window, or bring a file that somebody collected then: mtw add FILE",
        )
    return works


def _askable(window: CollectionWindow, collector: Collector, now: datetime) -> Span:
    days = days_of(window)
    end = min(days.end, (now - collector.settles).replace(microsecond=0))
    if end <= days.start:
        raise UserError(
            f"The window {window.key} is yet to begin: nothing can be collected of it before"
            f" {days.start + collector.settles:%Y-%m-%d %H:%M} UTC",
            remedy="Run the command again then",
        )
    return Span(days.start, end)


def _left_by_budgets(done: Sequence[Record], questions: Sequence[Question]) -> list[Work]:
    gone_on_with = {one.continues for one in done}
    return [
        Work(one.question, one.span, one.place, one.name)
        for one in done
        if one.is_whole
        and one.place is not None
        and one.name not in gone_on_with
        and any(one.question.covers(question) for question in questions)
    ]


def uncovered(asked: Span, covered: Sequence[Span]) -> list[Span]:
    """What of a span none of some others covers, in order."""
    left, begin = [], asked.start
    for span in sorted(covered, key=lambda span: span.start):
        if span.start > begin:
            left.append(Span(begin, min(span.start, asked.end)))
        begin = max(begin, span.end)
    if begin < asked.end:
        left.append(Span(begin, asked.end))
    return [span for span in left if span.start < span.end]


def _within_reach(question: Question, span: Span, collector: Collector, now: datetime) -> list[Work]:
    reach = collector.reach(now)
    if reach is None or reach <= span.start:
        return [Work(question, span)]
    if reach >= span.end:
        return []
    reason = f"posts from before {reach:%Y-%m-%d %H:%M} UTC could not be asked for: {collector.reaches_no_further}"
    return [Work(question, Span(reach, span.end), gap=Gap(reason, span.start, reach))]
