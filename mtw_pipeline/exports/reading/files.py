"""Export files as they lie in a folder: their names, their bytes and their text.

What belongs here: opening, decompressing, decoding. What does not: what its beginning says of it (sniffing.py),
and the cells of a workbook (workbooks.py).
"""

import codecs
import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, TextIO, cast

from mtw_pipeline.study.whole_files import readable

_AS_CP1252 = "mtw-as-cp1252"

SNIFFED_BYTES = 1 << 20
"""How much of a file is looked at before it is recognised."""

LARGEST_CELL = 1 << 24
"""No cell of a tweet export is longer; more than that is a quotation mark that was never closed."""


@dataclass(frozen=True)
class ExportFile:
    """One export file of a window.

    Args:
        path: where it lies.
        name: its path relative to the window's folder, with forward slashes: its name in the tables.
    """

    path: Path
    name: str

    @classmethod
    def within(cls, folder: Path, path: Path) -> "ExportFile":
        """The export of a path in the folder of its window."""
        return cls(path, PurePath(readable(path.relative_to(folder))).as_posix())

    @property
    def has_readable_path(self) -> bool:
        """Whether the path is text: bytes that are no UTF-8 no database takes."""
        return readable(self.path) == str(self.path)

    def sha256(self) -> str:
        """SHA-256 of the file as it lies there, in hexadecimal."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def stamp(self) -> tuple[int, int]:
        """Size and time of the last change: the same as long as nobody writes to the file."""
        status = self.path.stat()
        return status.st_size, status.st_mtime_ns

    def fingerprint(self, hasher: Executor) -> "Fingerprint":
        """What the file is now; its hash is computed beside whatever else is done with the file."""
        stamp = self.stamp()
        return Fingerprint(hasher.submit(self.sha256), stamp)


@dataclass(frozen=True)
class Fingerprint:
    """What a file was at one moment.

    Args:
        digest: SHA-256 of its content, in hexadecimal, when it is done.
        stamp: its size in bytes and the time of its last change.
    """

    digest: Future[str]
    stamp: tuple[int, int]

    @property
    def sha256(self) -> str:
        """SHA-256 of its content, in hexadecimal."""
        return self.digest.result()

    @property
    def bytes(self) -> int:
        """Its size."""
        return self.stamp[0]


@contextmanager
def opened_bytes(path: Path, compression: str) -> Iterator[BinaryIO]:
    """The bytes of an export, decompressed."""
    with path.open("rb") as raw:
        if compression == "gzip":
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield raw


@contextmanager
def opened_text(path: Path, compression: str, encoding: str) -> Iterator[TextIO]:
    """The text of an export, decompressed and decoded; line ends are left as they are.

    Bytes of a UTF-8 file that are no UTF-8 are read as Windows-1252: somebody pasted rows of another file into it.
    """
    with opened_bytes(path, compression) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors=error_handler(encoding), newline="")
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
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def allow_large_cells() -> None:
    """Let Python's csv module read cells up to LARGEST_CELL characters."""
    csv.field_size_limit(LARGEST_CELL)
