"""CSV files that we write and that people bring: no cell computes anything, and nothing that is wrong ends a run."""

import ast
import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.network.leader_classes import given_classes
from mtw_pipeline.spreadsheets import csv_rows, csv_text, decoded, written_number
from mtw_pipeline.text.dictionaries.reading import read_dictionary
from mtw_pipeline.text.liwc.output import rows_of
from mtw_pipeline.text.norms import read_norms
from mtw_pipeline.text.style import Norm

OWN_WRITERS = {
    "spreadsheets.py": "the one writer",
    "collect/proposals.py": "a line is added to a list as it is written",
    "exports/reading/tables/good_records.py": "a copy of an export's good rows, read at once and gone",
    "exports/reading/sniffing/backslashes.py": "a row of an export as that writes it",
    "forgetting/files.py": "a sheet is written anew as it was",
    "synthetic/collection.py": "an export as its program writes it",
}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SIGNS = "=+-@\t\r\n＝＋－＠"
"""OWASP, CSV Injection: what a spreadsheet takes for the beginning of a formula, and what it leaves out before one."""
CELLS = st.one_of(TEXTS, st.sampled_from(SIGNS).flatmap(lambda sign: TEXTS.map(sign.__add__)))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_no_cell_is_a_formula_and_every_text_can_be_had_back(rows: list[list[str]]) -> None:
    header, *written = csv.reader(io.StringIO(csv_text(["=one", "two"], rows), newline=""))
    assert header == ["'=one", "two"]
    assert not [cell for row in written for cell in row if cell and cell[0] in SIGNS]
    assert [[cell.removeprefix("'") for cell in row] for row in written] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def test_numbers_stay_numbers_and_lists_are_one_text() -> None:
    assert csv_text(["n", "x"], [(-1.5, None), (2, ["=a", "b"])]) == "n,x\r\n-1.5,\r\n2,'=a | b\r\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (b"", "utf-16-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)  # fmt: skip
def test_a_text_in_unicode_is_read_however_a_program_saves_it(mark: bytes, encoding: str) -> None:
    assert decoded(mark + "account\nÉva 😀".encode(encoding)) == "account\nÉva 😀"


def test_nobody_else_writes_csv() -> None:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        calls = [one.func for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)]
        names = {one.attr for one in calls if isinstance(one, ast.Attribute)} & {
            "writer",
            "DictWriter",
            "to_csv",
            "write_csv",
        }
        if names:
            found.add(path.relative_to(PACKAGE).as_posix())
    assert found == OWN_WRITERS.keys()


READERS = {
    "norms": read_norms,
    "classes of leaders": given_classes,
    "output of LIWC": rows_of,
    "dictionary": read_dictionary,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    "content",
    [None, b"", "meas\u00fcre,m\u00e9an\n".encode("cp1252"), "a,b\n".encode("utf-16"), b"\0" * 300,
     b"PK\x03\x04" + bytes(range(256))],
    ids=["a folder", "empty", "cp1252", "utf-16", "zeros", "a workbook"],
)  # fmt: skip
def test_a_file_of_the_study_that_is_no_table_is_named(tmp_path: Path, read: object, content: bytes | None) -> None:
    path = tmp_path / "brought.csv"
    path.mkdir() if content is None else path.write_bytes(content)
    assert callable(read)
    if read is rows_of and content in {
        b"",
        b"\0" * 300,
        "a,b\n".encode("utf-16"),
    }:  # a table without rows, which the caller refuses
        return
    with pytest.raises(UserError) as told:
        read(path)
    assert "brought" in str(told.value)


def test_a_cell_beyond_all_bounds_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "norms.csv"
    path.write_text("measure,mean,sd\n" + "x" * (csv.field_size_limit() + 1) + ",1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"no table.*norms\.csv, line 2"):
        csv_rows(path, ("measure",), what="The norms", remedy="")


def test_rows_that_are_too_short_or_too_long_have_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "classes.csv"
    path.write_text("\ufeffaccount,class\n@Ann_Invented,media\nbob\nc,company,more,and more\n", encoding="utf-8")
    assert given_classes(path) == {"ann_invented": "media", "c": "company"}


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
def test_what_a_spreadsheet_of_another_country_saved_is_the_same_table(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "norms.csv"
    lines = (["measure", "mean", "sd"], ["posemo", "3,5" if delimiter != "," else "3.5", "1"])
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert read_norms(path) == {"posemo": Norm(3.5, 1.0)}


@pytest.mark.parametrize("cell", ["", "nan", "inf", "1,5,5", "1.234,5", "x"])
def test_what_is_no_number_is_none(cell: str) -> None:
    assert written_number(cell) is None
