"""A file that is looked at before its rows are read: what it is, and how its cells are to be found.

What belongs here: the way of one file through sniffing and recognising. What does not: what each of them sees
(sniffing.py, recognition.py), and files that are refused whatever they hold (window.py).
"""

from dataclasses import replace

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.batches import RecognisedFile
from mtw_pipeline.exports.reading.companions import CompanionFiles
from mtw_pipeline.exports.reading.files import ExportFile, Fingerprint
from mtw_pipeline.exports.reading.outcomes import CHANGED, FileOutcome, failed, outcome
from mtw_pipeline.exports.reading.recognition import recognise
from mtw_pipeline.exports.reading.sniffing import sniff, with_dialect
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
    if recognition.header is not None:
        sniffed = sniffed.with_header(recognition.header)
        _check_width(export, len(recognition.header.columns))
        sniffed = with_dialect(export, sniffed) if sniffed.kind == "delimited" else sniffed
    bare = replace(sniffed, document=None, beginning="")  # while it waits, memory holds its rows no longer
    return RecognisedFile(number, export, bare, recognition, fingerprint=fingerprint)


def _check_width(export: ExportFile, columns: int) -> None:
    if columns > export.bounds.columns:
        raise UserError(
            f"Its header has {columns:,} columns",
            where=export.name,
            remedy="Take out what is none of the export, or raise in study.toml, under [bounds], columns",
        )
