"""Tables whose quotation marks quote nothing: told by their first lines.

What belongs here: quoting that no reader of CSV takes for quoting. What does not: how marks within cells are escaped
(sniffing/), and rows that are damaged one by one (records.py).
"""

import re
from itertools import islice

from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile

_LINES_LOOKED_AT = 200
_FEWEST = 0.5
"""So many lines show it where the header does not, in which a text may say so."""
_BEHIND_BLANKS = {
    sign: re.compile(rf'{re.escape(sign)} +(?:"[^",;|\r\n]|(?:NA|NaN|nan|NULL|null|None)[ ,;|\r\n])')
    for sign in (",", ";", "|")
}
_IN_APOSTROPHES = re.compile(r"\s*'[^']+'\s*")
_FEWEST_COLUMNS = 3
_APOSTROPHES = (
    "The names of the columns stand in apostrophes, where CSV has quotation marks: the apostrophes of its cells are a"
    " part of them, and texts with a delimiter are cut. Write the table with quotation marks, and add that"
)
_BLANKS = (
    "Blanks stand between each {0} and the cell behind it: its quotation marks quote nothing then, and NA and its like"
    ' are words. Write the table without these blanks (sep = "{0}"), or take them out in a text editor, and add that'
)


def quoting_refusal(sniffed: SniffedFile) -> str:
    """Why a table with such quotation marks is not read, and what to do; empty of any other.

    Args:
        sniffed: what was seen of it; its first row of several cells is likeliest to be its header.
    """
    first = next((row for row in sniffed.headers if len(row.columns) >= _FEWEST_COLUMNS), sniffed.header)
    if len(first.columns) >= _FEWEST_COLUMNS and all(map(_IN_APOSTROPHES.fullmatch, first.columns)):
        return _APOSTROPHES
    quoted = _BEHIND_BLANKS.get(first.delimiter)
    if quoted is None:
        return ""
    alike = [row for row in sniffed.headers if row.delimiter == first.delimiter and row.last_line >= first.last_line]
    are_blank = [all(cell.startswith(" ") for cell in row.columns[1:]) for row in alike]
    fewest = 0.0 if are_blank[0] and any(are_blank[1:]) else _FEWEST
    tables = (line for line in sniffed.beginning.splitlines(keepends=True) if line.strip() and line[0] not in "{[")
    lines = list(islice(tables, _LINES_LOOKED_AT))
    found = sum(quoted.search(line) is not None for line in lines)
    return _BLANKS.format(first.delimiter) if found and found >= fewest * len(lines) else ""
