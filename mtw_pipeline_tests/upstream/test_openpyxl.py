"""What openpyxl 3.1 does with workbooks, as far as decisions rest on it.

What belongs here: the library alone, one behaviour a test, each with the decision that rests on it. What does not: our
sheets and the workbooks among exports.
"""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mtw_pipeline.exports.reading.opening.damage import WORKBOOK_DAMAGE

_SHEET = "xl/worksheets/sheet1.xml"


def saved(*rows: tuple[object, ...]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes | None]) -> io.BytesIO:
    """A workbook one part of which is another, or missing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            inner = change(old.read(name)) if name == part else old.read(name)
            if inner is not None:
                new.writestr(zipfile.ZipInfo(name), inner)
    stream.seek(0)
    return stream


@pytest.mark.parametrize(("said", "rows"), [(b"A1", 1), (b"A1:C2", 2), (b"A1:C4", 4)])
def test_rows_end_where_the_file_says_so_unless_its_word_is_put_aside(said: bytes, rows: int) -> None:
    """Decision 3: hence it is put aside, or rows would be lost. A defect: when it is mended, that can go."""
    content = saved(*[(f"a{number}", None, f"c{number}") for number in range(1, 5)])
    for is_put_aside in (False, True):
        book = load_workbook(
            changed(content, _SHEET, lambda xml: re.sub(rb'ref="A1:C4"', b'ref="' + said + b'"', xml)), read_only=True
        )
        if is_put_aside:
            book.worksheets[0].reset_dimensions()
        read = list(book.worksheets[0].iter_rows(values_only=True))
        assert len(read) == (4 if is_put_aside else rows)
    assert read[-1] == ("a4", None, "c4")


def test_a_missing_row_is_an_empty_one(tmp_path: Path) -> None:
    """Decision 3: the number of a row is its place in the sheet."""
    row = b'<row r="4"><c r="B4" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    book = load_workbook(
        changed(saved(("a", "b")), _SHEET, lambda xml: xml.replace(b"</sheetData>", row)), read_only=True
    )
    book.worksheets[0].reset_dimensions()
    assert [list(cells) for cells in book.worksheets[0].iter_rows(values_only=True)] == [
        ["a", "b"],
        [],
        [],
        [None, "x"],
    ]


def test_numbers_keep_15_digits_and_times_are_times() -> None:
    """Decision 3: a longer id shows that it was rounded; a whole number loses its fraction."""
    cells = (12345678901234567890, 3.0, 1.5, datetime(2021, 1, 5, 12), True, "1E5", None)
    book = load_workbook(io.BytesIO(saved(cells)), read_only=True, data_only=True)
    [read] = book.worksheets[0].iter_rows(values_only=True)
    assert read[:1] == (1.234567890123457e19,)
    assert read[1:6] == (3, 1.5, datetime(2021, 1, 5, 12), True, "1E5")


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("part", [_SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    "change", [lambda xml: None, lambda xml: b" ", lambda xml: b"<a/>", lambda xml: xml[: len(xml) // 2]],
    ids=["missing", "blank", "another", "cut off"],
)  # fmt: skip
def test_what_is_damaged_raises_one_of_these_or_holds_no_cell(
    part: str, change: Callable[[bytes], bytes | None], *, read_only: bool
) -> None:
    """Decision 3: openpyxl trusts that every part is there; what it raises then is named once, in damage.py."""
    try:
        book = load_workbook(changed(saved(("a", "b")), part, change), read_only=read_only)
        cells = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    except (InvalidFileException, *WORKBOOK_DAMAGE):
        return
    assert cells == []


def test_a_path_is_judged_by_its_ending_and_a_stream_by_its_content(tmp_path: Path) -> None:
    """Decision 3: files are recognised by their content, so that workbooks are opened as streams."""
    path = tmp_path / "export.dat"
    path.write_bytes(saved(("a",)))
    with pytest.raises(InvalidFileException):
        load_workbook(path)
    with path.open("rb") as stream:
        assert load_workbook(stream, read_only=True).sheetnames == ["Sheet"]


def test_a_text_that_begins_like_a_formula_is_one_unless_it_is_said_to_be_text(tmp_path: Path) -> None:
    """Decision 64: a tweet must not compute. The kind of a cell and its apostrophe are kept."""
    book = Workbook()
    formula, text = (book.worksheets[0].cell(1, column, "=1+1") for column in (1, 2))
    text.data_type = "s"
    text.quotePrefix = True
    book.save(tmp_path / "a.xlsx")
    [cells] = load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows()
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("=1+1", "f", False), ("=1+1", "s", True),
    ]  # fmt: skip
    assert formula.data_type == "f"


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud83d"])
def test_a_character_that_xml_cannot_hold_is_an_error(character: str) -> None:
    """Decision 64: hence such characters are left out; openpyxl's own list of them knows the first three alone."""
    with pytest.raises(Exception, match=r"cannot be used|XML compatible|surrogates not allowed"):
        saved((f"a{character}",))


def test_every_other_character_comes_back() -> None:
    """Decision 64: nothing more is left out than must be."""
    text = "\t\n \x7f\x85\ud7ff\ue000\ufffd\U00010000\U0010ffff"
    [[cell]] = load_workbook(io.BytesIO(saved((text,)))).worksheets[0].iter_rows(values_only=True)
    assert cell == text
