"""Workbooks of several sheets: those of the same columns are one export, others that hold tweets are named."""

import io
from collections.abc import Callable, Mapping, Sequence

import pytest
from openpyxl import Workbook, load_workbook

from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import NETLYTIC_COLUMNS, WINDOW, netlytic_row, put, rtweet_row
from mtw_pipeline_tests.unit.exports.rewriting.steps import names, rewrite
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

Table = Sequence[Sequence[object]]
ID = 1_345_000_000_000_000_000
HEADER = list(RTWEET.taken)
PIVOT: Table = [["Row Labels", "Count of status_id"], ["inv_1", 3], ["inv_2", 4]]
NETLYTIC: Table = [NETLYTIC_COLUMNS, list(netlytic_row(9).values())]


def rows(*numbers: int) -> list[list[object]]:
    return [[rtweet_row(number)[name] for name in HEADER] for number in numbers]


def book(sheets: Mapping[str, Table]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, table in sheets.items():
        sheet = made.create_sheet(title)
        for row in table:
            sheet.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


CASES: Mapping[str, tuple[Mapping[str, Table], list[int], list[str]]] = {
    "months": (
        {"Jan": [HEADER, *rows(1, 2)], "Feb": [HEADER, *rows(3)], "Mar": [HEADER, *rows(4, 5)]},
        [1, 2, 3, 4, 5],
        ["its sheets Jan, Feb, Mar have the same columns"],
    ),
    "titles and other sheets between": (
        {"Readme": [["tweets"]], "a": [["January"], HEADER, *rows(11)], "p": PIVOT, "b": [[], HEADER, *rows(12)]},
        [11, 12],
        ["its sheets a, b have the same columns"],
    ),
    "another export": (
        {"a": [HEADER, *rows(21)], "netlytic": NETLYTIC},
        [21],
        ["its sheet netlytic holds rows of netlytic too and was not read"],
    ),
    "other columns": (
        {"a": [HEADER, *rows(31)], "b": [[*HEADER, "more"], *rows(32)]},
        [31],
        ["its sheet b holds rows of rtweet too and was not read"],
    ),
    "many lines above": ({"a": [*([f"term {one}"] for one in range(40)), HEADER, *rows(51)]}, [51], []),
    "nothing more": ({"a": [HEADER, *rows(41)], "p": PIVOT, "empty": [], "headed": [HEADER]}, [41], []),
}


def of_case(case: str) -> bytes:
    return book(CASES[case][0])


@pytest.mark.parametrize("case", CASES)
@of_file(of_case, ".xlsx")
def test_no_sheet_with_tweets_is_passed_over_without_a_word(read: ReadFile, case: str) -> None:
    _, taken, told = CASES[case]
    assert read.raw("tweet_id") == [str(ID + number) for number in taken]
    assert (read.outcome.rows_read, read.reasons()) == (len(taken), [])
    found = [note for note in read.outcome.notes if "sheet" in note]
    assert [note.startswith(begun) for note, begun in zip(found, told, strict=True)] == [True] * len(told)


@pytest.mark.parametrize("is_rejected", [lambda number: number == 3], ids=["on the second sheet"])
def test_a_rejected_row_is_told_with_its_own_text(
    study: Study, warehouse: Warehouse, is_rejected: Callable[[int], bool]
) -> None:
    damaged = [["x", *row[1:]] if is_rejected(number) else row for number, row in enumerate(rows(1, 2, 3, 4), start=1)]
    put(study, "a.xlsx", book({"a": [HEADER, *damaged[:2]], "b": [["above"], HEADER, *damaged[2:]]}))
    read_window(warehouse, study, WINDOW)
    [(row, line, raw)] = warehouse.connection.execute(
        "select row_number, line_number, raw from rejected_rows"
    ).fetchall()
    assert (row, line) == (3, 3)
    assert "number 3" in raw


def test_a_forgotten_tweet_leaves_whichever_sheet_holds_it(study: Study, warehouse: Warehouse) -> None:
    path = put(study, "a.xlsx", book({"a": [HEADER, *rows(1, 2)], "b": [["above"], HEADER, *rows(3, 4)]}))
    read_window(warehouse, study, WINDOW)
    assert names(rewrite(study, Register("5a17").with_tweets([str(ID + 2), str(ID + 3)])).exports) == ["a.xlsx"]
    left = load_workbook(path)
    at = HEADER.index("status_id")
    ids = [[row[at] for row in sheet.iter_rows(values_only=True) if row[at]] for sheet in left.worksheets]
    assert ids == [["status_id", str(ID + 1)], ["above", "status_id", str(ID + 4)]]


def merged_book() -> bytes:
    """Three tweets of one author, whose name stands once, and a fourth; beside the table a note, below it a sum."""
    made = load_workbook(io.BytesIO(book({"a": [["tweets"], [], HEADER, *rows(61, 62, 63, 64), [], ["sum"]]})))
    sheet = made.worksheets[0]
    author = HEADER.index("screen_name") + 1
    for line in (5, 6):
        sheet.cell(line, author).value = None
    sheet.cell(3, len(HEADER) + 2).value = "a note of whoever made the sheet"
    for column, first, last in ((author, 4, 6), (len(HEADER) + 2, 3, 7)):
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    sheet.merge_cells(start_row=1, end_row=2, start_column=1, end_column=3)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_cell_that_is_merged_over_rows_is_of_all_of_them(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.xlsx", merged_book())
    [outcome] = read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute(
        "select tweet_id, author_handle from raw_tweets order by row_number"
    ).fetchall()
    author, last = rtweet_row(61)["screen_name"], rtweet_row(64)["screen_name"]
    assert found == [(str(ID + number), last if number == 64 else author) for number in (61, 62, 63, 64)]
    assert [note for note in outcome.notes if "merged" in note] == [
        "1 cell is merged over several rows: each of the rows has the value"
    ]


def test_who_is_forgotten_takes_no_merged_name_from_the_rows_that_stay(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.xlsx", merged_book())
    read_window(warehouse, study, WINDOW)
    before = warehouse.connection.execute(
        "select tweet_id, author_handle from raw_tweets order by row_number"
    ).fetchall()
    assert names(rewrite(study, Register("5a17").with_tweets([str(ID + 61)])).exports) == ["a.xlsx"]
    read_window(warehouse, study, WINDOW)
    left = warehouse.connection.execute("select tweet_id, author_handle from raw_tweets order by row_number").fetchall()
    assert left == before[1:]
