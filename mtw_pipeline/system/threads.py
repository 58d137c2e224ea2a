"""Work in several threads, a few pieces at once: Arrow and NumPy do most of it here, and let others run.

What belongs here: that, for whatever room. What does not: work beside this process (processes.py).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from os import cpu_count
from typing import TypeVar

_MOST, _WORTH_A_THREAD = 4, 2

One = TypeVar("One")
Other = TypeVar("Other")


def in_threads(function: Callable[[One], Other], pieces: Iterable[One]) -> Iterator[Other]:
    """What a function makes of each piece, in their order; no more pieces are held than there are threads, and one.

    A piece that is the only one is worked on here: to start a thread waits for whichever has Python to itself.
    """
    pieces = iter(pieces)
    first = list(islice(pieces, 2))
    if len(first) < _WORTH_A_THREAD:
        yield from map(function, first)
        return
    threads = min(cpu_count() or 1, _MOST)
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[Other]] = deque()
        for piece in chain(first, pieces):
            running.append(pool.submit(function, piece))
            if len(running) > threads:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
