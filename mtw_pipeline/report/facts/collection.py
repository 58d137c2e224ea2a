"""What the report says of the collection: files, collections from platforms, rejected rows.

What belongs here: plain values, a class for each statement of sql/report/collection/, its fields named as the columns.
What does not: reading them (of_window.py) and how they look (page.py). None means "not known" in all of these.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReportFile:
    """An export file and what became of its rows."""

    export_file: str
    status: str
    refusal: str | None
    format: str | None
    rows_read: int
    rows_taken: int
    rows_rejected: int
    rows_with_bad_cells: int
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CollectionFigure:
    """A collection of posts from a platform: what was asked, when, what came, and what may be lacking; times in UTC."""

    source: str
    server: str
    endpoint: str
    query: str
    asked_from: datetime
    asked_until: datetime
    began_at: datetime
    ended_at: datetime | None
    sittings: int
    interruptions: tuple[str, ...]
    pages: int
    posts: int
    requests: int
    counted_posts: int | None
    gaps: tuple[str, ...]
    library: str
    program: str


@dataclass(frozen=True)
class RejectionReason:
    """A reason why rows were rejected, without what it quotes from them.

    Args:
        reason: the reason; None for all that are less common than those named.
        kinds: how many reasons that is.
        rows_rejected: rows rejected for it.
    """

    reason: str | None
    kinds: int
    rows_rejected: int
