"""A Word document of tables in the style of the American Psychological Association (7th edition, chapter 7).

What belongs here: how such a table looks: number and title above, three rules, a note below, columns as wide as their
words, header rows that repeat on the next page. What does not: what stands in it (apa_coding.py, apa_collection.py) and
how numbers are written (apa_numbers.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtw_pipeline.spreadsheets import of_xml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph


class Italic(NamedTuple):
    """A statistic's sign, which APA writes in italics: n, M, p."""

    text: str


Piece = str | Italic
Text = Piece | tuple[Piece, ...]


@dataclass(frozen=True)
class ApaTable:
    """A table.

    Args:
        title: in title case; printed in italics.
        head: the column heads; the first is that of the stub.
        rows: cells in the order of the head; the first of a row is its name.
        note: what stands below, behind "Note."
        indented: the places of rows that belong to the row without cells above them.
    """

    title: str
    head: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    note: Text
    indented: frozenset[int] = frozenset()


_FONT = "Times New Roman"
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)
_PORTRAIT, _LANDSCAPE = 6.5, 9.0
_OF_A_LETTER = 0.0087
"""Inches that a letter takes, by point of its size: the mean of a wide serif, which stands in where Times is not."""
_PADDING = 0.14
_WIDEST_STUB = 2.6
_INDENT = 0.15
_LONG_CELL = 26
_MOST_STRETCH = 1.35
_OF_ONE_PAGE = 30


def write_document(path: Path, tables: Sequence[ApaTable], *, nothing: str, more: str = "") -> Path:
    """A document with the tables that have rows, numbered.

    Args:
        path: where to.
        tables: in their order.
        nothing: what the document says where no table has rows.
        more: what every note ends with.
    """
    import docx

    document = docx.Document()
    _set_font(document)
    filled = [table for table in tables if table.rows]
    for number, table in enumerate(filled, start=1):
        _add(document, number, table, more)
    if not filled:
        document.add_paragraph(nothing + more)
    document.save(str(path))
    return path


def plain(text: Text) -> str:
    """The text without its looks."""
    return "".join(piece.text if isinstance(piece, Italic) else piece for piece in _pieces(text))


def _set_font(document: "Document") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    font = document.styles["Normal"].font
    font.name, font.size = _FONT, Pt(_SIZES[0])
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], side, Inches(1))


def _add(document: "Document", number: int, content: ApaTable, more: str) -> None:
    from docx.shared import Pt

    wanted = _widths(content, _SIZES[0])
    _turn(document, number, is_wide=sum(wanted) > _PORTRAIT)
    room = _LANDSCAPE if sum(wanted) > _PORTRAIT else _PORTRAIT
    size = next((one for one in _SIZES if sum(_widths(content, one)) <= room), _SIZES[-1])
    _above(document.add_paragraph(), f"Table {number}").runs[0].bold = True
    _above(document.add_paragraph(), content.title).runs[0].italic = True
    table = document.add_table(rows=1 + len(content.rows), cols=len(content.head))
    _fill(table, content, size)
    _fit(table, _widths(content, size), room)
    below = document.add_paragraph()
    below.paragraph_format.keep_together = True
    below.paragraph_format.space_before = Pt(4)
    below.paragraph_format.space_after = Pt(18)
    below.add_run("Note. ").italic = True
    _write(below, (*_pieces(content.note), more))


def _above(paragraph: "Paragraph", text: str) -> "Paragraph":
    from docx.shared import Pt

    paragraph.add_run(of_xml(text))
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def _turn(document: "Document", number: int, *, is_wide: bool) -> None:
    """The page as wide as the table asks; a new section where it changes."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section: Section = document.sections[-1]
    if (section.orientation == WD_ORIENT.LANDSCAPE) == is_wide:
        return
    if number > 1:
        section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width


def _fill(table: "WordTable", content: ApaTable, size: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Inches, Pt

    lines = [content.head, *content.rows]
    cells = _cells(table)
    for line, texts in enumerate(lines):
        for place, text in enumerate(texts):
            cell = cells[line * len(content.head) + place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(1)
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if line == 0 else WD_ALIGN_PARAGRAPH.RIGHT
            if place == 0 and line - 1 in content.indented:
                paragraph.paragraph_format.left_indent = Inches(_INDENT)
            _write(paragraph, text, size)
            if line in {0, len(lines) - 1}:
                _rule(cell, top=line == 0)
    _keep_rows_whole(table, len(content.rows))


def _cells(table: "WordTable") -> "list[_Cell]":
    """The cells row by row; asking the table for each would cost the square of their number."""
    return table._cells  # noqa: SLF001 - python-docx has no other quick way


def _keep_rows_whole(table: "WordTable", rows: int) -> None:
    """The header repeats on every page, no row is cut, and a long table may break between rows."""
    from docx.oxml import OxmlElement

    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    if rows > _OF_ONE_PAGE:
        for row in list(table.rows)[2:-2]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = False


def _widths(content: ApaTable, size: float) -> list[float]:
    """Inches of each column: its longest cell, of its head and of a long stub the longest word."""
    letter = size * _OF_A_LETTER
    widths = []
    for place, head in enumerate(content.head):
        words = max((len(word) for word in plain(head).split()), default=1)
        cells = [plain(row[place]) for row in content.rows if place < len(row)]
        longest = max((len(text) for text in cells), default=1)
        if place == 0:
            longest = min(longest, max(int(_WIDEST_STUB / letter), _longest_word(cells)))
        elif longest > _LONG_CELL:
            longest = max(_LONG_CELL, _longest_word(cells))
        indent = _INDENT if place == 0 and content.indented else 0
        widths.append(max(words, longest) * letter + _PADDING + indent)
    return widths


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for text in cells for word in text.split()), default=1)


def _fit(table: "WordTable", widths: Sequence[float], room: float) -> None:
    """The columns so wide, in proportion where that is wider than the page or nearly as wide."""
    from docx.shared import Inches

    table.autofit = False
    scale = min(room / sum(widths), _MOST_STRETCH)
    for place, column in enumerate(table.columns):
        column.width = Inches(widths[place] * scale)
    for number, cell in enumerate(_cells(table)):
        cell.width = Inches(widths[number % len(widths)] * scale)


def _write(paragraph: "Paragraph", text: Text, size: float | None = None) -> None:
    from docx.shared import Pt

    for piece in _pieces(text):
        run = paragraph.add_run(of_xml(piece.text if isinstance(piece, Italic) else piece))
        run.italic = True if isinstance(piece, Italic) else None
        if size is not None:
            run.font.size = Pt(size)


def _pieces(text: Text) -> tuple[Piece, ...]:
    return (text,) if isinstance(text, str | Italic) else tuple(text)


def _rule(cell: "_Cell", *, top: bool) -> None:
    """A rule below the cell, and above it where it is of the head."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    for edge in ("top", "bottom") if top else ("bottom",):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - python-docx has no other way to a cell's rules
