"""Export files as they lie in a folder: their names, their bytes and their text.

What belongs here: opening, decompressing, decoding. What does not: what its beginning says of it (sniffing/),
and the cells of a workbook (opening/workbooks.py).
"""

import codecs
import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, TextIO, cast

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings import BoundSettings
from mtw_pipeline.study.whole_files import readable

_AS_CP1252 = "mtw-as-cp1252"
_CHUNK = 1 << 20
_HASHED_AT_ONCE = 1 << 18
_SETTING = "in study.toml, under [bounds],"

HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf](?:\xed[\xb0-\xbf][\x80-\xbf])?|\xed[\xb0-\xbf][\x80-\xbf]")
"""An emoji as the two halves that UTF-16 has of it, each written as UTF-8 (CESU-8: Java, Oracle, older MySQL), or a
half that was left alone, which shows nothing that anybody wrote."""

_CUT_HALVES = re.compile(rb"\xed(?:[\xa0-\xaf](?:[\x80-\xbf](?:\xed[\xb0-\xbf]?)?)?)?\Z")
_LONGEST_CUT = 5

SNIFFED_BYTES = 1 << 20
"""How much of a file is looked at before it is recognised."""

NO_CONTENT = hashlib.sha256().hexdigest()
"""SHA-256 of nothing: of an empty file, and of one that the system does not give."""

_USUAL_BOUNDS = BoundSettings()


@dataclass(frozen=True)
class ExportFile:
    """One export file of a window.

    Args:
        path: where it lies.
        name: its path relative to the window's folder, with forward slashes: its name in the tables.
        bounds: how large what it holds may be.
    """

    path: Path
    name: str
    bounds: BoundSettings = _USUAL_BOUNDS

    @classmethod
    def within(cls, folder: Path, path: Path, bounds: BoundSettings = _USUAL_BOUNDS) -> "ExportFile":
        """The export of a path in the folder of its window."""
        return cls(path, PurePath(readable(path.relative_to(folder))).as_posix(), bounds)

    @property
    def has_readable_path(self) -> bool:
        """Whether the path is text: bytes that are no UTF-8 no database takes."""
        return readable(self.path) == str(self.path)

    def sha256(self) -> str:
        """SHA-256 of the file as it lies there, in hexadecimal; that of nothing where the system does not give it."""
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return NO_CONTENT

    def stamp(self) -> tuple[int, int]:
        """Size and time of the last change: the same as long as nobody writes to the file; zeros where it is gone."""
        try:
            status = self.path.stat()
        except OSError:
            return 0, 0
        return status.st_size, status.st_mtime_ns

    def fingerprint(self, hasher: Executor | None) -> "Fingerprint":
        """What the file is now; ``hasher`` computes the hash of a large one beside whatever else is done with it.

        Without one it is computed when it is asked for.
        """
        stamp = self.stamp()
        if stamp[0] <= _HASHED_AT_ONCE:
            digest: Future[str] = Future()
            digest.set_result(self.sha256())
            return Fingerprint(digest, stamp)
        return Fingerprint(hasher.submit(self.sha256) if hasher is not None else _WhenAsked(self), stamp)


@dataclass(frozen=True)
class Fingerprint:
    """What a file was at one moment.

    Args:
        digest: SHA-256 of its content, in hexadecimal, when it is done.
        stamp: its size in bytes and the time of its last change.
    """

    digest: Future[str]
    stamp: tuple[int, int]

    @classmethod
    def of_nothing(cls) -> "Fingerprint":
        """That of a file that the system does not give."""
        digest: Future[str] = Future()
        digest.set_result(NO_CONTENT)
        return cls(digest, (0, 0))

    @property
    def sha256(self) -> str:
        """SHA-256 of its content, in hexadecimal."""
        return self.digest.result()

    @property
    def bytes(self) -> int:
        """Its size."""
        return self.stamp[0]


class _WhenAsked(Future[str]):
    """The hash of a file, computed when it is asked for, unless whoever read the file has told it."""

    def __init__(self, export: ExportFile) -> None:
        super().__init__()
        self._export = export

    def result(self, timeout: float | None = None) -> str:
        if not self.done():
            self.set_result(self._export.sha256())
        return super().result(timeout)


@contextmanager
def opened_bytes(export: ExportFile, compression: str) -> Iterator[BinaryIO]:
    """The bytes of an export, decompressed within its bounds.

    Raises:
        UserError: while it is read, that it swells beyond them.
    """
    with export.path.open("rb") as raw:
        if compression == "gzip":
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast("BinaryIO", _Unpacked(stream, raw, export))
        else:
            yield raw


class _Unpacked(io.BufferedIOBase):
    """A compressed stream that ends with an error where more comes out than so many packed bytes can hold."""

    def __init__(self, stream: gzip.GzipFile, packed: BinaryIO, export: ExportFile) -> None:
        self._stream = stream
        self._packed = packed
        self._export = export
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size >= 0:
            return self._counted(self._stream.read(size))
        return b"".join(iter(lambda: self.read(_CHUNK), b""))

    def read1(self, size: int = -1, /) -> bytes:
        return self._counted(self._stream.read1(size))

    def _counted(self, data: bytes) -> bytes:
        self._given += len(data)
        packed = self._packed.tell()
        if self._given > self._export.bounds.unpacked_bytes(packed):
            raise swollen(self._export.name, self._given, packed)
        return data


class _WholeHalves(io.BufferedIOBase):
    """A stream whose pieces end behind both halves of an emoji, never between them: they are decoded by the piece."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        data = cast("io.BufferedReader", self._stream).read1(size)
        while _CUT_HALVES.search(data, max(0, len(data) - _LONGEST_CUT)) and (more := self._stream.read(1)):
            data += more
        return data


def swollen(name: str, unpacked: int, packed: int) -> UserError:
    """The refusal of what swells beyond the bounds."""
    return UserError(
        f"{unpacked:,} bytes came out of {packed:,} packed ones, which no export does",
        where=name,
        remedy=f"Unpack it yourself if you trust it, or raise {_SETTING} unpacked_ratio",
    )


def bounded_lines(stream: TextIO, export: ExportFile, longest: int) -> Iterator[str]:
    """The lines of a text, none of which memory could not hold.

    Args:
        stream: the text, from its beginning.
        export: its file.
        longest: the most characters of a line.

    Raises:
        UserError: at a line that is longer.
    """
    number = 0
    while line := stream.readline(longest):
        number += 1
        if len(line) == longest and not line.endswith(("\n", "\r")):
            raise UserError(
                f"More than {longest:,} characters stand without a line end",
                where=f"{export.name}, line {number}",
                remedy=f"If that is no damage, raise {_SETTING} cell_megabytes or document_megabytes",
            )
        yield line


def bounded_text(stream: TextIO, export: ExportFile) -> str:
    """All that is left of a text that memory must hold as a whole.

    Raises:
        UserError: it is longer than a document may be.
    """
    longest = export.bounds.document_characters
    text = stream.read(longest + 1)
    if len(text) > longest:
        raise UserError(
            f"It is one JSON document of more than {longest:,} characters, which memory would have to hold as a whole",
            where=export.name,
            remedy=f"Split it into documents of a line each, or raise {_SETTING} document_megabytes",
        )
    return text


@contextmanager
def opened_text(export: ExportFile, compression: str, encoding: str) -> Iterator[TextIO]:
    """The text of an export, decompressed and decoded; line ends are left as they are.

    Bytes of a UTF-8 file that are no UTF-8 are read as Windows-1252: somebody pasted rows of another file into it.
    Halves of emoji are put together.
    """
    with opened_bytes(export, compression) as stream:
        whole = cast("BinaryIO", _WholeHalves(stream)) if encoding.startswith("utf-8") else stream
        text = io.TextIOWrapper(whole, encoding=encoding, errors=error_handler(encoding), newline="")
        try:
            yield text
        finally:
            text.detach()


def error_handler(encoding: str) -> str:
    """The name of what to do with bytes that an encoding does not have, for Python's codecs."""
    if not encoding.startswith("utf-8"):
        return "replace"
    codecs.register_error(_AS_CP1252, _as_cp1252)
    return _AS_CP1252


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    halves = HALVES.match(error.object, error.start)
    if halves:
        shown = halves[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return shown, halves.end()
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def allow_large_cells(export: ExportFile) -> None:
    """Let Python's csv module read cells as long as the bounds allow."""
    csv.field_size_limit(export.bounds.cell_characters)
