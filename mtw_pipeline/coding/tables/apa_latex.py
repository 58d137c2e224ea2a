r"""The tables for papers as LaTeX: a file a table, for ``\input``, with the rules of booktabs.

What belongs here: how such a table looks in LaTeX, and what a text is there. What does not: what such a table is
(apa_table.py). Every file has the number of the report, its caption, a label and its note, and names the packages that
it needs.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from mtw_pipeline.coding.tables.apa_table import (
    INDENT,
    LONGEST_WORD,
    OF_ONE_PAGE,
    PADDING,
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
from mtw_pipeline.exhibits import anchor_of
from mtw_pipeline.spreadsheets import of_xml

_SPELT = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "-": "-{}", "'": "'{}", ",": ",{}",
    "−": r"\ensuremath{-}", "–": r"\textendash{}", "…": r"\textellipsis{}", "×": r"\texttimes{}",
    "α": r"\ensuremath{\alpha}", "κ": r"\ensuremath{\kappa}", "χ": r"\ensuremath{\chi}", "Σ": r"\ensuremath{\Sigma}",
    "²": r"\ensuremath{^2}",
}  # fmt: skip
"""What LaTeX reads otherwise, or knows under another name; two hyphens, commas or apostrophes would become one sign."""
_ALONE = re.compile(r"(-|'|,)\{\}(?![-',])")
"""A sign that no other follows needs nothing behind it."""
_WORDS, _PART = re.compile(r"(\s+)"), 10
_BLANK, _BLANKS = re.compile(r"\s"), re.compile(" +")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_QUOTED = r"\ProvideTextCommandDefault{\textquotedbl}{\symbol{34}}"
"""Fonts in LaTeX's oldest encoding, its default, have no straight quotation mark."""
_INDENTED, _ALL_LINES_INDENTED = rf"\hspace*{{{INDENT}in}}", rf"\setlength{{\leftskip}}{{{INDENT}in}}"
_FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%"
"""A table wider than the page, in letters as small as these, is made as much smaller as that asks."""
_LETTERS = ("\\normalsize", "\\small", "\\footnotesize", "\\scriptsize", "\\tiny")
_ALWAYS = "booktabs, array, textcomp"


def write_latex(folder: Path, tables: Sequence[ApaTable], *, more: str = "") -> Path:
    """A file for each table that has rows; a file of a table that has none any more goes.

    Args:
        folder: where to; it is made, and what it holds of earlier tables is replaced.
        tables: in any order.
        more: what every note ends with.

    Returns:
        The folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("table-*.tex"):
        path.unlink()
    for table in filled(tables):
        path = folder / f"{anchor_of(table.number)}.tex"
        path.write_text(latex_of(table, more), encoding="utf-8", newline="\n")
    return folder


def latex_of(table: ApaTable, more: str = "") -> str:
    """A table as LaTeX.

    Args:
        table: a table with rows.
        more: what its note ends with.
    """
    is_long = len(table.rows) > OF_ONE_PAGE
    packages = [_ALWAYS, "longtable" if is_long else "graphicx"]
    parts = parts_of(table)
    if any(layout(part).is_wide for part in parts):
        packages.append("pdflscape" if is_long else "rotating")
    lines = [line for part in parts for line in _part(part, more, is_long=is_long)]
    whole = [
        f"% {table.number} of the report. Packages: {', '.join(packages)}.",
        "% LuaLaTeX and XeLaTeX know every script, given a font that has it; pdfLaTeX knows Latin letters,",
        r"% all of them with \usepackage[T1]{fontenc}.",
        r"\begingroup",
        *([_QUOTED] if any(_SPELT['"'] in line for line in lines) else []),
        *lines,
        r"\endgroup",
    ]
    return "\n".join(whole) + "\n"


def escaped(text: str) -> str:
    """A text in which LaTeX reads nothing but its characters; blanks of all kinds are one, other controls none."""
    composed = unicodedata.normalize("NFC", _CONTROLS.sub("", of_xml(_BLANK.sub(" ", text))))
    spelt = "".join(_SPELT.get(sign, sign) for sign in _BLANKS.sub(" ", composed))
    return _ALONE.sub(r"\1", spelt)


def _part(table: ApaTable, more: str, *, is_long: bool) -> list[str]:
    is_wide, _, size = layout(table)
    number = table.number.removeprefix("Table ")
    letters = _LETTERS[SIZES.index(size)]
    lines = (_long if is_long else _floating)(table, number, more, is_wide=is_wide, letters=letters)
    return [*_numbered(number, table.part), *lines]


def _numbered(number: str, part: int) -> list[str]:
    """The number of the report in place of LaTeX's own, which goes on as if the table were not there."""
    apart = rf"\def\theHtable{{\thetable{f'.{part}' if part else ''}}}"
    return [
        rf"\renewcommand{{\thetable}}{{{number}}}% without this line and the next LaTeX counts by itself",
        rf"\addtocounter{{table}}{{-1}}{apart}",
    ]


def _caption(table: ApaTable, number: str) -> str:
    """The caption; a further part is in no list of tables, and what refers to the table leads to its first."""
    title = _cell(table.title)
    if table.part == 0:
        return rf"\caption{{{title}}}\label{{tab:{number.lower()}}}"
    # longtable lists no empty title, floats list it as an empty line
    is_long = len(table.rows) > OF_ONE_PAGE
    return rf"\caption[]{{{title}}}" if is_long else rf"{{\def\addcontentsline#1#2#3{{}}\caption{{{title}}}}}"


def _floating(table: ApaTable, number: str, more: str, *, is_wide: bool, letters: str) -> list[str]:
    kind = "sidewaystable" if is_wide else "table"
    return [
        rf"\begin{{{kind}}}" + ("" if is_wide else "[htbp]"),
        r"\centering" + letters,
        _caption(table, number),
        _FITTED,
        rf"\begin{{tabular}}{{{_columns(table)}}}",
        r"\toprule",
        _row(table.head),
        r"\midrule",
        *_body(table),
        r"\bottomrule",
        r"\end{tabular}}",
        *(rf"\par\smallskip\raggedright{note}" for note in _notes(table, more)),
        rf"\end{{{kind}}}",
    ]


def _long(table: ApaTable, number: str, more: str, *, is_wide: bool, letters: str) -> list[str]:
    """A table that breaks between pages, with its head on each."""
    head = [r"\toprule", _row(table.head), r"\midrule"]
    lines = [
        letters,
        rf"\begin{{longtable}}{{{_columns(table)}}}",
        _caption(table, number) + r"\\",
        *head, r"\endfirsthead", *head, r"\endhead", r"\bottomrule", r"\endfoot",
        *_body(table),
        r"\end{longtable}",
        *(rf"\noindent{note}\par" for note in _notes(table, more)),
    ]  # fmt: skip
    return [r"\begin{landscape}", *lines, r"\end{landscape}"] if is_wide else lines


def _notes(table: ApaTable, more: str) -> list[str]:
    return [] if table.note is None else [r"\textit{Note.} " + _cell((*pieces(table.note), more))]


def _columns(table: ApaTable) -> str:
    """The stub to the left, all else to the right; a column breaks what is longer than its lines.

    Lines of a name behind its first are indented, so that none is taken for a name of its own.
    """
    found = []
    for place, one in enumerate(columns(table, layout(table).size)):
        looks, side = (rf"\raggedright\hangindent={INDENT}in", "l") if place == 0 else (r"\raggedleft", "r")
        found.append(rf">{{{looks}\arraybackslash}}p{{{one.width - PADDING:.2f}in}}" if one.is_broken else side)
    return "".join(found)


def _body(table: ApaTable) -> list[str]:
    """The rows; where names of rows are broken, all lines of an indented one are indented."""
    is_broken = columns(table, layout(table).size)[0].is_broken
    indent = _ALL_LINES_INDENTED if is_broken else _INDENTED
    return [_row(row, indent if place in table.indented else "") for place, row in enumerate(table.rows)]


def _row(cells: Sequence[Text], indent: str = "") -> str:
    """A row; nothing at its beginning belongs to what ends the row before, which takes a bracket or a star."""
    shown = " & ".join(map(_cell, cells))
    begun = indent or ("{}" if shown[:1] in {"[", "*"} else "")
    return rf"{begun}{shown} \\"


def _cell(text: Text) -> str:
    return "".join(
        rf"\textit{{{escaped(piece.text)}}}" if isinstance(piece, Italic) else _breaking(piece)
        for piece in pieces(text)
    )


def _breaking(text: str) -> str:
    """A text whose words break where they are longer than a line."""
    parts = [
        word if len(word) <= LONGEST_WORD else [word[at : at + _PART] for at in range(0, len(word), _PART)]
        for word in _WORDS.split(text)
    ]
    return "".join(escaped(one) if isinstance(one, str) else r"\allowbreak{}".join(map(escaped, one)) for one in parts)
