"""What of a window is still to be asked for.

What belongs here: spans of time, from the records of what was asked already. What does not: asking.

What one collection asked for, no later one asks for again: hashtag by hashtag, so that one more costs itself alone.
Where a budget ended one, the next goes on at its place. Settings may change in between: a collection whose server or
hashtags are not named any more ends as it is; of X and Bluesky another address is another door to the same posts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise

from mtw_pipeline.collect.collector import ONE_NETWORK, Collector, Gap, Place, Question, Span
from mtw_pipeline.collect.records.record import Record, Records
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings.hashtags import same_hashtag
from mtw_pipeline.study.windows import CollectionWindow

SHORTEST_TAIL = timedelta(minutes=5)
"""Of a window that still goes on, what was posted since the last collection is asked for from this time on."""


class OutOfReachError(UserError):
    """Nothing was collected of a window, and the platform gives nothing of it any more."""


@dataclass(frozen=True)
class Work:
    """One collection to be made, or continued.

    Args:
        question: what is asked.
        span: which posts.
        place: where an earlier collection left off that a budget ended.
        continues: the name of that collection.
        record: of a collection that is not whole yet and goes on.
        gap: what is known to be lacking before anything is asked.
        known: further hashtags of the study, of which this span was asked for before.
        ends: why a collection that is not whole is ended as it is, as a clause; empty where it goes on.
    """

    question: Question
    span: Span
    place: Place | None = None
    continues: str | None = None
    record: Record | None = None
    gap: Gap | None = None
    known: tuple[str, ...] = ()
    ends: str = ""


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
    of_source = [one for one in records.all() if one.source == collector.source and not records.is_without_pages(one)]
    questions = collector.questions()
    works = [_gone_on_with(one, questions) for one in of_source if not one.is_whole]
    there = {one.name for one in records.in_window()}
    done = [one for one in of_source if not one.is_whole or one.name in there]
    works += _left_by_budgets(done, questions)
    asked = _askable(window, collector, now)
    for question in questions:
        for hashtags, span in still_to_ask(question, asked, done):
            is_tail = span.end == asked.end < days_of(window).end and span.start > asked.start
            if is_tail and span.end - span.start < SHORTEST_TAIL:
                continue
            known = tuple(one for one in question.hashtags if one not in hashtags)
            parts = collector.questions(hashtags) if known else [question]
            for part in (one for one in parts if one.server == question.server):
                works += (replace(one, known=known) for one in _within_reach(part, span, collector, now))
    if not works and not any(_asked_now(one, questions) for one in done):
        raise OutOfReachError(
            f"Nothing of the window {window.key} can be collected any more: {collector.reaches_no_further}",
            remedy="Choose a later window, or bring a file that somebody collected then: mtw add FILE",
        )
    return works


def still_to_ask(question: Question, asked: Span, done: Sequence[Record]) -> Iterator[tuple[tuple[str, ...], Span]]:
    """What of a question no collection asked for: some of its hashtags, and when they were posted, in order.

    Args:
        question: what is wanted.
        asked: the span of time.
        done: collections of its platform, those under way included.
    """
    left = {
        tag: uncovered(asked, [one.span for one in done if _asks_for(one, tag, question)]) for tag in question.hashtags
    }
    borders = sorted({border for spans in left.values() for span in spans for border in (span.start, span.end)})
    pieces = [Span(start, end) for start, end in pairwise(borders)]

    def tags_of(piece: Span) -> tuple[str, ...]:
        return tuple(tag for tag, spans in left.items() if any(_holds(span, piece) for span in spans))

    for hashtags, group in groupby(pieces, key=tags_of):
        if hashtags:
            same = list(group)
            yield hashtags, Span(same[0].start, same[-1].end)


def _holds(span: Span, piece: Span) -> bool:
    return span.start <= piece.start and piece.end <= span.end


def _asks_for(record: Record, hashtag: str, question: Question) -> bool:
    """Whether a collection asked for what a question asks of one of its hashtags."""
    is_there = record.source in ONE_NETWORK or record.server == question.server
    return is_there and same_hashtag(hashtag) in map(same_hashtag, record.hashtags)


def forgone(records: Records, collector: Collector) -> list[Record]:
    """Collections that never got a page, and of which nobody wants anything any more."""
    questions = collector.questions()
    return [one for one in _tried(records, collector) if _asked_now(one, questions) is None]


def overtaken(records: Records, collector: Collector, question: Question, span: Span) -> list[Record]:
    """Collections that never got a page, and of which something is planned anew."""
    return [
        one
        for one in _tried(records, collector)
        if _asked_now(one, [question]) is not None and one.start < span.end and span.start < one.end
    ]


def _tried(records: Records, collector: Collector) -> list[Record]:
    return [one for one in records.all() if one.source == collector.source and records.is_without_pages(one)]


def _gone_on_with(record: Record, questions: Sequence[Question]) -> Work:
    """A collection that is not whole: it goes on, at the address that is named now; else it ends as it is."""
    question = _asked_now(record, questions)
    if question is not None:
        return Work(question, record.span, record=record)
    servers = {one.server for one in questions}
    is_known = record.source in ONE_NETWORK or record.server in servers
    why = "its hashtags are" if is_known else "its server is"
    return Work(record.question, record.span, record=record, ends=f"{why} not named in study.toml any more")


def _asked_now(record: Record, questions: Sequence[Question]) -> Question | None:
    """The question of a collection, at the address of today; None where nobody wants any of it any more."""
    for question in questions:
        if any(_asks_for(record, tag, question) for tag in question.hashtags):
            return replace(record.question, server=question.server)
    return None


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
    left = (one for one in done if one.is_whole and one.place is not None and one.name not in gone_on_with)
    asked = ((one, _asked_now(one, questions)) for one in left)
    return [Work(question, one.span, one.place, one.name) for one, question in asked if question is not None]


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
