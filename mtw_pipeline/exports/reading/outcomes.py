"""What became of an export file, as collection_exports keeps it.

What belongs here: the shape, and making it from what was seen of a file. What does not: reading it (window.py).
"""

import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from gzip import BadGzipFile

import pyarrow as pa

from mtw_pipeline.errors import UserError, of_system, raise_what_passes
from mtw_pipeline.exports.reading.files import ExportFile, Fingerprint
from mtw_pipeline.exports.reading.recognition import Recognition
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class FileOutcome:
    """What became of one export file."""

    export_file: str
    status: str
    refusal: str | None
    format: str | None
    sha256: str
    bytes: int
    rows_read: int
    compression: str | None
    encoding: str | None
    delimiter: str | None
    unknown_columns: list[str]
    notes: list[str]


FAILURES = (UserError, OSError, EOFError, zlib.error)
"""What costs the file in which it comes up, and no other."""

CHANGED = UserError("It was changed while it was read. Run again when it is complete")


def failed(export: ExportFile, fingerprint: Fingerprint, error: Exception) -> FileOutcome:
    """The outcome of a file with which a step failed.

    Raises:
        UserError: there is no room, which is no fault of the file.
    """
    raise_what_passes(error)
    if isinstance(error, UserError):
        return refused(export, fingerprint, str(error))
    if isinstance(error, OSError) and not isinstance(error, BadGzipFile):
        told = of_system(error)
        refusal = f"{told.what}: {error.strerror or error}. {told.remedy}. Then run again"
        return refused(export, Fingerprint.of_nothing(), refusal)
    refusal = f"The compressed file is damaged: {error}. Copy it again from where it came from"
    return refused(export, fingerprint, refusal)


def refused(export: ExportFile, fingerprint: Fingerprint, refusal: str) -> FileOutcome:
    """The outcome of a file of which nothing is taken."""
    return outcome(export, fingerprint, Recognition(refusal=refusal))


def outcome(
    export: ExportFile,
    fingerprint: Fingerprint,
    recognition: Recognition,
    *,
    sniffed: SniffedFile | None = None,
    rows_read: int = 0,
    notes: Sequence[str] = (),
) -> FileOutcome:
    """The outcome of a file, from what was seen of it."""
    sniffed = sniffed or SniffedFile("empty")
    return FileOutcome(
        export_file=export.name,
        status="refused" if recognition.refusal else "read",
        refusal=recognition.refusal or None,
        format=recognition.name or None,
        sha256=fingerprint.sha256,
        bytes=fingerprint.bytes,
        rows_read=rows_read,
        compression=sniffed.compression,
        encoding=sniffed.encoding or None,
        delimiter=sniffed.header.delimiter or None,
        unknown_columns=list(recognition.unknown_columns),
        notes=list(notes),
    )


def outcomes_table(outcomes: Sequence[FileOutcome], window: CollectionWindow) -> pa.Table:
    """The rows of collection_exports."""
    return pa.Table.from_pylist([{"collection_window": window.key, **asdict(one)} for one in outcomes])
