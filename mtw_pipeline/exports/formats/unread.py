"""Files of no kind that is read, told by their first bytes or their folder, and what a person can do with each.

What belongs here: their signatures. What does not: opening files (reading/).
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

_UNPACK = "Unpack it and add the files that it holds"
_PACK = "Unpack it, or pack it as gzip or zip"
_AS_CSV = "Write the table as CSV (UTF-8) and add that"
_AS_PARQUET = "Write the table as Parquet or CSV (UTF-8) and add that"
_SAVE_ANEW = "Open it in a spreadsheet program and save it as .xlsx or as CSV (UTF-8)"
_SAVE_OPEN = "Open it in the program that wrote it, save it without the password, and add that"
_ARCHIVE_WITHIN = "an archive within an archive, or within a compressed file"
_OLD_DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""What Excel puts a workbook into that it encrypts: a document of the old kind, with a part of this name."""

_SIGNATURES = (
    (_OLD_DOCUMENT, "a workbook as Excel wrote until 2003, or another old document", _SAVE_ANEW),
    (b"PK\x03\x04", _ARCHIVE_WITHIN, _UNPACK),
    (b"\x1f\x8b", "compressed twice by gzip", "Unpack it once and add what comes out"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"BZh", "compressed by bzip2", _PACK),
    (b"\xfd7zXZ\x00", "compressed by xz", _PACK),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard", _PACK),
    (b"%PDF-", "a PDF document", _AS_CSV),
    (b"\x89PNG", "a picture", _AS_CSV),
    (b"PAR1", "a Parquet file within a compressed one", _UNPACK),
    (b"ARROW1", "an Arrow file within a compressed one", _UNPACK),
    (b"PARE", "an encrypted Parquet file", "Write it without encryption and add that"),
    (b"\x80\x03", "a pickle of Python", _AS_PARQUET),
    (b"\x80\x04", "a pickle of Python", _AS_PARQUET),
    (b"\x80\x05", "a pickle of Python", _AS_PARQUET),
    (b"<stata_dta>", "data of Stata", _AS_CSV),
    (b"FEA1", "a Feather file of the first version", "Write it as Parquet, or as Feather of today"),
    (b"ORC", "an ORC file", _AS_PARQUET),
    (b"Obj\x01", "an Avro file", _AS_PARQUET),
    (b"SQLite format 3\x00", "an SQLite database", _AS_CSV),
    (b"X\n\x00\x00\x00", "data of R (.rds)", f"{_AS_PARQUET}, as by arrow::write_parquet or write.csv"),
    (b"RDX", "data of R (.RData)", f"{_AS_PARQUET}, as by arrow::write_parquet or write.csv"),
    (
        b"\x3a\xa2eroots",
        "the archive of an account of Bluesky (CAR)",
        "Ask the account's server for its posts, as getAuthorFeed gives them, and add its answers",
    ),
    (b"$FL2", "data of SPSS", _AS_CSV),
    (b"\xff\xfe\x00\x00", "text in UTF-32", "Save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "text in UTF-32", "Save it as UTF-8"),
)
_NETWORKS = (
    ("GraphML", re.compile(r"<graphml\b")),
    ("GEXF", re.compile(r"<gexf\b")),
    ("GML", re.compile(r"(?i)\A\s*(?:creator\b[^\n]*\n\s*)?graph\s*\[")),
    ("Pajek's form", re.compile(r"(?i)\A\s*\*(?:vertices|network)\b")),
    ("UCINET's form", re.compile(r"(?i)\A\s*dl\s+n\w*\s*=")),
    ("the form of GraphViz", re.compile(r"(?i)\A\s*(?:strict\s+)?(?:di)?graph\b[^\n{]{0,99}\{")),
    ("GUESS's form", re.compile(r"(?i)\A\s*nodedef\s*>")),
)
"""Files of networks, by how they begin."""
_NETWORK_LOOKED_AT = 4_000
_TIES_AS_TABLE = (
    "Open it in the program that drew it (NodeXL, Gephi, ...), write its ties as a table with the columns source and"
    " target, and add that as CSV. NodeXL's own workbook is read as it is"
)
_WARC = "WARC/"
_OTHERS = (
    (
        "a database's tables as statements of SQL",
        re.compile(r"(?i)\A\s*(?:(?:--|/\*|set\s|use\s)[^\n]*\n\s*)*(?:insert\s+into|(?:create|drop)\s+table)\b"),
        "Load it into the database and write the table of tweets as CSV (UTF-8), and add that",
    ),
    (
        "a table as programs print it for people",
        re.compile(r"\A(?:[^\n]*\n)?(?=[^\n]*--)(?=[^\n]*[|+])[ \t]*[|+:-][ \t|+:-]{3,}\r?\n"),
        "Have the program write it as CSV (UTF-8) and add that",
    ),
    (
        "tweets as Python prints the objects of tweepy or snscrape",
        re.compile(r"\A\s*\[?\s*(?:Status\(_api=|Tweet\(\w+=|<Tweet\s+id=)"),
        "Write their JSON (status._json, tweet.data, tweet.json()), one to a line, and add that",
    ),
    ("YAML", re.compile(r"\A(?:---\s*\n)?-\s+[\w\"']+\s*:\s"), "Write it as JSON and add that"),
)
"""Texts of other kinds, by how they begin."""
_LAKE_FILES = frozenset({".parquet", ".orc", ".avro", ".json", ".crc", ""})
_LOG_OF_DELTA = "_delta_log"
_OF_ICEBERG = re.compile(r"(?:(.*)/)?metadata/[^/]+\.metadata\.json(?:\.gz)?")
_TAR, _TAR_AT = b"ustar", 257
_WORKBOOK_MARKS = ("xl/workbook.xml", "xl/workbook.bin")
_OPEN_DOCUMENT = "mimetype"
_OF_NUMBERS = "Index/Document.iwa"


_BY_HIVE = re.compile(rb"[^\x00\x01\n]*\x01[^\x00\x01\n]*\x01[^\x00\n]*\n")


def binary_file(sample: bytes) -> str:
    """What a file of these first bytes is and what to do; empty where nobody knows.

    Args:
        sample: its beginning, of a compressed one as it is unpacked.
    """
    if sample[_TAR_AT:].startswith(_TAR):
        return _said("a tar archive", _UNPACK)
    if sample.startswith(_OLD_DOCUMENT) and _ENCRYPTED_PACKAGE in sample:
        return _said("a workbook or document that is protected by a password", _SAVE_OPEN)
    if _BY_HIVE.match(sample):
        return _said("a table whose cells Hive parted by the sign 1 (Ctrl-A)", _AS_CSV)
    return next((_said(what, remedy) for mark, what, remedy in _SIGNATURES if sample.startswith(mark)), "")


def text_file(beginning: str) -> str:
    """What a text of this beginning is, that holds neither a table nor JSON, and what to do; empty of any other."""
    first = beginning[:_NETWORK_LOOKED_AT]
    if first.startswith(_WARC):
        return _said("a record of web pages (WARC)", "Export its tweets from the program that wrote it, as CSV or JSON")
    kind = next((name for name, begins in _NETWORKS if begins.search(first)), "")
    if kind:
        return _said(f"a network in {kind}", _TIES_AS_TABLE)
    return next((_said(what, remedy) for what, begins, remedy in _OTHERS if begins.search(first)), "")


def lake_tables(names: Iterable[str]) -> dict[str, str]:
    """The folders that are tables of a lake, as their logs show, and of which kind.

    Args:
        names: of files, with their folders.
    """
    found = {}
    for name in names:
        parts = PurePosixPath(name).parts
        iceberg = _OF_ICEBERG.fullmatch(name)
        if _LOG_OF_DELTA in parts[:-1]:
            found["/".join(parts[: parts.index(_LOG_OF_DELTA)])] = "Delta"
        elif iceberg:
            found[iceberg[1] or ""] = "Iceberg"
    return found


def of_lake_table(name: str, tables: Mapping[str, str]) -> str:
    """Why a file within such a folder is not read; empty of any other."""
    path = PurePosixPath(name)
    folders = ("" if str(folder) == "." else str(folder) for folder in path.parents)
    kind = next((tables[folder] for folder in folders if folder in tables), "")
    if not kind or path.suffix.lower() not in _LAKE_FILES:
        return ""
    what = f"part of a table of {kind}, of whose files only its log says which still count"
    return _said(what, "Read the table and write it as Parquet or CSV (UTF-8) and add that")


def is_workbook(archive: ZipFile) -> bool:
    """Whether a zip archive is a workbook that is read."""
    return not set(_WORKBOOK_MARKS).isdisjoint(archive.namelist())


def is_open_document(archive: ZipFile) -> bool:
    """Whether a zip archive is a document of LibreOffice and its like."""
    return _OPEN_DOCUMENT in archive.namelist() and "content.xml" in archive.namelist()


def is_of_numbers(archive: ZipFile) -> bool:
    """Whether a zip archive is a document of Apple's Numbers and its like."""
    return _OF_NUMBERS in archive.namelist()


def other_archive(path: Path) -> str:
    """Why a file that begins like a zip archive is not read; empty where it is a workbook."""
    try:
        with path.open("rb") as packed, ZipFile(packed) as archive:
            if is_workbook(archive):
                return ""
            if is_open_document(archive):
                return _said("an OpenDocument spreadsheet or text", _SAVE_ANEW)
            if is_of_numbers(archive):
                return _said("a document of Apple's Numbers or Pages", _SAVE_ANEW)
            return _said(_ARCHIVE_WITHIN, _UNPACK)
    except (BadZipFile, NotImplementedError, ValueError):
        return (
            "The file begins like a workbook or a zip archive, and its end is lacking or damaged. Copy it again from"
            " where it came from"
        )


def _said(what: str, remedy: str) -> str:
    return f"The file is {what}, which is not read. {remedy}"
