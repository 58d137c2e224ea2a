"""Which window is collected where nobody names one, and the command that goes on with a collection of a window.

What belongs here: these two. What does not: what of a window is still to be asked for (records/planning.py).
"""

from datetime import UTC, date, datetime

from mtw_pipeline.collect.collector import REFRESH
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


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
