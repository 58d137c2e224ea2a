"""The sheets of a workbook beside the one that it was recognised by: which of them hold tweets too.

What belongs here: choosing them by their first rows. What does not: reading their rows (records.py).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtw_pipeline.exports.reading.recognition import Recognition, recognise
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.study.settings.exports import ColumnMap


def alike_sheets(sniffed: SniffedFile, header: Header) -> tuple[Header, ...]:
    """The headers of the other sheets that have the same columns in the same order: one collection in several sheets.

    Args:
        sniffed: the workbook, with the first rows of every sheet.
        header: the header that was decided for.
    """
    alike: dict[str, Header] = {}
    for one in sniffed.headers:
        if one.sheet != header.sheet and one.keys == header.keys:
            alike.setdefault(one.sheet, one)
    return tuple(alike.values())


def notes_on_sheets(
    sniffed: SniffedFile,
    recognition: Recognition,
    alike: Sequence[Header],
    file_name: str,
    column_maps: Sequence[ColumnMap],
) -> Iterator[str]:
    """What is to be known of the sheets: which were read as one, and which hold tweets and were not read.

    Args:
        sniffed: the workbook, with the first rows of every sheet.
        recognition: what it was recognised as.
        alike: the other sheets that are read.
        file_name: its name, relative to the window's folder.
        column_maps: those of the study.
    """
    header = recognition.header or sniffed.header
    rows = Counter(one.sheet for one in sniffed.headers)
    read = [header.sheet, *(one.sheet for one in alike)]
    filled = [sheet for sheet in read if rows[sheet] > 1]
    if len(filled) > 1:
        yield (
            f"its sheets {', '.join(filled)} have the same columns: they were read one after the other. Delete those"
            " that are not meant"
        )
    for sheet in rows:
        if sheet in read or rows[sheet] == 1:
            continue
        alone = replace(sniffed, headers=tuple(one for one in sniffed.headers if one.sheet == sheet))
        found = recognise(alone, file_name, column_maps)
        if not found.refusal:
            yield f"its sheet {sheet} holds rows of {found.name} too and was not read: save it as a workbook of its own"
