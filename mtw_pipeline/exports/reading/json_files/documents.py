"""JSON exports as a stream of documents: one per line, one array, one over many lines, or several behind each other.

What belongs here: finding the documents and saying where a broken one stands. What does not: what a document means.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from mtw_pipeline.exports.reading.files import ExportFile, bounded_lines, bounded_text
from mtw_pipeline.exports.reading.opening.json_texts import concatenated_documents, parsed
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile, opened


@dataclass(frozen=True)
class Document:
    """One JSON document of a file.

    Args:
        line_number: the line that it begins on, from 1.
        content: the parsed document; None where it is broken.
        problem: why it could not be parsed, else empty.
        raw: the text of a broken document, else empty.
    """

    line_number: int
    content: object
    problem: str = ""
    raw: str = ""


def documents(export: ExportFile, sniffed: SniffedFile) -> Iterator[Document]:
    """The documents of a file, in order; the elements of an array count as documents.

    A file is read line by line where its first line is a document, else as a whole. Rows of a columnar file that are
    objects are documents too.
    """
    if sniffed.kind == "columnar":
        from mtw_pipeline.exports.reading.columnar.rows import row_documents  # loads what columnar files alone need

        yield from (Document(number, content) for number, content in enumerate(row_documents(export), start=1))
    elif is_line_by_line(export, sniffed):
        yield from _by_line(export, sniffed)
    else:
        yield from _whole(export, sniffed)


def is_line_by_line(export: ExportFile, sniffed: SniffedFile) -> bool:
    """Whether each line of a file is a document of its own."""
    with opened(export, sniffed) as stream:
        filled = (sniffed.bare(line) for line in bounded_lines(stream, export, export.bounds.document_characters))
        first = next((line for line in filled if line), "")
        second = next((line for line in filled if line), "")
    if _parses(first):
        return True
    return first.startswith("{") and second.startswith("{") and first not in {"{", "{["}


def _parses(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (RecursionError, ValueError):
        return False
    return True


def _by_line(export: ExportFile, sniffed: SniffedFile) -> Iterator[Document]:
    with opened(export, sniffed) as stream:
        lines = bounded_lines(stream, export, export.bounds.document_characters)
        for line_number, line in enumerate(lines, start=1):
            text = sniffed.bare(line)
            if text:
                yield from _parsed(text, line_number)


def _whole(export: ExportFile, sniffed: SniffedFile) -> Iterator[Document]:
    with opened(export, sniffed) as stream:
        text = sniffed.bare(bounded_text(stream, export))
    if text:
        yield from _parsed(text, 1)


def _parsed(text: str, line_number: int, column: int = 0) -> Iterator[Document]:
    """The documents of a text that begins on a line of the file, so many characters behind its beginning."""
    try:
        content = parsed(text)
    except json.JSONDecodeError as error:
        parts = list(concatenated_documents(text))
        if parts != [(0, text)]:
            for start, part in parts:
                line_start = text.rfind("\n", 0, start) + 1
                before = 0 if line_start else column
                yield from _parsed(part, line_number + text.count("\n", 0, start), start - line_start + before)
            return
        place = f"line {line_number + error.lineno - 1}, column {error.colno + (column if error.lineno == 1 else 0)}"
        yield Document(line_number, None, f"broken JSON at {place}: {error.msg}", text)
        return
    except (RecursionError, ValueError) as error:
        yield Document(line_number, None, f"JSON that cannot be read: {error}", text)
        return
    if isinstance(content, list):
        for element in content:
            yield Document(line_number, element)
    else:
        yield Document(line_number, content)
