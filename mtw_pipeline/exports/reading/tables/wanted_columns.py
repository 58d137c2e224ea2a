"""Which columns of a table are read, and where they stand in a file.

What belongs here: that alone. What does not: reading them (delimited.py, by_duckdb.py), and what a column means
(sql/exports/).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mtw_pipeline.exports.formats.model import ColumnSource
from mtw_pipeline.exports.reading.odd_cells.bare_cells import OddCells
from mtw_pipeline.exports.reading.sniffing.sniffed import Header


@dataclass(frozen=True)
class WantedColumns:
    """The columns that a table is read for.

    Args:
        sources: from the name that a column gets in ``file_rows`` (a name of this program's) to the columns of the file
            that fill it. A column that the file lacks is NULL throughout; of several, a date and its time, all are
            needed, and a blank is put between them.
        words: those of ``file_rows`` that people wrote: they keep every character.
        nothing: cells that stand for no value, besides empty ones, errors of spreadsheets and what the file itself
            shows to be none.
        odd: what was seen of the columns of the files that were read.
    """

    sources: Mapping[str, ColumnSource]
    words: Collection[str]
    nothing: Sequence[str] = ()
    odd: OddCells = field(default_factory=OddCells)

    def places_in(self, header: Header) -> dict[str, tuple[int, ...]]:
        """From a column's name in ``file_rows`` to its places in a file, from 0; of two of one name the first."""
        keys = header.keys
        places: dict[str, tuple[int, ...]] = {}
        for name, source in self.sources.items():
            found = [
                key - 1 if isinstance(key, int) else keys.index(key)
                for key in source
                if isinstance(key, int) or key in keys
            ]
            if len(found) == len(source):
                places[name] = tuple(found)
        return places
