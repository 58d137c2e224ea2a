"""The bounds of what a server answers: how many bytes, for how long, how deep, how long a text.

What belongs here: reading an answer within them, and what is left out of one. What does not: waiting and asking again
(requester.py), a platform's libraries (x/client.py, bluesky/session.py, mastodon/server.py), which parse what is left.

A server can send anything: a few kilobytes that unpack to terabytes, a byte a minute, brackets in brackets by the
million, a number of a million digits. An answer that is too large or too slow is none. Of one that only holds a value
that no post has, the value is cut, so that the page can be kept and read, and its record says so.
"""

import json
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from mtw_pipeline.collect.collector import Gap
from mtw_pipeline.collect.requester import TransientError

LARGEST_ANSWER = 1 << 26
"""Bytes of an answer, unpacked. A hundred posts of X with all that comes along are about one million."""

LONGEST_SECONDS = 600
"""From its first byte to its last."""

DEEPEST = 100
"""Objects and lists within each other. No platform's page has more than some twenty."""

LONGEST_TEXT = 100_000
"""Characters of one text. The longest posts of X have 25,000."""

LONGEST_NUMBER = 100
"""Digits and signs of one number."""

BLOCK = 1 << 16

_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[{]|[\]}]|-?[0-9][0-9.eE+-]*+', re.DOTALL)


def bounded(blocks: Iterable[bytes], elapsed: Callable[[], float] = time.monotonic) -> bytes:
    """All bytes of an answer.

    Args:
        blocks: as they come, unpacked.
        elapsed: seconds, of a clock that only goes on.

    Raises:
        TransientError: it is too large, or takes too long.
    """
    content = bytearray()
    began = elapsed()
    for block in blocks:
        content += block
        if len(content) > LARGEST_ANSWER:
            raise TransientError(f"its answer is larger than {LARGEST_ANSWER >> 20} megabytes, as no page is")
        if elapsed() - began > LONGEST_SECONDS:
            raise TransientError(f"its answer took longer than {LONGEST_SECONDS // 60} minutes")
    return bytes(content)


def unreadable(content: bytes) -> TransientError:
    """What is said of an answer of status 200 that is no whole JSON."""
    if content.lstrip(_BEFORE_JSON).startswith(b"<"):
        return TransientError("a web page came in place of its answer, as where a network wants a sign-in first")
    return TransientError("its answer was cut off or is no JSON")


class Cutting:
    """Cuts what no post holds out of answers, and remembers how much that was until it is asked."""

    def __init__(self) -> None:
        self._cut = 0

    def cut(self, content: bytes) -> bytes:
        """An answer, as it came where it keeps within the bounds; what is no JSON stays as it is."""
        within, many = within_bounds(content)
        self._cut += many
        return within

    def gaps(self) -> tuple[Gap, ...]:
        """What was left out since this was asked last."""
        many, self._cut = self._cut, 0
        return (Gap(LEFT_OUT),) if many else ()


LEFT_OUT = (
    f"the server sent texts of more than {LONGEST_TEXT:,} characters, numbers of more than {LONGEST_NUMBER} digits, or"
    f" values nested deeper than {DEEPEST}: the texts were cut, the others left out"
)
"""What the record of a collection says of it."""


def within_bounds(content: bytes) -> tuple[bytes, int]:
    """An answer whose values keep within the bounds, and how many were cut for that; 0 where it is as it came."""
    try:
        if _fits(json.loads(content)):
            return content, 0
    except RecursionError:
        pass
    except ValueError:
        if not _has_long_number(content):
            return content, 0
    return _cut(content)


def _fits(document: Any) -> bool:  # noqa: ANN401 - it is JSON
    level = [document]
    for _ in range(DEEPEST + 1):
        below: list[Any] = []
        for one in level:
            if isinstance(one, str):
                if len(one) > LONGEST_TEXT:
                    return False
            elif isinstance(one, dict):
                below += one.values()
                if any(len(key) > LONGEST_TEXT for key in one):
                    return False
            elif isinstance(one, list):
                below += one
        if not below:
            return True
        level = below
    return False


def _has_long_number(content: bytes) -> bool:
    """Whether the parser may have refused it for a number: it takes none of more than some thousand digits."""
    tokens = (found[0] for found in _TOKEN.finditer(content))
    return any(len(token) > LONGEST_NUMBER and not token.startswith(b'"') for token in tokens)


def _cut(content: bytes) -> tuple[bytes, int]:
    """The bytes with what is beyond the bounds cut, token by token: nothing is parsed that may be too deep."""
    parts: list[bytes] = []
    kept_until = depth = cut = 0
    hidden_from: int | None = None
    for found in _TOKEN.finditer(content):
        token = found[0]
        if token in b"[{":
            depth += 1
            if depth > DEEPEST and hidden_from is None:
                hidden_from = found.start()
        elif token in b"]}":
            depth -= 1
            if hidden_from is not None and depth == DEEPEST:
                parts += (content[kept_until:hidden_from], b"null")
                kept_until, hidden_from, cut = found.end(), None, cut + 1
        elif hidden_from is None and (shorter := _shorter(token)) is not None:
            parts += (content[kept_until : found.start()], shorter)
            kept_until, cut = found.end(), cut + 1
    return (b"".join((*parts, content[kept_until:])), cut) if cut else (content, 0)


def _shorter(token: bytes) -> bytes | None:
    """What takes the place of a text or number; None where it stays."""
    if not token.startswith(b'"'):
        return b"null" if len(token) > LONGEST_NUMBER else None
    if len(token) <= LONGEST_TEXT:
        return None
    try:
        text = json.loads(token, strict=False)
    except ValueError:  # no text; whoever parses the answer says so
        return None
    if len(text) <= LONGEST_TEXT:
        return None
    beginning = text[:LONGEST_TEXT]
    return json.dumps(beginning[:-1] if "\ud800" <= beginning[-1] < "\udc00" else beginning).encode()
