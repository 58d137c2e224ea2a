"""Loading igraph, and hearing from it.

What belongs here: igraph as a program. What does not: what it measures (metrics.py, centralities.py, communities.py).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from mtw_pipeline.activity import so_far

if TYPE_CHECKING:
    from types import ModuleType


def load_igraph() -> None:
    """Load igraph without what it draws with: it would load all of pyplot, which takes ten times as long as itself."""
    if "matplotlib" in sys.modules or "igraph" in sys.modules:
        return
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules["matplotlib"] = None
    try:
        import igraph  # noqa: F401
    finally:
        del modules["matplotlib"]


@contextmanager
def told_how_far() -> Iterator[None]:
    """Igraph tells how far a long measure is, which also lets other threads of the program run meanwhile.

    It tells it of each account: of what takes less than a second, that would be most of the time.
    """
    import igraph

    last = -1

    def tell(_message: str, percent: float) -> None:
        nonlocal last
        if int(percent) != last:
            last = int(percent)
            so_far(f"{last} %")

    igraph.set_progress_handler(tell)
    try:
        yield
    finally:
        igraph.set_progress_handler(None)
