"""A Word document of tables in the style of the American Psychological Association (7th edition, chapter 7).

What belongs here: how such a table looks in Word: number and title above, three rules, a note below, columns as wide as
their words, header rows that repeat on the next page. What does not: what such a table is (apa_table.py).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.coding.tables.apa_table import (
    INDENT,
    OF_ONE_PAGE,
    SIZES,
    ApaTable,
    Italic,
    Text,
    columns,
    filled,
    layout,
    parts_of,
    pieces,
)
from mtw_pipeline.spreadsheets import of_xml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph


_FONT = "Times New Roman"
_MOST_STRETCH = 1.35


def write_document(path: Path, tables: Sequence[ApaTable], *, nothing: str, more: str = "") -> Path:
    """A document with the tables that have rows, in the order of their numbers.

    Args:
        path: where to.
        tables: in any order.
        nothing: what the document says where no table has rows.
        more: what every note ends with.
    """
    import docx

    document = docx.Document()
    _set_properties(document)
    _set_font(document)
    shown = [part for table in filled(tables) for part in parts_of(table)]
    for place, table in enumerate(shown):
        _add(document, table, more, is_first=place == 0)
    if not shown:
        document.add_paragraph(nothing + more)
    document.save(str(path))
    return path


def _set_properties(document: "Document") -> None:
    """What a file says of itself in place of its template: no author, which blind review would have to take out."""
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", "Tables"
    properties.created = properties.modified = datetime.now(UTC)


def _set_font(document: "Document") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    font = document.styles["Normal"].font
    font.name, font.size = _FONT, Pt(SIZES[0])
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], side, Inches(1))


def _add(document: "Document", content: ApaTable, more: str, *, is_first: bool) -> None:
    from docx.shared import Pt

    is_wide, room, size = layout(content)
    _turn(document, is_first=is_first, is_wide=is_wide)
    _above(document.add_paragraph(), content.number).runs[0].bold = True
    _above(document.add_paragraph(), content.title).runs[0].italic = True
    table = document.add_table(rows=1 + len(content.rows), cols=len(content.head))
    _fill(table, content, size)
    _fit(table, [one.width for one in columns(content, size)], room)
    below = document.add_paragraph()
    below.paragraph_format.keep_together = True
    below.paragraph_format.space_before = Pt(4)
    below.paragraph_format.space_after = Pt(18)
    if content.note is not None:
        below.add_run("Note. ").italic = True
        _write(below, (*pieces(content.note), more))


def _above(paragraph: "Paragraph", text: str) -> "Paragraph":
    from docx.shared import Pt

    paragraph.add_run(of_xml(text))
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def _turn(document: "Document", *, is_first: bool, is_wide: bool) -> None:
    """The page as wide as the table asks; a new section where it changes."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section: Section = document.sections[-1]
    if (section.orientation == WD_ORIENT.LANDSCAPE) == is_wide:
        return
    if not is_first:
        section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width


def _fill(table: "WordTable", content: ApaTable, size: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    lines = [content.head, *content.rows]
    is_broken = columns(content, size)[0].is_broken
    cells = _cells(table)
    for line, texts in enumerate(lines):
        for place, text in enumerate(texts):
            cell = cells[line * len(content.head) + place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(1)
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if line == 0 else WD_ALIGN_PARAGRAPH.RIGHT
            else:
                _indent(paragraph, is_indented=line - 1 in content.indented, is_broken=is_broken)
            _write(paragraph, text, size)
            if line in {0, len(lines) - 1}:
                _rule(cell, top=line == 0)
    _keep_rows_whole(table, len(content.rows))


def _indent(paragraph: "Paragraph", *, is_indented: bool, is_broken: bool) -> None:
    """A name that belongs to the row above is indented; so are further lines, so that none looks like a name."""
    from docx.shared import Inches

    if is_indented or is_broken:
        paragraph.paragraph_format.left_indent = Inches(INDENT * (is_indented + is_broken))
    if is_broken:
        paragraph.paragraph_format.first_line_indent = Inches(-INDENT)


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
    if rows > OF_ONE_PAGE:
        for row in list(table.rows)[2:-2]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = False


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

    for piece in pieces(text):
        run = paragraph.add_run(of_xml(piece.text if isinstance(piece, Italic) else piece))
        run.italic = True if isinstance(piece, Italic) else None
        if size is not None:
            run.font.size = Pt(size)


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
