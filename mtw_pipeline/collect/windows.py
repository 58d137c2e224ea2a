"""Which windows are collected where nobody names one, and the command that goes on with a collection of a window.

What belongs here: these two. What does not: what of a window is still to be asked for (records/planning.py).
"""

from datetime import UTC, date, datetime, timedelta

from mtw_pipeline.collect.collector import REFRESH, STREAM
from mtw_pipeline.collect.records.planning import days_of
from mtw_pipeline.collect.records.record import Records
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow

MADE_WHOLE = timedelta(days=7)
"""So long after its last day a window that was collected in part is collected to its end: what all platforms reach."""


def windows_to_collect(study: Study, today: date | None = None) -> list[CollectionWindow]:
    """The windows that ended lately and were collected in part, oldest first; then that of ``window_to_collect``.

    A window's last collection while it goes on cannot reach its end, and by the next day the next window may have
    begun.

    Args:
        study: whose windows.
        today: in UTC; by default the machine's.

    Raises:
        UserError: the study has none that has begun.
    """
    day = today or datetime.now(UTC).date()
    current = window_to_collect(study, day)
    ended = (one for one in study.windows() if one != current and day - MADE_WHOLE <= one.end < day)
    return [*(one for one in ended if _was_collected_in_part(study, one)), current]


def _was_collected_in_part(study: Study, window: CollectionWindow) -> bool:
    """Whether a collection is unfinished, or those of a platform end before the window does."""
    records = Records(study, window)
    searches = [
        one
        for one in (*records.unfinished(), *records.in_window())
        if not one.source.endswith(REFRESH) and one.source != STREAM
    ]
    reached = {one.source: one.end for one in sorted(searches, key=lambda one: one.end)}
    return any(not one.is_whole for one in searches) or any(end < days_of(window).end for end in reached.values())


def window_to_collect(study: Study, today: date | None = None) -> CollectionWindow:
    """The window in which today lies; of several the one that began last; else the one that ended last.

    Args:
        study: whose windows.
        today: in UTC; by default the machine's.

    Raises:
        UserError: the study has none that has begun.
    """
    day = today or datetime.now(UTC).date()
    begun = [one for one in study.windows() if one.start <= day]
    if not begun:
        raise UserError(
            "The study has no window yet that could be collected",
            where=str(study.incoming),
            remedy="Name its first and its last day: mtw collect --window START END",
        )
    return max(begun, key=lambda one: (min(one.end, day), one.start))


def command_of(collection: str, window: CollectionWindow) -> str:
    """The command that goes on with a collection.

    Args:
        collection: its name, which begins with its source.
        window: its window.
    """
    command = f"mtw collect --window {window.start} {window.end}"
    return f"{command} --refresh" if f"{REFRESH}-" in collection else command
