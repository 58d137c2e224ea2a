"""A file before its rows are read: what it is, and how its cells are to be found.

What belongs here: the way of one file through sniffing and recognition. What does not: what each of them sees
(sniffing/, recognition.py), and files that are refused whatever they hold (window.py).
"""

from dataclasses import replace

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.alike_sheets import alike_sheets, notes_on_sheets
from mtw_pipeline.exports.reading.batches import RecognisedFile
from mtw_pipeline.exports.reading.companions import CompanionFiles
from mtw_pipeline.exports.reading.files import ExportFile, Fingerprint
from mtw_pipeline.exports.reading.outcomes import CHANGED, FileOutcome, failed, outcome
from mtw_pipeline.exports.reading.recognition import recognise
from mtw_pipeline.exports.reading.sniffing.dialects import with_dialect
from mtw_pipeline.exports.reading.sniffing.sniff import sniff
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.study.settings import StudySettings


def recognised(
    number: int, export: ExportFile, fingerprint: Fingerprint, settings: StudySettings, companions: CompanionFiles
) -> FileOutcome | RecognisedFile:
    """A file ready to be read, or why nothing of it is.

    Args:
        number: its number within the window.
        export: the file.
        fingerprint: what it is now.
        settings: of the study, whose column maps come first.
        companions: what lies beside it.

    Raises:
        UserError, OSError, EOFError, zlib.error: it cannot be looked at.
    """
    sniffed = sniff(export)
    recognition = companions.complete(export, recognise(sniffed, export.name, settings.column_map))
    if recognition.refusal:
        became = outcome(export, fingerprint, recognition, sniffed=sniffed)
        return became if export.stamp() == fingerprint.stamp else failed(export, fingerprint, CHANGED)
    notes: list[str] = []
    if recognition.header is not None:
        _check_width(export, len(recognition.header.columns))
        decided = with_layout(export, sniffed, recognition.header)
        if sniffed.kind == "workbook":
            notes += notes_on_sheets(sniffed, recognition, decided.alike_sheets, export.name, settings.column_map)
        sniffed = decided
    bare = replace(sniffed, document=None, beginning="")  # while it waits, memory holds its rows no longer
    return RecognisedFile(number, export, bare, recognition, fingerprint=fingerprint, notes=notes)


def with_layout(export: ExportFile, sniffed: SniffedFile, header: Header) -> SniffedFile:
    """What was seen of a table, its header decided, and with it how its rows and cells are found.

    Args:
        export: the file.
        sniffed: what was seen of it.
        header: its header.
    """
    decided = sniffed.with_header(header)
    if sniffed.kind == "workbook":
        return replace(decided, alike_sheets=alike_sheets(sniffed, header))
    return with_dialect(export, decided) if sniffed.kind == "delimited" else decided


def _check_width(export: ExportFile, columns: int) -> None:
    if columns > export.bounds.columns:
        raise UserError(
            f"Its header has {columns:,} columns",
            where=export.name,
            remedy="Take out what is none of the export, or raise in study.toml, under [bounds], columns",
        )
