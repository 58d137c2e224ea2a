"""What of a window is about to be paid for though another window of the study holds it.

What belongs here: finding it, and saying how a window is made longer instead. What does not: what of a window is still
to be asked for (records/planning.py), which looks at its own collections alone: each window has files of its own.
"""

from collections.abc import Iterator, Sequence

from mtw_pipeline.collect.collecting import Collection
from mtw_pipeline.collect.collector import TITLES, Span
from mtw_pipeline.collect.records.planning import Work
from mtw_pipeline.collect.records.record import Record, Records
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.hashtags import same_hashtag
from mtw_pipeline.study.windows import CollectionWindow

_MINUTE = "%Y-%m-%d %H:%M"


def paid_before(study: Study, collection: Collection, works: Sequence[Work]) -> Iterator[str]:
    """A sentence for each other window that holds what the works of a collection ask for; none where posts are free."""
    if not collection.collector.costs:
        return
    window = collection.window
    for other in (one for one in study.windows() if one != window):
        records = Records(study, other)
        begun = (one for one in records.unfinished() if not records.is_without_pages(one))
        there = [*begun, *records.in_window()]
        spans = [span for record in there for work in works for span in _in_both(collection, record, work)]
        if spans:
            yield _told(window, other, _hull(spans), TITLES[collection.collector.source])


def _in_both(collection: Collection, record: Record, work: Work) -> Iterator[Span]:
    """What a collection of another window asked for, of what a work asks for."""
    asked = set(map(same_hashtag, work.question.hashtags)) - set(map(same_hashtag, work.known))
    span = Span(max(record.start, work.span.start), min(record.end, work.span.end))
    is_asked = not work.ends and not asked.isdisjoint(map(same_hashtag, record.hashtags))
    if record.source == collection.collector.source and is_asked and span.start < span.end:
        yield span


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def _told(window: CollectionWindow, other: CollectionWindow, span: Span, title: str) -> str:
    said = (
        f"what was posted {span.start:{_MINUTE}} to {span.end:{_MINUTE}} UTC was collected in the window {other.key}"
        f" before; for {window.key} it is paid to {title} once more"
    )
    if not (window.start <= other.start and other.end <= window.end):
        return said
    return (
        f"{said}. To make that window longer instead, and pay for what is new alone, rename its folder"
        f" incoming/{other.key} to incoming/{window.key}, and run the command again"
    )
