"""The good records of a text file in a copy by the book, each with its number, which DuckDB's reader takes.

What belongs here: writing that copy. What does not: which records are good (records.py), and reading it (delimited.py).
"""

import csv
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.exports.reading.tables.record import Record
from mtw_pipeline.system.scratch import scratch_folder

_FEWEST_BYTES = 1 << 20
"""Of a smaller file a copy and DuckDB's reader cost more than the cells in Python do."""
_ROOM, _ROOM_UNPACKED = 4, 20
"""So many times the file must be free on the disk: numbers are added, and of two bytes three may become."""


class GoodRecords:
    """A copy in UTF-8 that is being written, below an empty line: the cells of a record, and its number behind them.

    Args:
        path: where it lies.
        stream: to write it.
        export: the file.
        sniffed: what was seen of it, its header decided.

    Attributes:
        export: the copy.
        sniffed: what is known of it.
        number_at: the place of the number among the cells, from 0.
        rows: how many records were written.
    """

    def __init__(self, path: Path, stream: TextIO, export: ExportFile, sniffed: SniffedFile) -> None:
        self._stream = stream
        self._delimiter = sniffed.header.delimiter
        self._writer = csv.writer(stream, delimiter=self._delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
        header = replace(sniffed.header, columns=(*sniffed.header.columns, ""), last_line=1, escape='"')
        self.export = replace(export, path=path)
        self.sniffed = replace(sniffed, compression="none", encoding="utf-8", headers=(header,))
        self.number_at = len(sniffed.header.columns)
        self.rows = 0
        stream.write("\n")  # DuckDB takes the first line end for that of all, though it stand in a cell

    def add(self, records: Iterable[Record]) -> None:
        """Write records; of plain ones the text as it stands, of others the cells, without NUL."""
        write, delimiter = self._stream.write, self._delimiter
        for record in records:
            self.rows += 1
            if record.is_plain:
                write(f"{record.raw()}{delimiter}{record.row_number}\n")
            else:
                self._writer.writerow([*(cell.replace("\0", "") for cell in record.cells), record.row_number])

    def close(self) -> None:
        """Write what is still to be written."""
        self._stream.close()


@contextmanager
def copy_of_good(export: ExportFile, sniffed: SniffedFile) -> Iterator[GoodRecords | None]:
    """A copy for the good records of a file, which goes with the block; None where it is small, or the disk short."""
    size = export.stamp()[0]
    if sniffed.kind != "delimited" or size < _FEWEST_BYTES:
        yield None
        return
    with scratch_folder() as folder:
        room = _ROOM if sniffed.compression == "none" else _ROOM_UNPACKED
        if shutil.disk_usage(folder).free < room * size:
            yield None
            return
        path = folder / "good-records"
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield GoodRecords(path, stream, export, sniffed)
