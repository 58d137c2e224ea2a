"""How lines end, cells are quoted and parted, and where the header is: seen in the file as its program wrote it."""

from pathlib import Path

import pytest

from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.unit.exports.mapped_tables import COLUMN_MAP, WINDOW, row, rows, table_text
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

ID = 1_345_000_000_000_000_000


def with_carriage_returns(end: str) -> str:
    rows = [rtweet_row(number) for number in range(1, 5)]
    rows[0]["text"] = "first|and more||, quoted"
    rows[2]["text"] = "a broken|thought"
    return csv_text(rows).replace("\n", end).replace("|", "\r")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@of_file(with_carriage_returns)
def test_a_carriage_return_within_a_cell_ends_no_row(read: ReadFile, end: str) -> None:
    assert (read.outcome.rows_read, read.reasons()) == (4, [])
    assert read.raw("text") == [
        "first\rand more\r\r, quoted", "an invented sentence, number 2", "a broken\rthought",
        "an invented sentence, number 4",
    ]  # fmt: skip


@pytest.mark.parametrize("head_end", ["\r", "\n"])
@of_file(
    lambda head_end: (
        csv_text([rtweet_row(number) for number in range(1, 5)]).replace("\n", "\r").replace("\r", head_end, 1)
    )
)
def test_carriage_returns_alone_can_end_all_rows(read: ReadFile, head_end: str) -> None:
    assert (read.outcome.rows_read, len(read.raw("text")), read.reasons()) == (4, 4, [])


def with_rows_of_another_end(end: str, mark: str) -> str:
    rows = [rtweet_row(number) for number in range(1, 8)]
    rows[2]["text"] = f"{mark}a broken\rthought{mark}"
    rows[5]["text"] = "a broken\rthought"
    head, *lines = csv_text(rows).replace("\r", "|").splitlines()
    ends = [end, end, "\r", "\r", end, end, end, end]
    return "".join(line + one for line, one in zip([head, *lines], ends, strict=True)).replace("|", "\r")


@pytest.mark.parametrize("mark", ["", '"'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@of_file(with_rows_of_another_end)
def test_rows_that_carriage_returns_end_are_rows_among_others(read: ReadFile, end: str, mark: str) -> None:
    if mark:
        assert (read.outcome.rows_read, read.reasons()) == (7, [])
        assert [text for text in read.raw("text") if "\r" in text] == ['"a broken\rthought"', "a broken\rthought"]
    else:
        assert (read.outcome.rows_read, len(read.reasons())) == (5, 1), "whose a return is there nobody can say"


@of_file(
    csv_text([rtweet_row(number) for number in range(1, 6)])
    .replace("\n", "\r\n")
    .replace("\r\n", "\r", 3)
    .replace("\r", "\r\n", 1)
    .encode()
    .replace(b"sentence, number 4", b"sentence, n\xfamero 4"),
)
def test_rows_that_carriage_returns_end_are_so_in_every_encoding(read: ReadFile) -> None:
    assert (read.outcome.rows_read, read.reasons()) == (5, [])
    assert "an invented sentence, número 4" in read.raw("text")


def by_write_table(number: int) -> str:
    """A table as R's write.table writes it: row names without a name above them; or a delimiter behind each row."""
    head, *rest = csv_text([rtweet_row(1, verified="TRUE"), rtweet_row(2, verified="FALSE")]).splitlines()
    rows = [f'"{place}",{row}' if number else f"{row}," for place, row in enumerate(rest, start=1)]
    return "\n".join([head, *rows, ""])


@pytest.mark.parametrize("number", [0, 1])
@of_file(by_write_table)
def test_row_names_without_a_name_shift_no_column(read: ReadFile, number: int) -> None:
    assert read.rows("author_handle, author_verified") == [("inv_1", True), ("inv_2", False)]


def with_a_delimiter_behind_each_row(name: str) -> str:
    """A table that begins with a column of numbers and ends each row with a delimiter that its header has not."""
    head, *rows = csv_text([rtweet_row(1), rtweet_row(2)]).splitlines()
    return "\n".join([f"{name},{head}", *(f"{place},{row}," for place, row in enumerate(rows, start=1)), ""])


@pytest.mark.parametrize("name", ["no", "Row"])
@of_file(with_a_delimiter_behind_each_row)
def test_a_column_of_numbers_that_has_a_name_shifts_no_column(read: ReadFile, name: str) -> None:
    assert read.rows("author_handle") == [("inv_1",), ("inv_2",)]


ESCAPED = ['he said "yes", twice', "plain", 'a \\ and "so"']


@of_file(
    csv_text([rtweet_row(number, text=text) for number, text in enumerate(ESCAPED)])
    .replace("\\", "\\\\")
    .replace('""', '\\"')
)
def test_backslashes_before_quotation_marks_are_seen_as_the_dialect_that_they_are(read: ReadFile) -> None:
    assert read.raw("text") == ESCAPED


OF_R = [
    'no comma, "so" he said',
    'they say "so", "so",',
    '"whole"',
    "C:\\new, \\_ and \\\\",
    "ends with \\",
    "two\nlines",
    "plain",
]


def with_marks_escaped_alone(delimiter: str) -> str:
    """As ``write.table`` of R writes texts: marks are escaped, and backslashes are not."""
    rows = [rtweet_row(number, text=text) for number, text in enumerate(OF_R)]
    lines = [list(RTWEET.taken), *([row.get(name, "") for name in RTWEET.taken] for row in rows)]
    written = [delimiter.join('"' + str(cell).replace('"', '\\"') + '"' for cell in line) for line in lines]
    return "\n".join([*written, ""])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@of_file(with_marks_escaped_alone)
def test_where_marks_alone_are_escaped_backslashes_stay(read: ReadFile, delimiter: str) -> None:
    assert read.reasons() == []
    assert read.raw("text") == OF_R


BARE = ['and "so"', 'with a comma, and "so"', "nothing of both"]


@of_file(
    csv_text([rtweet_row(number, text=text) for number, text in enumerate(BARE)])
    .replace('"and ""so"""', 'and \\"so\\"')
    .replace('""', '\\"')
)
def test_escaped_marks_of_cells_that_stand_in_none_are_read(read: ReadFile) -> None:
    """As Python's csv writes them where marks are not doubled: a cell stands between marks for a comma alone."""
    assert read.raw("text") == BARE


def test_a_mapped_table_with_escaped_marks_is_read(tmp_path: Path, warehouse: Warehouse) -> None:
    """DuckDB takes no word for nothing, as ``\\N`` is one, that begins with what escapes."""
    study = make_study(tmp_path / "mapped", settings=COLUMN_MAP)
    texts = ['she said "no, never"', 'and "yes"', "nothing of both"]
    table = table_text([row(number, text=text) for number, text in enumerate(texts)])
    put(study, "ours.csv", table.replace('""', '\\"'), window=WINDOW)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert (outcome.refusal, outcome.rows_read) == (None, 3)
    assert rows(warehouse, "select text from raw_tweets order by row_number") == [(text,) for text in texts]


TERMS = "".join(f"Term {number},#invented{number}\n\n" for number in range(28))
"""What a report was asked for, above its table."""


@pytest.mark.parametrize(
    "above", ["\n", "Report of 2021\n", "sep=,\n", "Made by,an invented program\n,\n\n", TERMS],
    ids=["blank", "title", "separator", "program", "terms of many lines"],
)  # fmt: skip
@of_file(lambda above: above + csv_text([rtweet_row(1), rtweet_row(2, created_at="?")]))
def test_a_header_below_other_lines_is_found(read: ReadFile, above: str) -> None:
    assert (read.outcome.refusal, read.outcome.rows_read) == (None, 2)
    assert read.rows("row_number, line_number", "rejected_rows") == [(2, above.count("\n") + 3)]


def with_blanks(delimiter: str, quoted: str) -> str:
    """As ``write.table`` of R writes a table with two signs between its cells."""
    rows = [list(RTWEET.taken), *(list(rtweet_row(number, status_id=f"x{ID + number}").values()) for number in (1, 2))]
    marked = [[f'"{cell}"' if cell in quoted.split("/") else cell for cell in row] for row in rows]
    return "".join(f"{delimiter} ".join(row) + "\n" for row in marked)


TEXTS_OF_ROWS = "an invented sentence, number 1/an invented sentence, number 2"


@pytest.mark.parametrize("quoted", [TEXTS_OF_ROWS, f"text/screen_name/status_id/{TEXTS_OF_ROWS}"])
@pytest.mark.parametrize("delimiter", [",", ";", "|"])
@of_file(with_blanks)
def test_blanks_before_quotation_marks_are_told(read: ReadFile, delimiter: str, quoted: str) -> None:
    assert f"Blanks stand between each {delimiter} and the cell" in read.refusal
    assert read.leaves_nothing()


@of_file(with_blanks(",", "").replace(", FALSE", ", NA"))
def test_blanks_before_words_for_nothing_make_nobody(read: ReadFile) -> None:
    assert "NA and its like are words" in read.refusal


@of_file(
    csv_text([rtweet_row(1, text="We met in Windhoek, NA , today"), rtweet_row(2)]).replace(
        ",", ", ", len(RTWEET.taken) - 1
    )
)
def test_blanks_in_a_header_alone_are_no_blanks_before_cells(read: ReadFile) -> None:
    assert read.raw("text") == ["We met in Windhoek, NA , today", "an invented sentence, number 2"]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
@of_file(lambda delimiter: with_blanks(delimiter, ""))
def test_blanks_behind_delimiters_are_no_part_of_ids(read: ReadFile, delimiter: str) -> None:
    assert read.outcome.delimiter == delimiter
    assert read.raw("tweet_id") == [str(ID + 1), str(ID + 2)]


@of_file(csv_text([rtweet_row(number, text=f'He said, "yes, {number}", or so, ') for number in range(1, 9)]))
def test_quotation_marks_within_texts_are_quoted(read: ReadFile) -> None:
    assert len(read.raw("text")) == 8


@of_file("'id', 'user', 'text', 'date'\n'1345000000000000001', 'ann_inv', 'we, and others', '2021-01-03'\n")
def test_apostrophes_in_place_of_quotation_marks_are_told(read: ReadFile) -> None:
    assert "apostrophes, where CSV has quotation marks" in read.refusal


@of_file("Report of 2021\nMade by us\n\none,two,three\na,b,c\n")
def test_a_title_is_no_column_of_an_unknown_table(read: ReadFile) -> None:
    assert "its columns are one, two, three." in read.refusal


def with_a_long_name(end: str) -> str:
    rows = [rtweet_row(1), rtweet_row(2, created_at="?"), rtweet_row(3)]
    text = csv_text([{**row, "my | note": "x"} for row in rows], [*rows[0], "my | note"])
    return text.replace("my | note", '"my | note"').replace("\n", end).replace("|", end)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@of_file(with_a_long_name)
def test_a_name_of_the_header_may_go_on_over_a_line_end(read: ReadFile, end: str) -> None:
    assert (read.outcome.rows_read, read.outcome.unknown_columns) == (3, [f"my {end} note"])
    assert read.raw("tweet_id") == [str(ID + 1), str(ID + 3)]
    assert read.rows("row_number, line_number", "rejected_rows") == [(2, 4)]


@of_file(csv_text([rtweet_row(1), rtweet_row(2)]).split("\n", 1)[1])
def test_a_table_without_a_header_is_refused_as_such(read: ReadFile) -> None:
    assert "has no header" in read.refusal


HEADER, REST = csv_text([rtweet_row(1)]).split("\n", 1)


@of_file(HEADER.replace(",", " , ").upper() + "\n" + REST)
def test_blanks_in_a_header_do_not_matter(read: ReadFile) -> None:
    assert read.outcome.refusal is None
    assert len(read.raw("text")) == 1
