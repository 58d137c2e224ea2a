"""Sniffing: one look at the beginning of an export.

What belongs here: which kind of file it is, where its header may be, its first JSON document. What does not: what the
shape of all this is (sniffed.py), its encoding (encodings.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from mtw_pipeline.exports.formats.unread import binary_file, other_archive
from mtw_pipeline.exports.reading.columnar.containers import container_of
from mtw_pipeline.exports.reading.files import ExportFile, allow_large_cells, bounded_lines, bounded_text
from mtw_pipeline.exports.reading.opening.json_texts import AROUND, concatenated_documents, parsed
from mtw_pipeline.exports.reading.opening.single_bytes import other_alphabet
from mtw_pipeline.exports.reading.opening.workbooks import first_rows as rows_of_workbook
from mtw_pipeline.exports.reading.sniffing.encodings import decoded, encoding_of, sampled_bytes
from mtw_pipeline.exports.reading.sniffing.sniffed import LINES_ABOVE, Header, SniffedFile, first_rows, opened

_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04"
_DELIMITERS = (",", ";", "\t", "|")
_BEGINNING = 1 << 18
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_SCRIPT_PREFIX = re.compile(
    r"\s*(?:(?:export\s+)?(?:(?:var|let|const)\s+|window\.)?[\w.$\[\]\"']+\s*=|export\s+default\b"
    r"|(?:/\*\*/\s*)?[\w.$]+\s*\()\s*(?=[\[{])"
)
"""What account archives put before their JSON: ``window.YTD.tweets.part0 =``, ``Grailbird.data.tweets_2016_01 =``,
``var user_details =``; and scripts: ``const tweets =``, ``export default``; a call that takes it: ``callback(``."""


def sniff(export: ExportFile) -> SniffedFile:
    """What the beginning of an export says of it.

    Raises:
        UserError: the file is damaged at its beginning.
    """
    with export.path.open("rb") as raw:
        magic = raw.read(len(_ZIP_MAGIC))
    if magic == _ZIP_MAGIC:
        return _sniffed_workbook(export)
    return _sniffed_columnar(export) if container_of(magic) else _sniffed_text(export, magic)


def _sniffed_workbook(export: ExportFile) -> SniffedFile:
    refusal = other_archive(export.path)
    if refusal:
        return SniffedFile("binary", refusal=refusal)
    found = _headers_of_workbook(export)
    return SniffedFile("workbook", headers=found) if found else SniffedFile("empty")


def _sniffed_text(export: ExportFile, magic: bytes) -> SniffedFile:
    compression = "gzip" if magic.startswith(_GZIP_MAGIC) else "none"
    sample = sampled_bytes(export, compression)
    encoding = encoding_of(sample)
    text = decoded(sample, encoding).lstrip("\ufeff")
    stripped = text.strip(f"{AROUND}\0")
    if not stripped:
        return SniffedFile("empty", compression, encoding)
    if _is_binary(text):
        return SniffedFile("binary", compression, refusal=binary_file(sample))
    strange = "" if encoding.startswith("utf") else other_alphabet(sample)
    if strange:
        return SniffedFile("binary", compression, refusal=strange)
    prefix = _SCRIPT_PREFIX.match(text)
    if stripped[0] in "{[" or prefix:
        prefixed = prefix[0] if prefix else ""
        sniffed = SniffedFile("json", compression, encoding, prefix=prefixed, beginning=text[:_BEGINNING])
        return replace(sniffed, document=_first_document(export, sniffed))
    headers = _headers_of_text(text, export)
    return SniffedFile("delimited", compression, encoding, headers, beginning=text[:_BEGINNING])


def _is_binary(text: str) -> bool:
    beginning = text[:1000]
    return len(_CONTROL.findall(beginning)) > len(beginning) / 50


def _headers_of_text(text: str, export: ExportFile) -> tuple[Header, ...]:
    """The first rows of a text by every delimiter: by place, and of one place the one with most cells first."""
    allow_large_cells(export)
    found = [header for delimiter in _DELIMITERS for header in first_rows(text, delimiter)]
    return tuple(sorted(found, key=lambda header: (header.last_line, -len(header.columns))))


def _headers_of_workbook(export: ExportFile) -> tuple[Header, ...]:
    return tuple(
        Header(_without_empty_end(row), number, sheet=sheet)
        for sheet, number, row in rows_of_workbook(export, LINES_ABOVE)
        if any(row)
    )


def _sniffed_columnar(export: ExportFile) -> SniffedFile:
    from mtw_pipeline.exports.reading.columnar.rows import glance  # loads what columnar files alone need

    seen = glance(export)
    headers = dict.fromkeys(Header(names, 0) for names in (seen.columns, seen.fields) if names)
    kind = "columnar" if headers else "empty"
    return SniffedFile(kind, seen.compression, seen.container, tuple(headers), seen.document)


def _without_empty_end(row: Sequence[str]) -> tuple[str, ...]:
    filled = [place for place, cell in enumerate(row, start=1) if cell]
    return tuple(row[: filled[-1]])


def _first_document(export: ExportFile, sniffed: SniffedFile) -> object:
    with opened(export, sniffed) as stream:
        for line in bounded_lines(stream, export, export.bounds.document_characters):
            text = sniffed.bare(line)
            if text:
                break
        else:
            return None
    try:
        return parsed(text)
    except (RecursionError, ValueError):
        return _whole_document(export, sniffed)


def _whole_document(export: ExportFile, sniffed: SniffedFile) -> object:
    with opened(export, sniffed) as stream:
        text = sniffed.bare(bounded_text(stream, export))
    for _, part in concatenated_documents(text):
        try:
            return parsed(part)
        except (RecursionError, ValueError):
            continue
    return None
