"""What a workbook says beside its cells: who made it, names of sheets and ranges, comments.

What belongs here: which parts of its archive these are, and what people wrote in them. What does not: cells, of which
tweets of others are read (exports/reading/), and looking for names (traces.py).
"""

import re

_BESIDE_CELLS = re.compile(
    r"(?:^|/)(?:docProps/(?:core|custom)\.xml|xl/(?:workbook\.xml|(?:comments|threadedComments|persons)[^/]*(?:/[^/]+)?))$"
)
_OF_WORKBOOK = re.compile(r"(?:^|/)(?:xl|docProps|_rels|customXml)/|\[Content_Types\]\.xml$")
_MARKUP = re.compile(rb"<[^>]*>")
_NAMED = re.compile(rb'\b(?:name|displayName)="([^"]*)"')


def is_beside_cells(member: str) -> bool:
    """Whether a member of an archive is a part of a workbook in which no cell stands."""
    return _BESIDE_CELLS.search(member) is not None


def is_of_workbook(member: str) -> bool:
    """Whether the format of workbooks gives a member its name, and nobody else."""
    return _OF_WORKBOOK.search(member) is not None


def written_by_people(part: bytes) -> bytes:
    """The texts of such a part, and what its elements are named, without the words of the format."""
    return _MARKUP.sub(lambda found: b" " + b" ".join(_NAMED.findall(found[0])) + b" ", part)
