"""Files that complete the tweets beside them: user profiles, the account that an archive belongs to.

What belongs here: finding them, folder by folder, before anything is read. What does not: what they hold (the module of
their format).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.model import Companions, JsonFormat, RowsOf
from mtw_pipeline.exports.formats.registry import JSON_FORMATS
from mtw_pipeline.exports.reading.archives import parts_of
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.json_files.documents import documents
from mtw_pipeline.exports.reading.opening.damage import ARCHIVE_DAMAGE
from mtw_pipeline.exports.reading.recognition import Recognition
from mtw_pipeline.exports.reading.sniffing.sniff import sniff

_FOLDERS = (".", "data/js", "data")
"""Where a file's companions lie, beside it or as an archive unpacks."""


@dataclass(frozen=True)
class CompanionFiles:
    """What was found beside the exports.

    Args:
        files: from the name of a companion file to its format.
        rows_of: from a folder and the name of a format to how the tweets there are read.
        documents: what the companion files of a folder hold.
    """

    files: Mapping[str, JsonFormat] = field(default_factory=dict)
    rows_of: Mapping[tuple[str, str], RowsOf] = field(default_factory=dict)
    documents: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def complete(self, export: ExportFile, recognition: Recognition) -> Recognition:
        """The recognition of an export, reading its tweets with what lies beside it."""
        if recognition.delimited is not None and recognition.delimited.author_of is not None:
            near = [document for folder in _FOLDERS for document in self.documents.get(_beside(export, folder), ())]
            return replace(recognition, constants=recognition.delimited.author_of(near))
        known = recognition.json
        rows_of = self.rows_of.get((_folder(export.name), recognition.name))
        return recognition if known is None or rows_of is None else replace(recognition, json=_reading(known, rows_of))

    def lack(self, export: ExportFile, recognition: Recognition) -> bool:
        """Whether an export is of a format of JSON that has companion files, and none lies beside it."""
        known = recognition.json
        has_some = known is not None and known.companions is not None
        return has_some and (_folder(export.name), recognition.name) not in self.rows_of


def companions_of(exports: Sequence[ExportFile], scratch: Path) -> CompanionFiles:
    """The companion files among the exports, in their archives and in their folders.

    Args:
        exports: the files that are to be read.
        scratch: a folder into which a file of an archive may be unpacked.
    """
    files: dict[str, JsonFormat] = {}
    found: dict[tuple[str, str], list[object]] = {}
    for export in _with_neighbours(exports):
        for part in parts_of(export, scratch, is_wanted=_is_companion_name):
            if part.refusal:
                continue
            for known in JSON_FORMATS:
                held = _documents(part.export, known)
                if held:
                    files[part.export.name] = known
                    found.setdefault((_folder(part.export.name), known.name), []).extend(held)
    by_name = {known.name: known.companions for known in JSON_FORMATS}
    rows_of = {
        (folder, name): companions.completed(held)
        for (folder, name), held in found.items()
        if (companions := by_name[name]) is not None
    }
    documents_of: dict[str, list[object]] = {}
    for (folder, _), held in found.items():
        documents_of.setdefault(folder, []).extend(held)
    return CompanionFiles(files, rows_of, documents_of)


def _with_neighbours(exports: Sequence[ExportFile]) -> Iterator[ExportFile]:
    """The exports, and the companion files near them: of one file alone these are no exports themselves."""
    yield from exports
    paths = {export.path for export in exports}
    folders = {(export.path.parent / folder, _beside(export, folder)) for export in exports for folder in _FOLDERS}
    for folder, name in sorted(folders):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path not in paths and path.is_file() and _is_companion_name(path.name):
                yield ExportFile(path, str(PurePosixPath(name) / path.name))


def _beside(export: ExportFile, folder: str) -> str:
    return str(PurePosixPath(export.name).parent / folder)


def _is_companion_name(name: str) -> bool:
    bare = PurePosixPath(name).name.lower()
    return any(known.companions is not None and _is_named(bare, known.companions) for known in JSON_FORMATS)


def _is_named(bare: str, companions: Companions) -> bool:
    return any(fnmatchcase(bare, pattern) for pattern in companions.file_names)


def _documents(export: ExportFile, known: JsonFormat) -> list[object]:
    companions = known.companions
    name = PurePosixPath(export.name).name.lower()
    if companions is None or not _is_named(name, companions):
        return []
    try:
        sniffed = sniff(export)
        held = [document.content for document in documents(export, sniffed)] if sniffed.kind == "json" else []
    except (*ARCHIVE_DAMAGE, OSError, UserError):  # read again as an export, it is refused with the reason
        return []
    return [document for document in held if companions.recognises(document)]


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _reading(known: JsonFormat, rows_of: RowsOf) -> JsonFormat:
    return replace(known, rows_of=rows_of)
