"""Zip archives: the export files inside of one, unpacked within bounds.

What belongs here: which files of an archive are looked at, and where to stop. What does not: what those files are
(registry.py). A workbook is a zip too, and is none here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from mtw_pipeline.exports.files import ExportFile

_ENDINGS = {".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".js", ".xlsx", ".gz", ""}
_WORKBOOK_MARKS = ("xl/workbook.xml", "xl/workbook.bin")
_LARGEST_BYTES = 1 << 38
_UNSUSPICIOUS_BYTES = 1 << 28
_LARGEST_RATIO = 200
_MOST_FILES = 10_000
_BLOCK = 1 << 20
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Part:
    """A file that is to be read: an export itself, or one out of an archive.

    Args:
        export: where it lies, and its name: ``archive.zip/folder/file.csv``.
        refusal: why it cannot be read; empty where it can.
    """

    export: ExportFile
    refusal: str = ""


def parts_of(export: ExportFile, scratch: Path) -> Iterator[Part]:
    """The files to read of an export: itself, or, where it is an archive, what it holds.

    Args:
        export: a file of the window.
        scratch: a folder into which a file of an archive is unpacked; it is gone when the next one is asked for.
    """
    if not is_zipfile(export.path):
        yield Part(export)
        return
    try:
        with ZipFile(export.path) as archive:
            if any(mark in archive.namelist() for mark in _WORKBOOK_MARKS):
                yield Part(export)
            else:
                yield from _members(export, archive, scratch)
    except BadZipFile as error:
        yield Part(export, f"The archive is damaged: {error}. Copy it again from where it came from")


def _members(export: ExportFile, archive: ZipFile, scratch: Path) -> Iterator[Part]:
    wanted = sorted((info for info in archive.infolist() if _is_wanted(info)), key=lambda info: info.filename)
    if not wanted:
        yield Part(export, "The archive holds no file that could be an export of tweets")
    elif len(wanted) > _MOST_FILES:
        yield Part(export, f"The archive holds {len(wanted):,} files; unpack it and add the exports among them")
    else:
        for number, info in enumerate(wanted):
            yield _unpacked(export, archive, info, scratch / f"member-{number}")


def _is_wanted(info: ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)
    return not info.is_dir() and not hidden and path.suffix.lower() in _ENDINGS


def _unpacked(export: ExportFile, archive: ZipFile, info: ZipInfo, place: Path) -> Part:
    for earlier in place.parent.glob("member-*"):
        earlier.unlink()
    member = ExportFile(place, f"{export.name}/{info.filename}")
    if info.flag_bits & _ENCRYPTED:
        place.touch()
        return Part(member, "It is encrypted. Unpack the archive and add the file itself")
    limit = min(_LARGEST_BYTES, max(_UNSUSPICIOUS_BYTES, _LARGEST_RATIO * info.compress_size))
    try:
        with archive.open(info) as source, place.open("wb") as target:
            while block := source.read(_BLOCK):
                target.write(block)
                if target.tell() > limit:
                    break
            else:
                return Part(member)
    except (BadZipFile, EOFError, NotImplementedError, OSError) as error:
        return Part(member, f"It cannot be unpacked: {error}. Copy the archive again from where it came from")
    place.write_bytes(b"")
    return Part(
        member,
        f"Unpacked it is more than {limit:,} bytes, which is no size of an export packed in {info.compress_size:,}."
        " Unpack it yourself if you trust it",
    )
