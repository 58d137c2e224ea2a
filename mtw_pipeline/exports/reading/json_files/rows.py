"""JSON exports into export_rows: the documents of a file, each asked for its tweets.

A file may hold documents of several formats, as of several platforms; what it is called is the format of its first.

What belongs here: the way from documents to rows, for every JSON format alike. What does not: finding documents
(documents.py) and what a document means (the format's module).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from mtw_pipeline.exports.formats.documents.envelopes import held_documents
from mtw_pipeline.exports.formats.model import EMPTY_ROW, ExportRow, JsonFormat
from mtw_pipeline.exports.formats.registry import JSON_FORMATS
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.json_files.documents import Document, documents
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.exports.reading.staging import EXPORT_ROWS_SCHEMA, UNREADABLE_ROWS_SCHEMA, StagedRows, in_batches


def stage_documents(
    staged: StagedRows, number: int, export: ExportFile, sniffed: SniffedFile, known: JsonFormat
) -> None:
    """Add the rows of a file of JSON documents, which has that number, to ``staged_rows`` and ``unreadable_rows``."""
    for batch in in_batches(elements(export, sniffed, known), export.name):
        good = [{"row_number": item.row_number, **item.row} for item in batch if item.row is not None]
        bad = [
            {
                "row_number": item.row_number,
                "line_number": item.line_number,
                "reason": item.reason,
                "raw": item.raw(),
            }
            for item in batch
            if item.row is None
        ]
        staged.add("staged_rows", number, good, EXPORT_ROWS_SCHEMA)
        staged.add("unreadable_rows", number, bad, UNREADABLE_ROWS_SCHEMA)


@dataclass(frozen=True)
class Element:
    """One would-be tweet of a JSON export.

    Args:
        row_number: its number in the file, from 1.
        line_number: the line on which its document begins, from 1.
        row: its fields; None where it cannot be taken.
        reason: why not.
        content: what stood there: the parsed element, or the text of a broken document.
    """

    row_number: int
    line_number: int
    row: ExportRow | None
    reason: str
    content: object

    def raw(self) -> str:
        """The element as it stood in the file; compact JSON where it could be parsed."""
        if isinstance(self.content, str):
            return self.content
        return json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))


def elements(export: ExportFile, sniffed: SniffedFile, known: JsonFormat) -> Iterator[Element]:
    """The would-be tweets of a file, in order, good and bad, none left out."""
    number = 0
    for document in documents(export, sniffed):
        for row, reason, content in elements_of(document, known):
            number += 1
            yield Element(number, document.line_number, row, reason or "not a tweet", content)


def elements_of(document: Document, known: JsonFormat) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The would-be tweets of a document: of the file's format, or of another one."""
    if document.problem:
        yield None, document.problem, document.raw
    elif document.content is None or document.content in ({}, [], ""):
        yield None, EMPTY_ROW, document.content
    elif known.recognises(document.content):
        yield from known.rows_of(document.content)
    elif other := next((one for one in JSON_FORMATS if one.recognises(document.content)), None):
        yield from other.rows_of(document.content)
    elif reason := _refusal(document.content, known):
        yield None, reason, document.content
    elif held := held_documents(document.content, _is_known):
        for content in held:
            yield from elements_of(Document(document.line_number, content), known)
    else:
        yield None, f"not a document of {known.title}", document.content


def _refusal(content: object, known: JsonFormat) -> str | None:
    return next(filter(None, (one.refusal(content) for one in (known, *JSON_FORMATS))), None)


def _is_known(content: object) -> bool:
    return any(one.recognises(content) for one in JSON_FORMATS)
