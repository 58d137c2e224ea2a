"""How far a name reaches in a text: what stands beside it and would mean nothing, or too much, without it.

What belongs here: from where names and addresses stand to what is masked as a name. What does not: finding either
(one_text.py, addresses.py).
"""

from collections import deque
from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""Where something begins in a text, and where it ends."""

_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»", "“": "”", "【": "】"}
_CLOSING = frozenset(_CLOSED_BY.values())


def pieces_around(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """What is written at names without a blank, each once, in order.

    Args:
        text: the text.
        names: where names stand in it, in order.
    """
    done = 0
    for start, end in names:
        if end > done:
            behind = text.find(" ", end)
            first, done = max(done, text.rfind(" ", done, start) + 1), behind if behind >= 0 else len(text)
            yield first, done


def with_addresses(text: str, names: Iterable[Span], addresses: Iterable[Span]) -> Iterator[Span]:
    """Where names stand, each with the addresses that it reaches into, and with what closes a bracket within.

    A name that is a part of one address is left out: what is left of that address names nobody.

    Args:
        text: the text.
        names: where names stand in it, in order.
        addresses: likewise addresses.
    """
    waiting, done = deque(addresses), 0
    for begin, end in names:
        while waiting and waiting[0][1] <= begin:
            waiting.popleft()
        start, last = begin, end
        if begin < done:
            continue
        if waiting:
            reached = list(_before(end, waiting))
            start, last = min([begin, *(one for one, _ in reached)]), max([end, *(one for _, one in reached)])
            if (start, last) != (begin, end) and (start, last) in reached:
                continue
        done = last if text[last : last + 1] not in _CLOSING else _with_closing_brackets(text, start, last)
        yield start, done


def _before(end: int, spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        if span[0] >= end:
            return
        yield span


def _with_closing_brackets(text: str, start: int, end: int) -> int:
    opened = {
        closing: text.count(opening, start, end) - text.count(closing, start, end)
        for opening, closing in _CLOSED_BY.items()
    }
    while opened.get(text[end : end + 1], 0) > 0:
        opened[text[end]] -= 1
        end += 1
    return end
