"""The dialect of a delimited file whose header is decided: how its quotation marks are escaped, and names of rows.

What belongs here: what its first rows say of that. What does not: which row is the header (recognition.py), and how
quotation marks are read (tables/quoting.py).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.backslashes import BACKSLASH, cell_rows, marks_escaped, may_escape_itself
from mtw_pipeline.exports.reading.sniffing.encodings import decoded, sampled_bytes
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile

_ROWS_WITH_NAMES = 12
_RECORDS_OF_A_DIALECT = 300
_NUMBER_OF_ROW = re.compile("[0-9]{1,9}")
_NAMES_OF_NUMBERS = frozenset({"", "#", "id", "index", "n", "no", "no.", "nr", "nr.", "number", "row", "rowid"})


def with_dialect(export: ExportFile, sniffed: SniffedFile) -> SniffedFile:
    """What was sniffed of a delimited file whose header is decided, with how its quotation marks are escaped.

    R's ``write.table`` names no column of row names, though it writes them.
    """
    text = decoded(sampled_bytes(export, sniffed.compression), sniffed.encoding)
    if _has_row_names(text, sniffed.header):
        sniffed = sniffed.with_header(replace(sniffed.header, columns=("", *sniffed.header.columns)))
    if '\\"' not in text:
        return sniffed
    doubled = sniffed.header
    ways = (True, False) if may_escape_itself(text) else (False,)
    written = {way: replace(doubled, escape=BACKSLASH, escapes_itself=way) for way in ways}
    widths = {way: _of_its_width(text, header) for way, header in written.items()}
    best = max(ways, key=lambda way: widths[way])
    escaped, more = written[best], widths[best] - _of_its_width(text, doubled)
    is_escaped = more > 0 or marks_escaped(text, doubled.delimiter) > -more
    return sniffed.with_header(escaped) if is_escaped else sniffed


def _of_its_width(text: str, header: Header) -> int:
    """How many of the first records have as many cells as the header."""
    return sum(len(record) == len(header.columns) for record in _records(text, header))


def _has_row_names(text: str, header: Header) -> bool:
    """Whether the first rows begin with rising numbers and have a cell more than the header, which is not their last.

    Rows of a selection keep the numbers that they had among all. Where all rows end with an empty cell, that may be the
    one too many: not where they are counted from the first, and the header begins with no number of theirs.
    """
    first = list(islice(filter(None, _records(text, header)), _ROWS_WITH_NAMES))
    numbers = [int(row[0]) for row in first if _NUMBER_OF_ROW.fullmatch(row[0])]
    is_numbered = len(numbers) == len(first) and all(two > one for one, two in pairwise(numbers))
    is_wider = all(len(row) == len(header.columns) + 1 for row in first)
    are_counted = numbers in ([*range(len(first))], [*range(1, len(first) + 1)])
    begins_with_one = header.keys[0] in _NAMES_OF_NUMBERS
    is_first = any(row[-1] for row in first) or (are_counted and not begins_with_one)
    return bool(first) and is_numbered and is_wider and is_first


def _records(text: str, header: Header) -> Iterator[list[str]]:
    lines = islice(io.StringIO(text, newline=""), header.last_line, None)
    return islice(cell_rows(lines, header), _RECORDS_OF_A_DIALECT)
