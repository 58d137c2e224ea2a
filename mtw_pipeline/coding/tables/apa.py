"""The tables of codes in Word, in the style of the American Psychological Association (7th edition, chapter 7).

What belongs here: a document of tables: number, title in italics, three rules, a note. What does not: figures.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

Rows = list[dict[str, Any]]
_SYNTHETIC = " The data are SYNTHETIC: made by a program, and no finding about anybody."


@dataclass(frozen=True)
class ApaTable:
    """A table: its title, its head, its rows and its note."""

    title: str
    head: list[str]
    rows: list[list[str]]
    note: str


def write_apa_tables(path: Path, tables: Mapping[str, Rows], *, is_synthetic: bool) -> Path:
    """A document with the frequencies, the agreement, the crosstabs and the themes.

    Args:
        path: where to.
        tables: rows of the tables of coding, by the names of these.
        is_synthetic: whether every note says that the data are synthetic.
    """
    import docx

    document = docx.Document()
    more = _SYNTHETIC if is_synthetic else ""
    made = [_frequencies(tables), _agreement(tables), *_crosstabs(tables), _themes(tables)]
    filled = [table for table in made if table.rows]
    for number, table in enumerate(filled, start=1):
        _add(document, number, table, more)
    if not filled:
        document.add_paragraph("Nothing has been coded yet." + more)
    document.save(str(path))
    return path


def _frequencies(tables: Mapping[str, Rows]) -> ApaTable:
    rows = []
    for variable, categories in groupby(tables["code_frequencies"], key=lambda row: row["variable"]):
        rows.append([_title(variable), "", "", ""])
        for row in categories:
            between = f"[{row['low']:.1f}, {row['high']:.1f}]"
            rows.append([f"   {row['category']}", f"{row['tweets']:,}", f"{row['percent']:.1f}", between])
    note = "Percent of the sampled tweets with a code. CI = Wilson interval. Type, format and resources are computed."
    return ApaTable("Frequencies of Codes", ["Category", "n", "%", "95% CI"], rows, note)


def _agreement(tables: Mapping[str, Rows]) -> ApaTable:
    rows = [
        [
            _title(row["variable"]), row["coders"], row["measure"].replace("_", " "), f"{row['units']:,}",
            _number(row["value"]), f"[{_number(row['low'])}, {_number(row['high'])}]",
        ]
        for row in tables["coder_agreement"]
    ]  # fmt: skip
    head = ["Variable", "Coders", "Measure", "n", "Value", "95% CI"]
    return ApaTable("Agreement of Coders", head, rows, "Dashes: not defined for these codes.")


def _crosstabs(tables: Mapping[str, Rows]) -> list[ApaTable]:
    tests = {(row["row_variable"], row["column_variable"]): row for row in tables["crosstab_tests"]}
    found = []
    for pair, cells in groupby(tables["code_crosstabs"], key=lambda row: (row["row_variable"], row["column_variable"])):
        by_row = {name: list(row) for name, row in groupby(cells, key=lambda cell: cell["row_category"])}
        columns = [cell["column_category"] for cell in next(iter(by_row.values()))]
        rows = [
            [name, *(f"{cell['tweets']:,} ({cell['percent_of_all']:.1f})" for cell in row)]
            for name, row in by_row.items()
        ]
        title = f"{_title(pair[0])} by {_title(pair[1])}"
        found.append(ApaTable(title, ["", *columns], rows, "n (percent of all). " + _tested(tests.get(pair))))
    return found


def _tested(test: Mapping[str, Any] | None) -> str:
    if test is None or _is_missing(test["chi_square"]):
        return ""
    return (
        f"χ²({test['degrees_of_freedom']:.0f}, N = {test['tweets']:,}) = {test['chi_square']:.2f},"
        f" p = {test['p_value']:.3f} ({test['method']}), Holm p = {test['p_holm']:.3f},"
        f" V = {test['cramers_v']:.2f} [{test['low']:.2f}, {test['high']:.2f}]."
    )


def _themes(tables: Mapping[str, Rows]) -> ApaTable:
    rows = [
        [row["kind_of_knowledge"], row["motivation"], row["theme"], f"{row['tweets']:,}", f"{row['percent']:.1f}"]
        for row in tables["theme_frequencies"]
    ]
    head = ["Kind of knowledge", "Motivation", "Theme", "n", "%"]
    return ApaTable("Thematic Framework", head, rows, "Percent of the sampled tweets with a theme.")


def _add(document: "Document", number: int, content: ApaTable, more: str) -> None:
    document.add_paragraph().add_run(f"Table {number}").bold = True
    document.add_paragraph().add_run(content.title).italic = True
    table = document.add_table(rows=1 + len(content.rows), cols=len(content.head))
    for line, cells in enumerate((content.head, *content.rows)):
        _fill(list(table.rows[line].cells), cells)
        for cell in table.rows[line].cells if line in {0, len(content.rows)} else ():
            _rule(cell, top=line == 0, bottom=True)
    below = document.add_paragraph()
    below.add_run("Note. ").italic = True
    below.add_run(content.note + more)


def _fill(cells: Sequence["_Cell"], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text


def _rule(cell: "_Cell", *, top: bool, bottom: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    for edge, is_drawn in (("top", top), ("bottom", bottom)):
        if is_drawn:
            line = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - python-docx has no other way to a cell's rules


def _title(variable: str) -> str:
    return variable.replace("_", " ").capitalize()


def _is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _number(value: float | None) -> str:
    return "-" if value is None or math.isnan(value) else f"{value:.3f}"
