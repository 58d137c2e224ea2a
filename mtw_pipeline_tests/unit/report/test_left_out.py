"""A statement, a part or a figure of the report that fails is told where it would stand, and the page is whole."""

import re
from pathlib import Path

import pytest

from mtw_pipeline.attempts import Attempts, LeftOutError, Omission
from mtw_pipeline.report.facts.of_window import read_facts
from mtw_pipeline.report.html import environment
from mtw_pipeline.report.page import REPORT_PARTS, render
from mtw_pipeline.report.parts import Unread
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import SQL_FOLDER
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.report.failing import QUOTED, Answers
from mtw_pipeline_tests.unit.report.pages import Page, make_facts

NOT_IN_THE_REPORT = {"trends"}
STATEMENTS = sorted(
    path.relative_to(SQL_FOLDER / "report").with_suffix("").as_posix()
    for path in (SQL_FOLDER / "report").rglob("*.sql")
    if path.parent.name not in NOT_IN_THE_REPORT
)


def sections(page: str) -> set[str]:
    return set(re.findall(r'<section id="(\w+)"', page))


ALL_SECTIONS = {"headline", "exhibits", "methods", *(part.name for part in REPORT_PARTS)} | {
    section for part in REPORT_PARTS for section, _ in part.sections
}


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_that_fails_costs_the_parts_that_show_its_figures(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch, answers: Answers, statement: str
) -> None:
    answers.but(monkeypatch, f"report/{statement}")
    attempts = Attempts()
    page = render(read_facts(warehouse, study, WINDOW, attempts), None, attempts)
    assert page.rstrip().endswith("</html>")
    assert sections(page) == ALL_SECTIONS
    assert f"figures of {statement}" in {one.what for one in attempts.omissions}
    told = Page(page).words
    assert "an error of the program: ZeroDivisionError in" in told
    assert "Run again; if it stays, report it" in told
    assert QUOTED not in page


def test_a_filter_that_fails_everywhere_leaves_a_page_whose_every_section_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: object) -> str:
        raise ZeroDivisionError(QUOTED)

    monkeypatch.setitem(environment().filters, "count", fails)
    page = render(make_facts())
    assert sections(page) == ALL_SECTIONS
    assert len(re.findall("is left out: ", page)) >= 10
    for title in re.findall(r'(?:aria-labelledby="|href="#)([\w-]+)"', page):
        assert f'id="{title}"' in page


def test_nothing_is_left_out_of_a_good_page() -> None:
    attempts = Attempts()
    assert "is left out: " not in Page(render(make_facts(), None, attempts)).words
    assert attempts.omissions == []


def test_a_figure_that_was_not_drawn_is_told_in_its_place() -> None:
    attempts = Attempts()
    attempts.omissions.append(Omission("Figure 1", "no font of this machine can be read", "Install one"))
    words = Page(render(make_facts(), None, attempts)).words
    assert "Figure 1 is left out: no font of this machine can be read. Install one." in words


def test_figures_that_were_not_read_tell_why_whoever_looks() -> None:
    unread = Unread(Omission("words", "it rests on tweet_tokens", "Run again"))
    for look in (bool, len, iter, lambda one: one.first, lambda one: one[0], list):
        with pytest.raises(LeftOutError, match="it rests on tweet_tokens"):
            look(unread)


def test_every_statement_of_the_report_is_tried_here() -> None:
    facts = Path(__file__).parents[3] / "mtw_pipeline" / "report" / "facts" / "of_window.py"
    named = set(re.findall(r'read\.rows?\(\s*"([\w/]+)"', facts.read_text(encoding="utf-8")))
    assert named == set(STATEMENTS)
