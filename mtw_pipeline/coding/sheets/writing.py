"""Sheets for coders: XLSX with a dropdown per variable, and the same as CSV.

What belongs here: what a coder sees and can type. What does not: reading a filled sheet (reading.py), checking it
(importing.py). A sheet is blind: it shows no other coder's codes, and no likes unless the study asks for them. Its link
to the tweet leads to what the platform shows today.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtw_pipeline.coding.codebook import NONE, CodedVariable
from mtw_pipeline.coding.shown_tweets import SheetTweet
from mtw_pipeline.coding.tweet_keys import tweet_key
from mtw_pipeline.platforms import post_page
from mtw_pipeline.spreadsheets import FORMULA, csv_text, of_xml
from mtw_pipeline.study.whole_files import written_whole

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

CODES_SHEET, CODEBOOK_SHEET, LISTS_SHEET = "codes", "codebook", "lists"
KEY, CODER, TEXT, NOTES, DECIDER, PROBLEM = "tweet", "coder", "text", "notes", "decided_by", "problem"
VERSION = "codebook_version"
CODEBOOK_COLUMNS = ["variable", "category", "definition", "example"]
_NUMBER, _SHOWS, _LINK = "nr", "shows", "tweet_link"

_WIDTHS = {_NUMBER: 6, CODER: 10, KEY: 23, TEXT: 70, _SHOWS: 18, _LINK: 7, NOTES: 30, PROBLEM: 50}
_MD5 = re.compile("[0-9a-f]{32}")
_A4 = 9
_MOST_OF_A_TITLE = 32
_LONGEST_IN_FORMULAS = 255
"""Characters of a text in a formula; with more Excel takes the workbook for damaged."""
_NOT_ASKED = "D9D9D9"
_HEAD = "1F3864"
_TO_FILL = "FFF9E5"
_LINK_COLOUR = "0563C1"


def write_workbook(path: Path, coder: str, variables: Sequence[CodedVariable], tweets: Sequence[SheetTweet]) -> None:
    """A sheet as XLSX.

    Args:
        path: where to.
        coder: whose sheet it is; empty on a sheet of disagreements, where the deciders write their names.
        variables: what is coded.
        tweets: its rows.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    codes = book.active
    assert codes is not None  # noqa: S101 - a new workbook has a sheet
    codes.title = CODES_SHEET
    _add_codebook(book, variables)
    _add_lists(book, variables)
    names = columns(coder, variables, tweets)
    _write_header(codes, names)
    version = version_of(variables)
    by_name = {variable.name: variable for variable in variables}
    for row, tweet in enumerate(tweets, start=2):
        for column, (name, value) in enumerate(zip(names, _cells(names, coder, version, tweet), strict=True), start=1):
            _write_cell(codes.cell(row, column), value, is_open=name in {*by_name, NOTES, DECIDER}, name=name)
            if name in tweet.not_asked:
                _grey(codes.cell(row, column))
    codes.column_dimensions[get_column_letter(names.index(VERSION) + 1)].hidden = True
    for place, variable in enumerate(variables, start=1):
        _add_dropdown(codes, names.index(variable.name) + 1, place, variable, len(tweets))
    codes.freeze_panes = codes.cell(2, names.index(TEXT) + 2).coordinate
    codes.auto_filter.ref = f"A1:{codes.cell(len(tweets) + 1, len(names)).coordinate}"
    codes.protection.sheet = True
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells"):
        setattr(codes.protection, allowed, False)
    _fit_pages(codes, coder)
    with written_whole(path) as unfinished:
        book.save(unfinished)


def csv_sheet(coder: str, variables: Sequence[CodedVariable], tweets: Sequence[SheetTweet]) -> str:
    """A sheet as CSV; what a spreadsheet would take for a formula has an apostrophe before it."""
    names = columns(coder, variables, tweets)
    version = version_of(variables)
    return csv_text(names, [_cells(names, coder, version, tweet) for tweet in tweets])


def version_of(variables: Sequence[CodedVariable]) -> str:
    """The codebook by which a sheet is filled, as it stands in every row: of each variable its fingerprint.

    In the rows, because rows of several sheets get pasted together, and properties of a file do not come along.
    """
    return "; ".join(f"{one.name} {one.md5}" for one in variables)


def read_version(cell: str) -> dict[str, str]:
    """By variable, the fingerprint that a cell of a row has; empty where there is none, as on sheets of before."""
    pairs = (one.strip().rpartition(" ") for one in cell.split(";"))
    return {name.strip(): md5 for name, _, md5 in pairs if _MD5.fullmatch(md5)}


def columns(coder: str, variables: Sequence[CodedVariable], tweets: Sequence[SheetTweet]) -> list[str]:
    """The columns of a sheet."""
    problem = [PROBLEM] if any(tweet.problem for tweet in tweets) else []
    who = CODER if coder else DECIDER
    return [
        _NUMBER,
        who,
        KEY,
        TEXT,
        _SHOWS,
        _LINK,
        *_of_others(variables, tweets),
        *(one.name for one in variables),
        NOTES,
        *problem,
        VERSION,
    ]


def _of_others(variables: Sequence[CodedVariable], tweets: Sequence[SheetTweet]) -> list[str]:
    """The columns of what coders gave: of each variable all coders beside each other, then their notes and doubts."""
    places = {variable.name: place for place, variable in enumerate(variables)}

    def place(name: str) -> tuple[int, str]:
        return places.get(name.partition(": ")[0], len(places)), name

    return sorted({name for tweet in tweets for name in tweet.others}, key=place)


def _cells(names: Sequence[str], coder: str, version: str, tweet: SheetTweet) -> list[str]:
    known = {
        _NUMBER: str(tweet.number),
        CODER: coder,
        DECIDER: tweet.decided_by,
        KEY: tweet_key(tweet.window, tweet.tweet_id),
        TEXT: tweet.text,
        _SHOWS: tweet.shows,
        _LINK: post_page(tweet.tweet_id),
        NOTES: tweet.note,
        PROBLEM: tweet.problem,
        VERSION: version,
        **tweet.others,
        **tweet.codes,
    }
    return [known.get(name, "") for name in names]


def _write_header(sheet: "Worksheet", names: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, name in enumerate(names, start=1):
        cell = sheet.cell(1, column, of_xml(name))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 24)


def _write_cell(cell: "Cell | MergedCell", value: str, *, is_open: bool, name: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    wraps = name in {TEXT, NOTES, PROBLEM, KEY, _SHOWS} or ": " in name
    cell.alignment = Alignment(wrap_text=wraps, vertical="top")
    if name == _LINK and len(value) <= _LONGEST_IN_FORMULAS:
        # A formula moves and goes with its row; openpyxl leaves hyperlinks of cells where they were.
        quoted = value.replace('"', '""')
        cell.value = f'=HYPERLINK("{quoted}","open")' if value else None
        cell.font = Font(color=_LINK_COLOUR, underline="single")
    elif value:
        cell.value = of_xml(value)
        cell.data_type = "s"
        cell.quotePrefix = FORMULA.match(value) is not None
    if is_open:
        cell.number_format = "@"  # what is typed stays as it is: no date of 1/2, no formula of -1 and =info
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", start_color=_TO_FILL)


def _grey(cell: "Cell | MergedCell") -> None:
    from openpyxl.styles import PatternFill, Protection

    cell.fill = PatternFill("solid", start_color=_NOT_ASKED)
    cell.protection = Protection(locked=True)


def _fit_pages(sheet: "Worksheet", coder: str) -> None:
    """Printed, a sheet has the width of a page, its header on each, and whose it is at the foot."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    sheet.print_area = sheet.dimensions
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    footer: Any = sheet.oddFooter
    footer.left.text, footer.right.text = coder.replace("&", "&&"), "&P / &N"


def _add_codebook(book: "Workbook", variables: Sequence[CodedVariable]) -> None:
    from openpyxl.styles import Alignment

    sheet = book.create_sheet(CODEBOOK_SHEET)
    _write_header(sheet, CODEBOOK_COLUMNS)
    row = 2
    for variable in variables:
        lines = [(variable.name, "", variable.definition, "")]
        lines += [(variable.name, one.name, one.definition, one.example) for one in variable.categories]
        for line in lines:
            for column, value in enumerate(line, start=1):
                _write_cell(sheet.cell(row, column), value, is_open=False, name=TEXT)
                sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
            row += 1
    for letter, width in zip("ABCD", (24, 34, 70, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
    _fit_pages(sheet, "")


def _add_lists(book: "Workbook", variables: Sequence[CodedVariable]) -> None:
    sheet = book.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    for column, variable in enumerate(variables, start=1):
        for row, category in enumerate(variable.categories, start=1):
            _write_cell(sheet.cell(row, column), category.name, is_open=False, name="")


def _add_dropdown(sheet: "Worksheet", column: int, place: int, variable: CodedVariable, tweets: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter, here = get_column_letter(place), get_column_letter(column)
    title = of_xml(variable.label)[:_MOST_OF_A_TITLE]
    choice = DataValidation(
        type="list",
        formula1=f"{LISTS_SHEET}!${letter}$1:${letter}${len(variable.categories)}",
        allow_blank=True,
        showErrorMessage=variable.is_exclusive,
        errorTitle=title,
        error="Choose a category of the codebook from the list",
    )
    if not variable.is_exclusive:
        choice.showInputMessage = True
        choice.promptTitle = title
        choice.prompt = (
            f"Several may apply: type them with a semicolon between them, or choose one; {NONE}: no one does"
        )
    choice.add(f"{here}2:{here}{max(tweets + 1, 2)}")
    sheet.add_data_validation(choice)
