"""The tables of a supplement as files hold what its page shows, in numbers that programs read."""

import csv
import re
from pathlib import Path

import pytest

from mtw_pipeline.report.faces import TEAM, Face
from mtw_pipeline.report.page import render
from mtw_pipeline.supplement.page_tables import PageTables, write_page_tables
from mtw_pipeline_tests.unit.report.pages import HOSTILE, make_facts

PUBLIC = Face(is_published=True, fewest_people=5, is_identified=False, has_table_files=True)
PAGE = """<table><caption id="table-9"><span class="number">Table 9.</span> T <a class="file" href="x">CSV</a></caption>
<thead><tr><td></td><th scope="col">Tweets</th><th scope="col">Share</th><th scope="col">a</th></tr></thead>
<tbody><tr class="group"><th scope="rowgroup" colspan="4">one <span class="note">2 tweets</span></th></tr>
<tr><th scope="row"><bdi>x</bdi><span class="track" aria-hidden="true"><span class="bar"></span></span></th>
<td>1,234</td><td>5.0 %</td><td>2.5 (1,050)<span class="mark" role="img" aria-label="more">+</span></td></tr></tbody>
<tbody><tr class="group"><th scope="rowgroup" colspan="4">two</th></tr>
<tr><th scope="row">y<br>z</th><td>−0.5</td><td>&lt; 0.1 %</td><td>withheld</td></tr></tbody></table>
<table><caption>no number</caption><tbody><tr><td>1</td></tr></tbody></table>"""


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_a_table_is_written_with_its_groups_and_in_plain_numbers(tmp_path: Path) -> None:
    [path] = write_page_tables(PAGE, tmp_path / "tables")
    assert path.name == "table-9.csv"
    assert read(path) == [
        ["group", "category", "Tweets", "Share, percent", "a, percent", "a, tweets"],
        ["one", "x", "1234", "5.0", "2.5", "1050"],
        ["two", "y; z", "-0.5", "< 0.1", "withheld", "withheld"],
    ]


@pytest.mark.parametrize("written", ["<{}>", "<{}/>"])
def test_an_element_without_an_end_in_what_is_not_read_hides_nothing_after_it(written: str, tmp_path: Path) -> None:
    elements = "".join(written.format(name) for name in ("br", "img src='x'", "hr", "wbr", "input"))
    page = PAGE.replace("2 tweets", f"2{elements}tweets")
    [with_elements], [without] = (write_page_tables(one, tmp_path / str(len(one))) for one in (page, PAGE))
    assert with_elements.read_bytes() == without.read_bytes()


def test_no_two_columns_have_one_name(tmp_path: Path) -> None:
    """Purpose by community has a column of communities, and one of the purpose community."""
    header = ["Community", "Tweets", "Information", "Community"]
    found = table_of(tmp_path, "Purpose by community", header, ["community 1", "9", "50.0", "25.0"])
    assert found[0] == ["Community", "Tweets", "Information", "Community (2)"]


def test_what_continues_a_table_stands_in_its_file(tmp_path: Path) -> None:
    table = """<table><caption{}><span class="number">Table S3b{}.</span> T</caption>
<thead><tr><th scope="col">A</th></tr></thead><tbody><tr><th scope="row">{}</th></tr></tbody></table>"""
    page = table.format(' id="table-s3b"', "", "one") + table.format("", ", continued", "two")
    [path] = write_page_tables(page, tmp_path)
    assert read(path) == [["A"], ["one"], ["two"]]


def table_of(tmp_path: Path, caption: str, header: list[str], *rows: list[str]) -> list[list[str]]:
    """What becomes of a table."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    names = "".join(f"<th>{name}</th>" for name in header)
    page = f"""<table><caption id="table-s1">Table S1. {caption}</caption><thead><tr>{names}</tr></thead><tbody>
{"".join(f"<tr>{row}</tr>" for row in cells)}</tbody></table>"""
    [path] = write_page_tables(page, tmp_path)
    return read(path)


def test_a_unit_is_told_of_the_numbers_that_have_it(tmp_path: Path) -> None:
    """A kappa of 0.88 was one of 0.88 percent, and a row's name lost the percent sign that it ends with."""
    assert table_of(
        tmp_path,
        "Agreement, participation",
        ["Measure", "Value", "From"],
        ["percent agreement", "91.7 %", "−0.1 %"],
        ["kappa", "0.879", "0.780"],
        ["Tweets by the first 10 %", "withheld", "withheld"],
        ["not there", "", "–"],
    ) == [
        ["Measure", "Value", "From", "unit"],
        ["percent agreement", "91.7", "-0.1", "percent"],
        ["kappa", "0.879", "0.780", ""],
        ["Tweets by the first 10 %", "withheld", "withheld", ""],
        ["not there", "", "–", ""],
    ]


def test_several_numbers_of_a_cell_are_as_many_columns(tmp_path: Path) -> None:
    assert table_of(
        tmp_path,
        "Purpose by format, percent of the row / of the column",
        ["", "text", "95 % interval", "Known of", "Median (quartiles)"],
        ["a", "49.4 / 41.7", "45.6 to 59.3", "1,098 of 2,000", "14 (7 to 21)"],
        ["b", "withheld / –", "withheld", "withheld", "0.5 (−1 to 2)"],
        ["c", "withheld", "0.0 to 1.9", "0 of 3", "withheld"],
    ) == [
        [
            "category", "text, percent of the row", "text, percent of the column", "95 % interval, from",
            "95 % interval, to", "Known of", "Known of, of", "Median (quartiles)", "Median (quartiles), from",
            "Median (quartiles), to",
        ],
        ["a", "49.4", "41.7", "45.6", "59.3", "1098", "2000", "14", "7", "21"],
        ["b", "withheld", "–", *["withheld"] * 4, "0.5", "-1", "2"],
        ["c", "withheld", "withheld", "0.0", "1.9", "0", "3", *["withheld"] * 3],
    ]  # fmt: skip


@pytest.mark.parametrize("none", ["not known", "not defined", "–", "withheld"])
def test_a_row_without_a_value_leaves_the_numbers_of_the_others_apart(none: str, tmp_path: Path) -> None:
    assert table_of(
        tmp_path,
        "T",
        ["Count", "Median (quartiles)", "After", "Interval"],
        ["likes", "1 (0 to 5)", "3.9 days (30.6 h to 8.2 days)", "45.6 to 59.3"],
        ["replies", none, none, none],
    ) == [
        [
            "Count", "Median (quartiles)", "Median (quartiles), from", "Median (quartiles), to", "After", "After, from",
            "After, to", "Interval, from", "Interval, to",
        ],
        ["likes", "1", "0", "5", "3.9 days", "30.6 h", "8.2 days", "45.6", "59.3"],
        ["replies", *[none] * 8],
    ]  # fmt: skip


def test_a_column_of_which_all_is_withheld_is_split_as_those_beside_it(tmp_path: Path) -> None:
    rows = [["a", "1.0 (2)", "withheld"], ["b", "3.0 (4)", "withheld"]]
    header = ["category", "x, percent", "x, tweets", "y, percent", "y, tweets"]
    assert table_of(tmp_path, "T", ["", "x", "y"], *rows)[0] == header
    mixed = [[*rows[0], "5"], [*rows[1], "6"]]
    assert table_of(tmp_path, "T", ["", "x", "y", "z"], *mixed)[0] == [*header[:3], "y", "z"]


def test_texts_of_a_first_column_stay_as_they_are(tmp_path: Path) -> None:
    assert table_of(tmp_path, "T", ["A", "B"], ["1 of 2", "x / y"], ["5 %", "3 to"])[1:] == [
        ["1 of 2", "x / y"], ["5 %", "3 to"],
    ]  # fmt: skip


def test_every_numbered_table_of_the_page_is_a_file_that_its_caption_links(tmp_path: Path) -> None:
    page = render(make_facts("plain"), face=PUBLIC)
    linked = set(re.findall(r'class="file" href="(tables/[^"]+)"', page))
    written = {f"tables/{path.name}" for path in write_page_tables(page, tmp_path / "tables")}
    assert linked == written
    assert set(re.findall(r'<caption id="([^"]+)"', page)) == {Path(way).stem for way in written}
    assert all(len({len(row) for row in read(path)}) == 1 for path in (tmp_path / "tables").iterdir())
    assert 'href="tables/' not in render(make_facts("plain"), face=TEAM)


def test_texts_of_the_data_do_not_shift_a_table() -> None:
    for text in HOSTILE:
        tables = PageTables(render(make_facts(text), face=PUBLIC)).tables
        assert tables["table-1"].header == ["Category", "Tweets", "Percent", "95 % interval"]
        assert all(len(row) == 5 for row in tables["table-1"].rows)
