"""Zip archives: the export files inside of one, unpacked within bounds.

What belongs here: which files of an archive are looked at, and where to stop. What does not: what those files are
(recognition.py). A workbook is a zip too, and is none here.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import mkstemp
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from mtw_pipeline.errors import of_system, raise_what_passes
from mtw_pipeline.exports.formats.unread import (
    is_of_numbers,
    is_open_document,
    is_workbook,
    lake_tables,
    of_lake_table,
)
from mtw_pipeline.exports.reading.files import ExportFile, swollen
from mtw_pipeline.exports.reading.opening.damage import ARCHIVE_DAMAGE
from mtw_pipeline.study.export_names import is_export_name
from mtw_pipeline.wording import number_of

_ENDINGS = {
    ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".jsonlines", ".js", ".xlsx", ".xlsm", ".gz",
    ".parquet", ".pq", ".feather", ".arrow", ".arrows", ".ipc", "",
}  # fmt: skip
_NOT_READ = {
    ".zip", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst", ".xls", ".xlsb", ".ods", ".orc", ".avro", ".rds",
    ".rda", ".rdata", ".sqlite", ".db", ".sav", ".dta", ".pkl", ".pickle", ".numbers", ".graphml", ".gexf", ".gml",
}  # fmt: skip
"""Of files that may hold tweets and are not read: each is refused by name, so that none is left out without a word."""
_MOST_FILES = 10_000
_BLOCK = 1 << 20
_ENCRYPTED = 0x1
_OF_ACCOUNT_ARCHIVE = re.compile(r"account\.js|(?:tweets?|note-tweet|community-tweet)(-part[0-9]+)?\.js")
_MONTHS_OF_OLD_ARCHIVE = re.compile(r"(?:.*/)?data/js/tweets/[0-9]{4}_[0-9]{2}\.js")
_OF_OLD_ARCHIVE = re.compile(r"(?:.*/)?(?:tweets\.csv|data/js/user_details\.js)")

_EMPTY_LIST = re.compile(rb"\s*window\.YTD\.[\w.]+\s*=\s*\[\s*\]\s*;?\s*")
_LONGEST_EMPTY_LIST = 200


@dataclass(frozen=True)
class Part:
    """A file that is to be read: an export itself, or one out of an archive.

    Args:
        export: where it lies, and its name: ``archive.zip/folder/file.csv``.
        refusal: why it cannot be read; empty where it can.
        note: what is to be known of the archive that it comes from.
    """

    export: ExportFile
    refusal: str = ""
    note: str = ""


def is_empty_list(export: ExportFile) -> bool:
    """Whether a file is one that an account archive writes where there is nothing: ``window.YTD.x.part0 = [ ]``."""
    if export.path.stat().st_size > _LONGEST_EMPTY_LIST:
        return False
    return _EMPTY_LIST.fullmatch(export.path.read_bytes()) is not None


def _all_names(_name: str) -> bool:
    return True


def parts_of(
    export: ExportFile, scratch: Path, *, is_wanted: Callable[[str], bool] = _all_names, are_kept: bool = False
) -> Iterator[Part]:
    """The files to read of an export: itself, or, where it is an archive, what it holds.

    Args:
        export: a file of the window.
        scratch: a folder into which a file of an archive is unpacked.
        is_wanted: whether a file of that name is asked for.
        are_kept: whether what was unpacked stays until the caller takes it away; else it is gone when the next file is
            asked for.

    Raises:
        UserError: there is no room to unpack it.
    """
    if not _is_archive(export):
        if is_wanted(export.name):
            yield Part(export)
        return
    try:
        with export.path.open("rb") as packed, ZipFile(packed) as archive:
            if not (is_workbook(archive) or is_open_document(archive) or is_of_numbers(archive)):
                yield from _members(_Archive(export, archive, packed), scratch, is_wanted, are_kept=are_kept)
            elif is_wanted(export.name):
                yield Part(export)
    except OSError as error:
        raise_what_passes(error)
        told = of_system(error)
        yield Part(export, f"{told.what}: {error.strerror or error}. {told.remedy}. Then run again")
    except (BadZipFile, NotImplementedError, ValueError) as error:
        yield Part(export, f"The archive is damaged: {error}. Copy it again from where it came from")


def names_within(members: Sequence[ZipInfo]) -> dict[ZipInfo, str]:
    """What the files of an archive are called, each otherwise: of two with one name, the second is ``name (2).csv``.

    Programs that write into an archive once more leave both there; a row is known by its file and its place in it.
    """
    taken, names = {one.filename for one in members}, dict[ZipInfo, str]()
    seen = set[str]()
    for one in members:
        numbered = (_numbered(one.filename, number) for number in count(2))
        names[one] = next(name for name in numbered if name not in taken) if one.filename in seen else one.filename
        taken.add(names[one])
        seen.add(one.filename)
    return names


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return f"{name.removesuffix(path.suffix)} ({number}){path.suffix}"


@dataclass
class _Archive:
    """An archive that is being unpacked, and how much came out of it."""

    export: ExportFile
    content: ZipFile
    packed: BinaryIO
    unpacked: int = 0

    @property
    def is_swollen(self) -> bool:
        """Whether more came out than an archive of that size holds: its files may overlap, each of them small."""
        return self.unpacked > self.export.bounds.unpacked_bytes(self.export.stamp()[0])


def _is_archive(export: ExportFile) -> bool:
    try:
        return is_zipfile(export.path)
    except OSError:  # it is refused when it is read
        return False


def _members(archive: _Archive, scratch: Path, is_wanted: Callable[[str], bool], *, are_kept: bool) -> Iterator[Part]:
    export = archive.export
    held = [info for info in archive.content.infolist() if _could_be_export(info)]
    wanted = sorted(_of_account_archive(held) or held, key=lambda info: info.filename)
    left_out = len(held) - len(wanted)
    lake = lake_tables(info.filename for info in archive.content.infolist())
    names = names_within(archive.content.infolist())
    others = number_of(left_out, "other file of the archive holds", "other files of the archive hold")
    note = f"{others} no tweets of the account: left out" if left_out else ""
    if not wanted:
        yield Part(export, "The archive holds no file that could be an export of tweets")
    elif len(wanted) > _MOST_FILES:
        yield Part(export, f"The archive holds {len(wanted):,} files; unpack it and add the exports among them")
    else:
        for info in (info for info in wanted if is_wanted(names[info])):
            if archive.is_swollen:
                told = swollen(export.name, archive.unpacked, export.stamp()[0])
                yield Part(export, f"{told} The files of the archive from {info.filename} on were left out")
                return
            handle, place = mkstemp(prefix="member-", dir=scratch)
            os.close(handle)
            member = ExportFile(Path(place), f"{export.name}/{names[info]}", export.bounds)
            part = replace(_unpacked(archive, info, member), note=note)
            yield replace(part, refusal=part.refusal or of_lake_table(info.filename, lake))
            if not are_kept:
                Path(place).unlink(missing_ok=True)


def _of_account_archive(held: list[ZipInfo]) -> list[ZipInfo]:
    """The files of an X account archive that matter: its tweets, and whose they are; none of any other archive.

    Archives of until 2018 hold their tweets twice, month by month and in a CSV that says less.
    """
    months = [info for info in held if _MONTHS_OF_OLD_ARCHIVE.fullmatch(info.filename.lower())]
    if months:
        return months
    if any(info.filename.lower().endswith("data/js/user_details.js") for info in held):
        return [info for info in held if _OF_OLD_ARCHIVE.fullmatch(info.filename.lower())]
    accounts = [PurePosixPath(info.filename) for info in held if info.filename.lower().endswith("account.js")]
    folders = {path.parent for path in accounts if path.name.lower() == "account.js"}
    return [
        info
        for info in held
        if PurePosixPath(info.filename).parent in folders
        and _OF_ACCOUNT_ARCHIVE.fullmatch(PurePosixPath(info.filename).name.lower())
    ]


def _could_be_export(info: ZipInfo) -> bool:
    named = PurePosixPath(info.filename)  # packed from another folder, ../exports/a.csv, it is not hidden
    path = PurePosixPath(*(part for part in named.parts if part != ".."))
    return not info.is_dir() and is_export_name(path) and path.suffix.lower() in _ENDINGS | _NOT_READ


def _unpacked(archive: _Archive, info: ZipInfo, member: ExportFile) -> Part:
    export, place = archive.export, member.path
    if info.flag_bits & _ENCRYPTED:
        return Part(member, "It is encrypted. Unpack the archive and add the file itself")
    try:
        with archive.content.open(info) as source, place.open("wb") as target:
            while block := source.read(_BLOCK):
                target.write(block)
                archive.unpacked += len(block)
                packed = max(0, archive.packed.tell() - info.header_offset)
                if target.tell() > export.bounds.unpacked_bytes(packed) or archive.is_swollen:
                    break
            else:
                return Part(member)
            refusal = str(swollen(member.name, target.tell(), packed))
    except NotImplementedError as error:  # Windows packs what is very large in another way, and so do other programs
        return Part(
            member, f"It is packed in a way that is not read here: {error}. Unpack the archive and add the file"
        )
    except (*ARCHIVE_DAMAGE, OSError) as error:
        raise_what_passes(error, place)
        return Part(member, f"It cannot be unpacked: {error}. Copy the archive again from where it came from")
    place.write_bytes(b"")
    return Part(member, refusal)
