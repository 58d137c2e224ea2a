"""House rules of sql/: one statement a file, with a header that says what a row is."""

import re
from pathlib import Path

import duckdb
import pytest

SQL = Path(__file__).resolve().parents[2] / "sql"
STATEMENTS = sorted(SQL.rglob("*.sql"))


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.relative_to(SQL).as_posix())
def test_a_file_is_one_statement_and_says_what_a_row_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    gives_a_value = "macros" in path.parts and ") as table" not in text
    assert text.startswith("-- A value is " if gives_a_value else "-- A row is ")
    assert len(duckdb.extract_statements(text)) == 1
    assert not {"SELECT", "FROM", "WHERE", "WITH", "JOIN"} & set(text.split())


def test_the_report_takes_variables_in_the_codebooks_order() -> None:
    ordered = {
        path.relative_to(SQL).as_posix(): text.rpartition("\norder by")[2]
        for path in STATEMENTS
        if path.is_relative_to(SQL / "report") and "\norder by" in (text := path.read_text(encoding="utf-8"))
    }
    by_name = [name for name, keys in ordered.items() if re.search(r"\b\w*variable\b", keys)]
    assert len(by_name) >= 12
    assert [name for name in by_name if "variable_order" not in ordered[name]] == []


def test_no_line_of_a_comment_is_far_longer_than_lines_of_python() -> None:
    """But for those of views, whose header has one line for each column."""
    lines = {
        f"{path.relative_to(SQL).as_posix()}:{number}": line
        for path in STATEMENTS
        if "views" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    }
    assert len(lines) > 5000
    assert [place for place, line in lines.items() if line.lstrip().startswith("--") and len(line) > 130] == []


COUNTED_AGAIN = re.compile(
    r"\bcount\s*\((?!\s*\*)[^()]*\)\s*over\b|\bcount\s*\([^()]*\)\s*filter\s*\([^()]*\)\s*over\b"
)
"""A count of values, or of what a filter lets through, over a frame: DuckDB walks the frame for each of its rows."""


@pytest.mark.parametrize("counted", ["count(a) over ()", "count(*) filter (where a is null) over (partition by b)"])
def test_counts_that_walk_their_frame_for_each_row_are_seen(counted: str) -> None:
    assert COUNTED_AGAIN.search(f"select {counted} from t")
    assert not COUNTED_AGAIN.search("select count(*) over (), count(a), lag(a) over (order by b) from t")


def test_no_statement_walks_all_rows_for_each_row() -> None:
    assert [path.name for path in STATEMENTS if COUNTED_AGAIN.search(path.read_text(encoding="utf-8"))] == []
