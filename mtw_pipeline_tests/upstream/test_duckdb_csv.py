"""How DuckDB's CSV reader takes files where everything is said and nothing ignored, as far as decision 3 rests on it.

What belongs here: the reader alone, asked as exports/reading/tables/delimited.py asks it. What does not: what we make
of it.
"""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

Rows = list[tuple[object, ...]]

_READ = (
    "select row_number() over () as row_number, {wanted} from read_csv($path, delim = ',', quote = '\"',"
    " escape = $escape, header = false, skip = $skip, auto_detect = false, all_varchar = true, nullstr = '',"
    " strict_mode = true, max_line_size = $longest, compression = $compression, columns = $columns{more})"
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def read(
    connection: duckdb.DuckDBPyConnection,
    path: Path | str,
    *,
    columns: int = 2,
    wanted: Sequence[int] = (0, 1),
    more: str = "",
    **options: object,
) -> Rows:
    statement = _READ.format(wanted=", ".join(f"cell_{place}" for place in wanted), more=more)
    usual = {"escape": '"', "skip": 1, "longest": 1 << 24, "compression": "none"}
    kinds = {f"cell_{place}": "VARCHAR" for place in range(columns)}
    return connection.execute(statement, {"path": str(path), "columns": kinds, **usual, **options}).fetchall()


def written(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('a,b\n"",2\n3,\n', [(1, None, "2"), (2, "3", None)]),
        ("a,b\n1,2\n\n3,4\n\n", [(1, "1", "2"), (2, "3", "4")]),
        ("a,b\n,\n1,2", [(1, None, None), (2, "1", "2")]),
        ("a,b\nNULL,NA\n#1, 2 \n", [(1, "NULL", "NA"), (2, "#1", " 2 ")]),
        ('a,b\n1,2"x\n', [(1, "1", '2"x')]),
        ('a,b\n1,"say ""so"""\n', [(1, "1", 'say "so"')]),
        ('a,b\n1,"tw\ro"\n', [(1, "1", "tw\ro")]),
        ('a,b\n1,"tw\r\no"\n', [(1, "1", "tw\r\no")]),
        ('a,b\r\n1,"tw\no"\r\n', [(1, "1", "tw\no")]),
        ("a,b\r1,2\r3,4\r", [(1, "1", "2"), (2, "3", "4")]),
        ("\ufeffa,b\n1,2\n", [(1, "1", "2")]),
        ("a,b\n1,x\0y\n", [(1, "1", "x\0y")]),
    ],
    ids=[
        "empty is NULL, quoted or not", "blank lines are no rows", "delimiters alone are a row", "words stay words",
        "a mark within a cell", "doubled marks", "CR quoted", "CRLF quoted", "LF quoted", "ends of CR alone",
        "byte order mark", "zero byte",
    ],
)  # fmt: skip
def test_what_is_whole_is_read_as_it_stands(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, content: str, rows: Rows
) -> None:
    """Decision 3: rows have the numbers and cells that our own reader gives, which takes over where this refuses."""
    assert read(connection, written(tmp_path, content)) == rows


@pytest.mark.parametrize(
    "content",
    ["a,b\n1\n3,4\n", "a,b\n1,2,3\n3,4\n", 'a,b\n1,"2\n3,4\n', 'a,b\n1,"2"x\n3,4\n', b"a,b\n1,caf\xe9\n3,4\n"],
    ids=["cell missing", "cell too many", "mark not closed", "text behind a mark", "no UTF-8"],
)
def test_what_is_damaged_is_refused_with_its_line(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, content: str | bytes
) -> None:
    """Decision 3: the first line of the message becomes the note on the file, without its first three words."""
    with pytest.raises(duckdb.InvalidInputException, match=r"^Invalid Input Error: CSV Error on Line: 2\n"):
        read(connection, written(tmp_path, content))


@pytest.mark.parametrize("content", ["a,b\n1,tw\ro\n3,4\n", "a,b\r\n1,tw\ro\r\n3,4\r\n", "a,b\n1,2\r\n3,4\n"])
def test_ends_of_lines_of_several_kinds_are_refused(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, content: str
) -> None:
    """Decision 3: our own reader tells a carriage return within a cell from an end."""
    with pytest.raises(duckdb.InvalidInputException, match=r"^Invalid Input Error: "):
        read(connection, written(tmp_path, content))


def test_the_first_line_end_is_taken_for_that_of_all_though_it_stand_in_a_cell(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 302: hence a copy begins with an empty line. A defect: when it is mended, that line can go."""
    rows = '1,"tw\r\no"\n3,4\n'
    with pytest.raises(duckdb.InvalidInputException):
        read(connection, written(tmp_path, rows), skip=0)
    assert read(connection, written(tmp_path, "\n" + rows)) == [(1, "1", "tw\r\no"), (2, "3", "4")]


def test_a_cell_beyond_the_longest_is_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Decision 3: a mark that is never closed costs no more memory than the longest cell."""
    with pytest.raises(duckdb.InvalidInputException):
        read(connection, written(tmp_path, f'a,b\n1,"{"x" * 200}"\n'), longest=100)


def test_a_backslash_can_be_the_escape(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Decision 3: the dialect that was sniffed is said."""
    assert read(connection, written(tmp_path, 'a,b\n1,"say \\"so\\""\n'), escape="\\") == [(1, "1", 'say "so"')]


def test_rows_are_numbered_in_the_order_of_the_file_by_several_threads(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 3: a row's number is its place in the file, as rejected rows and other tables know it."""
    path = written(tmp_path, "a,b\n" + "".join(f"{number},{'x' * (number % 90)}\n" for number in range(1, 60_001)))
    connection.execute("set threads = 4")
    rows = read(connection, path, longest=1000, more=", buffer_size = 50000")
    assert [row[:2] for row in rows] == [(number, str(number)) for number in range(1, 60_001)]


def test_a_path_is_a_pattern_unless_its_signs_stand_in_brackets(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 3: exports have such names, and another file must not be read in their place."""
    path = written(tmp_path, "a,b\n1,2\n", "a[1]*.csv")
    written(tmp_path, "a,b\n8,9\n", "a1x.csv")
    assert read(connection, path) == [(1, "8", "9")]
    literal = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
    assert read(connection, literal) == [(1, "1", "2")]


@pytest.mark.parametrize(
    ("above", "skip"),
    [("\n\na,b\n", 3), ("Report of 2021\na,b\n", 2), ('5" screens\na,b\n', 2), ('a,"b ""x"""\n', 1)],
)
def test_as_many_lines_are_skipped_as_are_said(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, above: str, skip: int
) -> None:
    """Decision 3: the lines down to the header."""
    path = written(tmp_path, above + "1,2\n3,4\n")
    assert read(connection, path, skip=skip) == [(1, "1", "2"), (2, "3", "4")]


def test_a_quoted_cell_of_two_lines_is_skipped_as_one(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Decision 3: two lines skipped are three here, so that such a header goes to our own reader. A defect."""
    assert read(connection, written(tmp_path, 'a,"b\nc"\n1,2\n3,4\n'), skip=2) == [(1, "3", "4")]


def test_a_gzipped_file_needs_no_ending_and_is_refused_where_it_is_damaged(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 3: files are recognised by their content."""
    packed = gzip.compress("".join(f"{number * 7919},x\n" for number in range(9000)).encode(), mtime=0)
    assert len(read(connection, written(tmp_path, packed), compression="gzip")) == 8999
    with pytest.raises(duckdb.IOException):
        read(connection, written(tmp_path, packed[:900] + b"\xff" * 50 + packed[950:]), compression="gzip")


def test_a_gzipped_file_that_was_cut_off_is_read_without_a_word(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 3: hence Python reads all of a file before. A defect: when it is mended, this reading can go."""
    packed = gzip.compress("".join(f"{number * 7919}\n" for number in range(9000)).encode(), mtime=0)
    path = written(tmp_path, packed[: len(packed) // 2])
    assert 0 < len(read(connection, path, columns=1, wanted=[0], compression="gzip")) < 8999


def test_a_byte_that_is_no_utf_8_can_close_the_whole_database(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 3: hence Python looks whether a file is UTF-8. A defect: when it is mended, this reading can go.

    It shows where a wanted column stands behind as many as are wanted.
    """
    path = written(tmp_path, b"a,b,c,d\n1,2,3,4\n1,2,3,caf\xe9\n")
    with pytest.raises(duckdb.InternalException):
        read(connection, path, columns=4, wanted=[3])
    with pytest.raises(duckdb.FatalException):
        connection.execute("select 1")


def test_a_refused_file_aborts_the_transaction_that_it_is_read_in(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Decision 3: files are staged in temporary tables, outside of any transaction."""
    path = written(tmp_path, "a,b\n1,2,3\n")
    connection.execute("create temp table kept as select 1 as n")
    with pytest.raises(duckdb.InvalidInputException):
        read(connection, path)
    assert connection.execute("from kept").fetchall() == [(1,)]
    connection.execute("begin transaction")
    with pytest.raises(duckdb.InvalidInputException):
        read(connection, path)
    with pytest.raises(duckdb.TransactionException):
        connection.execute("from kept")


def test_a_view_shows_the_table_that_was_put_in_the_place_of_the_one_it_was_made_on(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Decision 3: the rows of a file are shown by a view, and stored into the very table that the view is made on."""
    connection.execute("create temp table staged as select 1 as n")
    connection.execute("create temp view shown as from staged union all by name (select 2 as n, 'x' as more)")
    connection.execute("create or replace temp table staged as from shown")
    connection.execute("create or replace temp view shown as from staged")
    assert connection.execute("from shown").fetchall() == [(1, None), (2, "x")]
    connection.execute("truncate staged")
    assert connection.execute("from shown").fetchall() == []


@pytest.mark.parametrize("place", ["numbered", "waiting.main.numbered"])
def test_rows_that_several_threads_read_are_stored_in_the_order_of_their_lines_without_a_gap(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, place: str
) -> None:
    """Decision 236: rows are numbered when they are stored. Behind a refused file and another one, with cells of many
    lines, in files of many buffers.
    """
    connection.execute(f"set threads = 4; attach '{tmp_path / 'waiting.duckdb'}' as waiting (row_group_size 16384)")
    connection.execute(
        f"create {'temp ' if place == 'numbered' else ''}table {place} (row_number bigint, cell_0 varchar)"
    )
    rows = 60_000
    lines = (f'{number},"{"line" * (number % 7)}{chr(10) * (number % 3)}{number}"' for number in range(rows))
    path = written(tmp_path, "a,b\n" + "\n".join(lines))
    refused = written(tmp_path, "a,b\n" + "1,2\n" * 30_000 + "1,2,3\n", "refused.csv")
    for one in (refused, path, path):
        asked = _READ.replace("row_number() over () as row_number, ", "").format(
            wanted="cell_0", more=", buffer_size = 65536"
        )
        values = {
            "path": str(one), "columns": {"cell_0": "VARCHAR", "cell_1": "VARCHAR"}, "escape": '"', "skip": 1,
            "longest": 1 << 15, "compression": "none",
        }  # fmt: skip
        statement = f"insert into {place} by name {asked}"
        if one == refused:
            with pytest.raises(duckdb.InvalidInputException):
                connection.execute(statement, values)
        else:
            connection.execute(statement, values)
            connection.execute(
                f"update {place} set row_number = rowid + 1 - (select min(rowid) from {place} where row_number is null)"
                " where row_number is null"
            )
    found = connection.execute(f"select row_number, cast(cell_0 as bigint) from {place}").fetchall()
    assert found == [(number + 1, number) for _ in range(2) for number in range(rows)]
