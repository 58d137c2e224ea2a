"""The objects of JSON that a file's rows were read from, known by the rows' numbers, so that they can be taken out.

What belongs here: counting documents as they are counted when they are read, and what is left without some rows. What
does not: what goes by the names that stand in it (rewriting.py).
"""

from collections.abc import Mapping

from mtw_pipeline.exports.formats.documents.envelopes import AROUND_ONE
from mtw_pipeline.exports.formats.model import JsonFormat
from mtw_pipeline.exports.reading.json_files.documents import Document
from mtw_pipeline.exports.reading.json_files.rows import elements_of

NOTHING = object()
"""What is left of an object that goes."""
WRAPPERS = frozenset({"data", "reason"}) | AROUND_ONE
"""Fields without which an object is none any more: of a repost on Bluesky, who reposted is the reason."""


class NumberedObjects:
    """Documents of a file without the objects of some rows; each document is to be given once, in order.

    Args:
        numbers: the rows that go.
        known: the format that the file is read by; None where it is read by none, so that it has no rows.
    """

    def __init__(self, numbers: frozenset[int], known: JsonFormat | None) -> None:
        self._numbers = numbers if known else frozenset()
        self._known = known
        self._read = 0

    def left_of(self, content: object) -> object:
        """What is left of a parsed text, whose elements are documents where it is a list; perhaps ``NOTHING``."""
        if self._known is None or not self._numbers:
            return content
        documents = content if isinstance(content, list) else [content]
        rows = [row for one in documents for _, _, row in elements_of(Document(0, one), self._known)]
        numbered = enumerate(rows, start=self._read + 1)
        going = {id(row) for number, row in numbered if number in self._numbers and isinstance(row, dict | list)}
        self._read += len(rows)
        return _without(content, going) if going else content

    def is_broken_one_left(self) -> bool:
        """Whether the next document, which cannot be parsed and so is one row, stays."""
        self._read += 1
        return self._read not in self._numbers


def _without(value: object, going: set[int]) -> object:
    if id(value) in going:
        return NOTHING
    if isinstance(value, list):
        return [left for left in (_without(one, going) for one in value) if left is not NOTHING]
    if not isinstance(value, Mapping):
        return value
    left = {key: _without(one, going) for key, one in value.items()}
    if any(left[key] is NOTHING for key in WRAPPERS & left.keys()):
        return NOTHING
    return {key: None if one is NOTHING else one for key, one in left.items()}
