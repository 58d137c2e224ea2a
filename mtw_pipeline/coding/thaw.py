"""Giving up a frozen sample, so that the next run draws anew; nothing that was coded is lost.

What belongs here: what becomes of the sample and its sheets. What does not: freezing (sheets/of_window.py).
"""

from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.coding.frozen_sample import FROZEN
from mtw_pipeline.coding.journal import journal
from mtw_pipeline.coding.sheets.aside import set_aside
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class Thawed:
    """What a thaw left.

    Args:
        sample: where the sample until now is kept.
        sheets: where its sheets are kept; None where there were none.
        tweets: tweets of which the journal keeps codes.
    """

    sample: Path
    sheets: Path | None
    tweets: int


def thaw(study: Study, window: CollectionWindow) -> Thawed | None:
    """Set the frozen sample and its sheets aside, under names that keep them; None where nothing is frozen.

    Raises:
        UserError: a sheet is open in a program that does not let go of it; the sample is still frozen then.
    """
    folder = study.coding_of(window)
    path = folder / FROZEN
    if not path.is_file():
        return None
    moved = set_aside(folder)
    number = 1 + len(list(folder.glob("thawed-sample-*.json")))
    kept = path.rename(folder / f"thawed-sample-{number}.json")
    coded = {one.tweet_id for one in journal(folder) if one.is_code}
    return Thawed(kept, next(iter(moved.values())).parent if moved else None, len(coded))
