"""A large export cut into files of whole records, so that several workers read it, each a file.

What belongs here: where a file may be cut, and writing its parts. What does not: what its records mean (reading/). The
parts hold the bytes of the file and nothing else but its header, once each; of a file in an encoding of one byte a
character, which its letters prove, they are in UTF-8, for a part may lack these letters.
"""

import csv
import gzip
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from mtw_pipeline.errors import UserError, need_file, need_folder
from mtw_pipeline.exports.inspection import NO_STUDY
from mtw_pipeline.exports.reading.companions import CompanionFiles
from mtw_pipeline.exports.reading.files import SNIFFED_BYTES, ExportFile, error_handler, opened_bytes
from mtw_pipeline.exports.reading.json_files.documents import is_line_by_line
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.preparing import recognised
from mtw_pipeline.exports.reading.sniffing.backslashes import cell_rows
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.exports.reading.tables.odd_records import ROWS_OF_A_BLOCK
from mtw_pipeline.exports.reading.tables.second_headers import SecondHeaders
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.whole_files import put_in_place

_LINE_BYTES = 1 << 20
"""A longer line is taken piece by piece."""
_LONGEST_SEARCH_LINES = 2_000
"""After so many lines without the end of a record, a quotation mark somewhere was not closed."""
_UNSPLITTABLE = "Only CSV, TSV and JSON of a document a line can be split, in UTF-8 or an encoding of one byte"


def split(path: Path, folder: Path, most_bytes: int, settings: StudySettings | None = None) -> list[Path]:
    """Cut an export into files; all of them are written, or none.

    Args:
        path: the export, compressed by gzip or not; its parts are as it is.
        folder: where they are written: ``tweets.part-001.csv`` and so on.
        most_bytes: about how large each may be, unpacked.
        settings: of the study whose column maps count; None for none.

    Returns:
        The parts, in order.

    Raises:
        UserError: it is not one of the exports that can be split, or a part is there already.
    """
    need_file(path)
    need_folder(folder)
    chosen = settings or NO_STUDY
    export = ExportFile(path, path.name, chosen.bounds)
    sniffed = _sniffed(export, chosen)
    above = _above_records(export, sniffed)
    unfinished: list[Path] = []

    @contextmanager
    def write() -> Iterator[BinaryIO]:
        unfinished.append(folder / f".mtw-split-{os.getpid()}-{len(unfinished)}.partial")
        with _opened(unfinished[-1], sniffed.compression) as part:
            part.write(_as_written(above, sniffed.encoding))
            yield part

    folder.mkdir(parents=True, exist_ok=True)
    ends = _LineEnds() if sniffed.kind == "json" else _RecordEnds(sniffed)
    try:
        with opened_bytes(export, sniffed.compression) as stream:
            buffered = io.BufferedReader(cast("io.RawIOBase", stream), _LINE_BYTES)
            buffered.read(len(above))
            _parts(buffered, ends, most_bytes, write, sniffed.encoding)
        return _in_place(unfinished, path)
    finally:
        for one in unfinished:
            one.unlink(missing_ok=True)


def _opened(path: Path, compression: str) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "wb", compresslevel=1)) if compression == "gzip" else path.open("wb")


def _sniffed(export: ExportFile, settings: StudySettings) -> SniffedFile:
    found = recognised(0, export, export.fingerprint(None), settings, CompanionFiles())
    if isinstance(found, FileOutcome):
        raise UserError(f"It cannot be read: {found.refusal}", where=str(export.path))
    sniffed = found.sniffed
    is_text = sniffed.kind in {"delimited", "json"} and not sniffed.encoding.startswith(("utf-16", "utf-32"))
    if not is_text or (sniffed.kind == "json" and (sniffed.prefix or not is_line_by_line(export, sniffed))):
        raise UserError(_UNSPLITTABLE, where=str(export.path), remedy="Export it in several files")
    return sniffed


def _above_records(export: ExportFile, sniffed: SniffedFile) -> bytes:
    """What stands above the first record of a table: its header, and what is above that."""
    if sniffed.kind == "json":
        return b""
    with opened_bytes(export, sniffed.compression) as stream:
        lines = stream.read(SNIFFED_BYTES).splitlines(keepends=True)
    above = b"".join(lines[: sniffed.header.last_line])
    if not above.endswith(b"\n"):
        raise UserError(
            "Its lines do not end with a line feed", where=str(export.path), remedy="Save it with such ends"
        )
    return above


class _LineEnds:
    """Where a document ends of a file that has one on each line: with the line."""

    def is_end(self, line: bytes, *, is_due: bool) -> bool:
        """Whether a part ends with this line, where one is due; to be asked of each line in turn."""
        return is_due and line.endswith(b"\n")


class _RecordEnds:
    """Where a record of a table ends: with a line, unless that stands between quotation marks.

    Marks are counted from the beginning on, and a part ends behind a record that has the header's width. Where a mark
    was not closed, the count misleads and finds none: then a line that is a record by itself ends a part. Parts have
    sixteen records, or a multiple, for what Excel leaves off of sixteen rows shows by where these begin (records.py).
    """

    def __init__(self, sniffed: SniffedFile) -> None:
        self._encoding = sniffed.encoding
        self._header = sniffed.header
        self._is_open = False
        self._record: list[bytes] = []
        self._searched = 0
        self._records = 0
        self._headers = SecondHeaders(sniffed.header)

    def is_end(self, line: bytes, *, is_due: bool) -> bool:
        """As of ``_LineEnds``.

        Raises:
            UserError: the line is a second header, of which the parts behind it would know nothing.
        """
        if self._headers.stands_in(line):
            raise UserError(
                "A second header stands in it, of other columns than the first",
                where=line.decode(self._encoding, "replace")[:80],
                remedy="Cut the file there, and split both parts",
            )
        escapes = (b"\\\\", b'\\"') if self._header.escapes_itself else (b'\\"',)
        plain = line
        for escape in escapes if self._header.escape != '"' else ():
            plain = plain.replace(escape, b"")
        self._is_open ^= plain.count(b'"') % 2 == 1
        if len(self._record) > _LONGEST_SEARCH_LINES:
            self._record.clear()
        self._record.append(line)
        self._searched = self._searched + 1 if is_due else 0
        if self._searched > _LONGEST_SEARCH_LINES and self._is_record(line):
            self._is_open, self._record, self._records = False, [line], -1
        if self._is_open or not line.endswith(b"\n"):
            return False
        record, self._record = b"".join(self._record), []
        self._records += bool(record.strip(b"\r\n"))
        return is_due and self._records % ROWS_OF_A_BLOCK == 0 and self._is_record(record)

    def _is_record(self, record: bytes) -> bool:
        lines = io.StringIO(record.decode(self._encoding, error_handler(self._encoding)), newline="")
        try:
            rows = [*cell_rows(lines, self._header, strict=True)]
        except csv.Error:
            return False
        return len(rows) == 1 and len(rows[0]) == len(self._header.columns)


def _parts(
    stream: BinaryIO,
    ends: _LineEnds | _RecordEnds,
    most_bytes: int,
    write: Callable[[], AbstractContextManager[BinaryIO]],
    encoding: str,
) -> None:
    """Write the rest of a stream into as many files as it takes."""
    lines = iter(partial(stream.readline, _LINE_BYTES), b"")
    line = next(lines, b"")
    while line:
        with write() as part:
            written, is_end = 0, False
            while line and not is_end:
                part.write(_as_written(line, encoding))
                written += len(line)
                is_end = ends.is_end(line, is_due=written >= most_bytes)
                line = next(lines, b"")


def _as_written(line: bytes, encoding: str) -> bytes:
    return line if encoding.startswith("utf-8") else line.decode(encoding, "replace").encode()


def _in_place(unfinished: Sequence[Path], path: Path) -> list[Path]:
    if not unfinished:
        raise UserError("It holds no record", where=str(path))
    ending = "".join(path.suffixes[-2:] if path.suffix == ".gz" else path.suffixes[-1:])
    stem = path.name.removesuffix(ending)
    digits = max(3, len(str(len(unfinished))))  # files are read in the order of their names
    parts = [one.with_name(f"{stem}.part-{number:0{digits}}{ending}") for number, one in enumerate(unfinished, start=1)]
    there = next((one for one in parts if one.exists()), None)
    if there is not None:
        raise UserError("A part of that name is there already", where=str(there), remedy="Name another folder: --into")
    for one, part in zip(unfinished, parts, strict=True):
        put_in_place(one, part)
    return parts
