"""The numbered tables of a finished supplement as CSV files: what a file holds stands on the page, and nothing else.

What belongs here: taking tables out of a page. What does not: what stands in them (suppression.py, masked_facts.py),
and the search for people (inspection.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

from mtw_pipeline.spreadsheets import csv_text

WITHHELD = "withheld"
_NO_VALUE = frozenset([WITHHELD, "not known", "not defined", "–"])
"""What stands in the place of a number."""
_CONTINUED = re.compile(r"(?P<number>\S.*), continued\.")
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_PERCENT = re.compile(r"((?:< )?[−\d.,]+) %")
_UNIT = "percent"
_Form = tuple[re.Pattern[str], Sequence[str]]
_TIME = r"[\d.,]+ (?:days|h|min|s)"
_SEVERAL: Sequence[_Form] = (
    (re.compile(r"([\d.,]+) \(([\d,]+)\)"), (", percent", ", tweets")),
    (re.compile(r"([−\d.,]+) to ([−\d.,]+)"), (", from", ", to")),
    (re.compile(r"([−\d.,]+) \(([−\d.,]+) to ([−\d.,]+)\)"), ("", ", from", ", to")),
    (re.compile(rf"({_TIME}) \(({_TIME}) to ({_TIME})\)"), ("", ", from", ", to")),
    (re.compile(r"([\d,]+) of ([\d,]+)"), ("", ", of")),
    (re.compile(r"([−\d.,]+) \(of ([\d,]+)\)"), ("", ", of")),
)
"""What a cell of several numbers looks like, and how their columns are called, behind the name of the one column."""

_PAIR = re.compile(r"(\d[\d.,]*|–|withheld) / (\d[\d.,]*|–|withheld)")
_PAIR_OF_CAPTION = re.compile(r"percent (of the \w+) / (of the \w+)")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""Elements of HTML that have no end: https://html.spec.whatwg.org/multipage/syntax.html#void-elements."""


@dataclass
class PageTable:
    """A table of the page.

    Args:
        anchor: where it stands, and the name of its file.
        caption: what stands above it.
        header: the names of its columns.
        rows: its cells; those of groups of rows begin with the name of their group.
    """

    anchor: str = ""
    caption: str = ""
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class PageTables(HTMLParser):
    """The numbered tables of a page, each with those that continue it.

    Args:
        page: its HTML.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, PageTable] = {}
        self._table: PageTable | None = None
        self._group: str | None = None
        self._row: list[str] = []
        self._cell: list[str] | None = None
        self._is_group = self._is_head = False
        self._unread = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell; what only eyes or only ears get, and notes, are no part of a cell."""
        given = dict(attrs)
        if self._unread or given.get("aria-hidden") == "true" or given.get("class") in ("mark", "file", "note"):
            self._unread += tag not in _VOID
        elif tag == "table":
            self._table, self._group = PageTable(), None
        elif tag == "caption" and self._table is not None:
            self._table.anchor, self._cell = given.get("id") or "", []
        elif tag == "tr":
            self._row, self._is_group = [], False
        elif tag in ("th", "td"):
            self._cell = []
            self._is_group |= given.get("scope") == "rowgroup"
        elif tag == "thead":
            self._is_head = True
        elif tag == "br":
            self.handle_data("; ")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if self._unread:
            self._unread -= tag not in _VOID
        elif tag == "caption" and self._table is not None:
            self._caption(self._table)
        elif tag in ("th", "td") and self._cell is not None:
            self._row.append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag == "tr" and self._table is not None:
            self._end_row(self._table)
        elif tag == "thead":
            self._is_head = False
        elif tag == "table":
            self._table = None

    def handle_data(self, data: str) -> None:
        """Read a text."""
        if self._cell is not None and not self._unread:
            self._cell.append(data)

    def _caption(self, table: PageTable) -> None:
        said = " ".join("".join(self._cell or ()).split())
        self._cell, table.caption = None, said
        continued = _CONTINUED.match(said)
        if continued:
            table.anchor = continued["number"].lower().replace(" ", "-")
        if table.anchor:
            self._table = self.tables.setdefault(table.anchor, table)

    def _end_row(self, table: PageTable) -> None:
        if self._is_head:
            table.header = table.header or self._row
        elif self._is_group:
            self._group = self._row[0]
        else:
            table.rows.append(self._row if self._group is None else [self._group, *self._row])


def write_page_tables(page: str, folder: Path) -> list[Path]:
    """Write every numbered table of a page as a file of its own.

    Args:
        page: its HTML.
        folder: where to; it is made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in PageTables(page).tables.values():
        path = folder / f"{table.anchor}.csv"
        path.write_text(csv_text(*_plain(table)), encoding="utf-8", newline="")
        written.append(path)
    return written


def _plain(table: PageTable) -> tuple[list[str], list[list[str | Decimal]]]:
    """Header and rows, in which numbers are written as programs read them; several in a cell are as many columns.

    A unit stands in the header. Where a column has percents beside other numbers it stands in a column of its own.
    """
    width = max((len(row) for row in table.rows), default=len(table.header))
    header = ["group"] * (width - len(table.header)) + [name or "category" for name in table.header]
    cells = [[row[place] if place < len(row) else "" for row in table.rows] for place in range(width)]
    pair = _PAIR_OF_CAPTION.search(table.caption)
    known = ((_PAIR, tuple(f", percent {one}" for one in pair.groups())), *_SEVERAL) if pair else _SEVERAL
    forms = [_form_of(column, known) if place else None for place, column in enumerate(cells)]
    told = {form for form, column in zip(forms[1:], cells[1:], strict=True) if not _NO_VALUE.issuperset(column)}
    units = [""] * len(table.rows)
    columns: list[tuple[str, list[str]]] = []
    for place, (name, form, column) in enumerate(zip(header, forms, cells, strict=True)):
        alike = next(iter(told)) if place and len(told) == 1 and _NO_VALUE.issuperset(column) else form
        columns += _split(name, column, alike, units) if place else [(name, column)]
    if any(units):
        columns.append(("unit", units))
    rows = zip(*(map(_number, column) for _, column in columns), strict=True)
    return _unlike([name for name, _ in columns]), [list(row) for row in rows]


def _unlike(names: Sequence[str]) -> list[str]:
    """Names of columns of which no two are alike: a category can be called as the column before it."""
    return [
        f"{name} ({names[:place].count(name) + 1})" if name in names[:place] else name
        for place, name in enumerate(names)
    ]


def _form_of(cells: Sequence[str], known: Sequence[_Form]) -> _Form | None:
    """The form of all cells of a column that have a value; None where they hold one value each."""
    shown = [cell for cell in cells if cell not in _NO_VALUE]
    return next((form for form in known if shown and all(form[0].fullmatch(cell) for cell in shown)), None)


def _split(name: str, cells: Sequence[str], form: _Form | None, units: list[str]) -> list[tuple[str, list[str]]]:
    """The columns that a column of the page becomes; the unit of a row that has another than others is noted."""
    if form is not None:
        found = [form[0].fullmatch(cell) for cell in cells]
        return [
            (f"{name}{ending}", [one[part] if one else cell for one, cell in zip(found, cells, strict=True)])
            for part, ending in enumerate(form[1], start=1)
        ]
    percents = [_PERCENT.fullmatch(cell) for cell in cells]
    if not any(percents):
        return [(name, [*cells])]
    if any(_NUMBER.fullmatch(cell.replace("−", "-")) for cell in cells):
        for place, one in enumerate(percents):
            units[place] = _UNIT if one else units[place]
    elif _UNIT not in name.lower():
        name = f"{name}, {_UNIT}"
    return [(name, [one[1] if one else cell for one, cell in zip(percents, cells, strict=True)])]


def _number(cell: str) -> str | Decimal:
    """A number, whatever marks stand between its thousands; any other text as it is."""
    text = cell.replace("−", "-")
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else cell
