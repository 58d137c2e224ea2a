"""Work in several threads, a few pieces at once: Arrow and NumPy do most of it here, and let others run."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

_MOST = 4

One = TypeVar("One")
Other = TypeVar("Other")


def in_threads(function: Callable[[One], Other], pieces: Iterable[One]) -> Iterator[Other]:
    """What a function makes of each piece, in their order; no more pieces are held than there are threads, and one."""
    threads = min(cpu_count() or 1, _MOST)
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[Other]] = deque()
        for piece in pieces:
            running.append(pool.submit(function, piece))
            if len(running) > threads:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
