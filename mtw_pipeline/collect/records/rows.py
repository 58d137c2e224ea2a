"""The records of a window as rows of the table ``collections``.

What belongs here: from a record to a row. What does not: the records themselves (record.py).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from mtw_pipeline.collect.records.gaps import gaps_of
from mtw_pipeline.collect.records.record import GapRecord, Record, Records
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

_MINUTE = "%Y-%m-%d %H:%M"
_NO_REASON = "it was stopped, or its process ended"
_GOES_ON = "it goes on, or its process ended"


def collections_of_window(_warehouse: Warehouse, study: Study, window: CollectionWindow) -> Sequence[dict[str, object]]:
    """A row for every collection whose file lies in the window, and for every unfinished one, by name."""
    records = Records(study, window)
    told = records.to_tell()
    gaps = gaps_of(told, window)
    return [_row(records, record, gaps[record.name]) for record in told]


def _row(records: Records, record: Record, gaps: Sequence[GapRecord]) -> dict[str, object]:
    return {
        "collection": record.name,
        "export_file": records.file_of(record).name if record.is_whole else None,
        "source": record.source,
        "server": record.server,
        "endpoint": record.endpoint,
        "query": record.query,
        "asked_from": _naive(record.start),
        "asked_until": _naive(record.end),
        "began_at": _naive(record.sittings[0].began),
        "ended_at": _naive(record.sittings[-1].ended),
        "sittings": len(record.sittings),
        "interruptions": list(_interruptions(record)),
        "pages": record.pages,
        "posts": records.posts_of(record),
        "requests": record.requests,
        "counted_posts": record.counted,
        "gaps": [_gap(gap) for gap in gaps],
        "library": record.library,
        "program": record.program,
    }


def _interruptions(record: Record) -> Iterator[str]:
    """Why sittings ended before it was whole, each reason once: a server that asks to wait does so many times."""
    ends: dict[str, list[datetime]] = {}
    for place, one in enumerate(record.sittings, start=1):
        is_last = place == len(record.sittings)
        if one.why or not (is_last and record.is_whole):
            why = one.why or (_GOES_ON if is_last and one.ended is None else _NO_REASON)
            ends.setdefault(why, []).append(one.ended or one.began)
    for why, times in ends.items():
        last = f", the last time {times[-1]:{_MINUTE}} UTC" if len(times) > 1 else ""
        many = f"{len(times)} times, first " if len(times) > 1 else ""
        yield f"{why} ({many}{times[0]:{_MINUTE}} UTC{last})"


def _naive(time: datetime | None) -> datetime | None:
    """A time as the warehouse has it: UTC, without saying so."""
    return None if time is None else time.astimezone(UTC).replace(tzinfo=None)


def _gap(gap: GapRecord) -> str:
    if gap.start is None or gap.end is None:
        return gap.reason
    return f"{gap.reason} (posted {gap.start:{_MINUTE}} to {gap.end:{_MINUTE}} UTC)"
