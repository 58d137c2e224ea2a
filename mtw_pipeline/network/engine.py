"""Loading igraph, and hearing from it.

What belongs here: igraph as a program. What does not: what it measures (metrics.py, centralities.py, communities.py).
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from mtw_pipeline.activity import so_far
from mtw_pipeline.lazy_imports.late_names import as_if_not_installed


def load_igraph() -> None:
    """Load igraph without what it draws with: it would load all of pyplot, which takes ten times as long as itself.

    So it does without what measures letters of tables in a terminal, half of the rest.
    """
    if "matplotlib" in sys.modules or "igraph" in sys.modules:
        return
    with as_if_not_installed("matplotlib", "wcwidth"):
        import igraph  # noqa: F401


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Igraph draws from a generator of the whole process: seeded here, and given back after."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


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
