"""The records of a window as rows of the table ``collections``.

What belongs here: from a record to a row. What does not: the records themselves (records.py).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from mtw_pipeline.collect.gaps import gaps_of
from mtw_pipeline.collect.records import GapRecord, Record, Records
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

_MINUTE = "%Y-%m-%d %H:%M"


def collections_of_window(_warehouse: Warehouse, study: Study, window: CollectionWindow) -> Sequence[dict[str, object]]:
    """A row for every collection whose file lies in the window, by name."""
    records = Records(study, window)
    whole = records.in_window()
    gaps = gaps_of(whole, window)
    return [_row(records, record, gaps[record.name]) for record in whole]


def _row(records: Records, record: Record, gaps: Sequence[GapRecord]) -> dict[str, object]:
    return {
        "collection": record.name,
        "export_file": records.file_of(record).name,
        "source": record.source,
        "server": record.server,
        "endpoint": record.endpoint,
        "query": record.query,
        "asked_from": _naive(record.start),
        "asked_until": _naive(record.end),
        "began_at": _naive(record.sittings[0].began),
        "ended_at": _naive(record.sittings[-1].ended),
        "sittings": len(record.sittings),
        "pages": record.pages,
        "posts": record.posts,
        "requests": record.requests,
        "counted_posts": record.counted,
        "gaps": [_gap(gap) for gap in gaps],
        "library": record.library,
        "program": record.program,
    }


def _naive(time: datetime | None) -> datetime | None:
    """A time as the warehouse has it: UTC, without saying so."""
    return None if time is None else time.astimezone(UTC).replace(tzinfo=None)


def _gap(gap: GapRecord) -> str:
    if gap.start is None or gap.end is None:
        return gap.reason
    return f"{gap.reason} (posted {gap.start:{_MINUTE}} to {gap.end:{_MINUTE}} UTC)"
