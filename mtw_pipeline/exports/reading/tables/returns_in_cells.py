"""Carriage returns within cells, which DuckDB's reader takes for ends of records: put aside in a copy of the file.

Python's csv before 3.13, and so pandas, writes a cell with a carriage return without quotation marks where a line feed
ends the lines. What belongs here: what stands for such a return, and that copy. What does not: reading it
(delimited.py), and deciding record by record what a return is (records.py).
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from mtw_pipeline.exports.reading.files import ExportFile, bounded_lines, opened_bytes
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile, opened
from mtw_pipeline.system.scratch import scratch_folder

RETURN = "\ufdd0"
"""Stands for a carriage return within a cell, which Python's csv takes for the end of a record too: no character."""

_CHUNK = 1 << 24
_ROOM, _ROOM_UNPACKED = 2, 20
"""So many times the file must be free on the disk."""


@contextmanager
def returns_put_aside(export: ExportFile, sniffed: SniffedFile) -> Iterator[tuple[ExportFile, SniffedFile] | None]:
    """A copy of a text file of UTF-8 in which ``RETURN`` stands for each carriage return that no line feed follows.

    It goes with the block.

    Args:
        export: the file.
        sniffed: what was seen of it, its header decided.

    Returns:
        The copy, decompressed, and what was seen of it; None where there is no such return, where returns may end
        records, or where the disk is short.
    """
    if not _ends_with_line_feeds(export, sniffed):
        yield None
        return
    with scratch_folder() as folder:
        path = folder / "put-aside"
        room = _ROOM if sniffed.compression == "none" else _ROOM_UNPACKED
        if shutil.disk_usage(folder).free < room * export.stamp()[0]:
            yield None
            return
        with opened_bytes(export, sniffed.compression) as stream, path.open("wb") as copy:
            is_other = _copied(stream, copy)
        yield (replace(export, path=path), replace(sniffed, compression="none")) if is_other else None


def _ends_with_line_feeds(export: ExportFile, sniffed: SniffedFile) -> bool:
    """Whether the header's lines and one below end with line feeds: else carriage returns alone may end lines."""
    with opened(export, sniffed) as stream:
        lines = islice(bounded_lines(stream, export, export.bounds.cell_characters), sniffed.header.last_line)
        return all(line.endswith("\n") for line in lines) and any(
            line.endswith("\n") for line in bounded_lines(stream, export, export.bounds.cell_characters)
        )


def _copied(stream: BinaryIO, copy: BinaryIO) -> bool:
    """Whether any return was put aside, and none was already."""
    aside = RETURN.encode()
    found, kept = False, b""
    while chunk := stream.read(_CHUNK):
        content = kept + chunk
        kept = content[-1:] if content.endswith(b"\r") else b""  # what follows it is not read yet, or nothing does
        content = content.removesuffix(kept)
        if aside in content:
            return False
        put = content.replace(b"\r\n", aside + b"\n").replace(b"\r", aside).replace(aside + b"\n", b"\r\n")
        found = found or len(put) != len(content)
        copy.write(put)
    copy.write(kept)
    return found
