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


def test_what_continues_a_table_stands_in_its_file(tmp_path: Path) -> None:
    table = """<table><caption{}><span class="number">Table S3b{}.</span> T</caption>
<thead><tr><th scope="col">A</th></tr></thead><tbody><tr><th scope="row">{}</th></tr></tbody></table>"""
    page = table.format(' id="table-s3b"', "", "one") + table.format("", ", continued", "two")
    [path] = write_page_tables(page, tmp_path)
    assert read(path) == [["A"], ["one"], ["two"]]


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
