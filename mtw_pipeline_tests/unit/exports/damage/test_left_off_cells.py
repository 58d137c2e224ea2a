"""CSV as Excel saves it: of sixteen rows the last columns that are empty in all of them are left off."""

import csv
import io

import pytest

from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.exports.splitting import split
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.unit.exports.rewriting.steps import names, rewrite
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

ROWS = [
    rtweet_row(
        number,
        text=f'two\nlines, "{number}"\n' if number % 3 == 0 else f"an invented sentence of number {number}",
        lang="en",
        verified="TRUE" if 31 < number < 48 and number % 2 else "",
    )
    for number in range(1, 57)
]
WHOLE = csv_text(ROWS, line_end="\r\n")


def as_excel_saves(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    saved = io.StringIO()
    for first in range(0, len(rows), 16):
        block = rows[first : first + 16]
        used = max(place + 1 for row in block for place, cell in enumerate(row) if cell)
        csv.writer(saved, lineterminator="\r\n").writerows(row[:used] for row in block)
    return saved.getvalue()


SAVED = as_excel_saves(WHOLE)
SHORT = {*range(16, 32), *range(48, 57)}


def everything(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(
        "select * exclude (export_file, row_number) from raw_tweets order by tweet_id"
    ).fetchall()


@pytest.mark.parametrize(("above", "shortened"), [("", 25), ("a title,of two cells\r\n", 16)])
def test_rows_that_excel_shortened_are_those_of_the_whole_file(
    study: Study, warehouse: Warehouse, above: str, shortened: int
) -> None:
    put(study, "a.csv", WHOLE)
    read_window(warehouse, study, WINDOW)
    before = everything(warehouse)
    put(study, "a.csv", as_excel_saves(above + WHOLE))
    [outcome] = read_window(warehouse, study, WINDOW)
    assert everything(warehouse) == before
    assert (outcome.rows_read, len(before)) == (56, 56)
    assert any(note.startswith(f"{shortened} rows end before the last columns") for note in outcome.notes)


@pytest.mark.parametrize("most_bytes", [1, 2_000])
def test_parts_of_such_a_file_have_its_rows(study: Study, warehouse: Warehouse, most_bytes: int) -> None:
    whole = put(study, "a.csv", SAVED)
    read_window(warehouse, study, WINDOW)
    before = everything(warehouse)
    parts = split(whole, study.incoming_of(WINDOW), most_bytes)
    whole.unlink()
    outcomes = read_window(warehouse, study, WINDOW)
    assert len(parts) > 1
    assert everything(warehouse) == before
    assert sum(one.rows_read for one in outcomes) == 56


def test_fewer_cells_in_rows_that_no_block_begins_with_are_no_work_of_excel(study: Study, warehouse: Warehouse) -> None:
    others = [rtweet_row(number, verified="TRUE") for number in range(100, 140)]
    narrow = [name for name in RTWEET.taken if name != "lang"]
    assert RTWEET.taken.index("lang") < len(narrow) - 1
    put(study, "a.csv", csv_text(ROWS[:20]) + csv_text(others, narrow).split("\n", 1)[1])
    [outcome] = read_window(warehouse, study, WINDOW)
    assert (len(everything(warehouse)), outcome.rows_read) == (20, 60)


@pytest.mark.parametrize("last", ["", "TRUE"])
@pytest.mark.parametrize("missing", ["user_id", "is_quote", "lang"])
def test_a_table_without_header_below_one_of_more_columns_is_rejected_wherever_it_begins(
    study: Study, warehouse: Warehouse, missing: str, last: str
) -> None:
    """Excel's blocks begin at each sixteenth row, and so may a second file by chance."""
    filled = {"lang": "en", "followers_count": "5", "account_created_at": "2015-01-01T00:00:00Z"}
    above = csv_text([rtweet_row(number, verified="TRUE", **filled) for number in range(15)])
    others = [rtweet_row(number, verified=last, **filled) for number in range(100, 140)]
    narrow = csv_text(others, [name for name in RTWEET.taken if name != missing]).split("\n", 1)[1]
    put(study, "a.csv", above + narrow)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert (len(everything(warehouse)), outcome.rows_read) == (15, 55)
    width = len(RTWEET.taken)
    assert warehouse.connection.execute("select distinct reason from rejected_rows").fetchall() == [
        (f"{width - 1} cells where the header has {width}",)
    ]


def in_one_cell(text: str, padding: str) -> str:
    """As a spreadsheet of semicolons saves a file of commas that it opened: what holds quotation marks is quoted."""
    header, *lines = text.splitlines()
    folded = ['"' + line.replace('"', '""') + '"' + padding if '"' in line else line for line in lines]
    return "\r\n".join([header, *folded, ""])


@pytest.mark.parametrize("padding", ["", ";;;"])
def test_lines_that_a_spreadsheet_put_into_one_cell_are_their_cells(
    study: Study, warehouse: Warehouse, padding: str
) -> None:
    texts = ["a, b", 'she said "so, so"', "plain", 'the end "', '"all of it"']
    whole = csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts)])
    put(study, "a.csv", whole)
    read_window(warehouse, study, WINDOW)
    before = everything(warehouse)
    put(study, "a.csv", in_one_cell(whole, padding))
    [outcome] = read_window(warehouse, study, WINDOW)
    assert (everything(warehouse), outcome.rows_read) == (before, len(texts))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_names_of_columns_that_stand_in_one_cell_are_its_columns(
    study: Study, warehouse: Warehouse, delimiter: str
) -> None:
    """A spreadsheet of commas quotes every line that it put into one cell, that of the names too."""
    whole = csv_text([rtweet_row(number, text='she said "so, so"') for number in range(3)], delimiter=delimiter)
    put(study, "a.csv", whole)
    read_window(warehouse, study, WINDOW)
    before = everything(warehouse)
    first, *others = whole.splitlines()
    quoted = delimiter.join(f'"{name}"' for name in first.split(delimiter))
    for lines in (
        [in_quotes(first), *map(in_quotes, others)],
        [in_quotes(first), *others],
        [in_quotes(quoted), *others],
    ):
        put(study, "a.csv", "\r\n".join([*lines, ""]))
        [outcome] = read_window(warehouse, study, WINDOW)
        assert (everything(warehouse), outcome.rows_read) == (before, 3), lines


def in_quotes(line: str) -> str:
    return '"' + line.replace('"', '""') + '"'


def changed(change: str) -> str:
    records = SAVED.split("\r\n1345")
    if change == "one of a block has a cell more":
        records[20] += ",x"
    elif change == "the last is cut off":
        records[56] = records[56][:40]
    elif change == "a block of one":
        records = records[:49]
    else:
        records = [records[0], *(one.replace("an invented", "an\r\ninvented") for one in records[1:])]
    return "\r\n1345".join(records)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ("one of a block has a cell more", SHORT),
        ("the last is cut off", set(range(48, 57))),
        ("a block of one", {48}),
        ("lines are broken", {one for one in range(1, 57) if one % 3} | SHORT),
    ],
)
@of_file(changed)
def test_rows_that_may_be_cut_off_are_rejected(read: ReadFile, change: str, lost: set[int]) -> None:
    there = 48 if change == "a block of one" else 56
    taken = {int(one) - 1_345_000_000_000_000_000 for one in read.raw("tweet_id")}
    assert taken == set(range(1, there + 1)) - lost
    assert read.outcome.rows_read == len(taken) + len(read.reasons())
    assert any(f"cells where the header has {len(RTWEET.taken)}" in reason for reason in read.reasons())


def test_forgetting_leaves_the_other_rows_of_a_block(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", SAVED)
    read_window(warehouse, study, WINDOW)
    before = everything(warehouse)
    gone = {"1345000000000000020", "1345000000000000050"}
    assert names(rewrite(study, Register("5a17").with_tweets(gone)).exports) == ["a.csv"]
    read_window(warehouse, study, WINDOW)
    assert everything(warehouse) == [row for row in before if not gone.intersection(map(str, row))]


@of_file('"Tweets about climate, energy, transport"\nid,date,words\n1,2021-01-05,some\n2,2021-01-05,more\n')
def test_a_title_with_commas_names_no_columns(read: ReadFile) -> None:
    assert "its columns are id, date, words." in read.refusal
