"""A statement that fails costs the supplement the parts that show its figures, as it costs the report, and no more."""

from datetime import datetime

import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.report.facts.of_window import read_facts
from mtw_pipeline.report.page import render
from mtw_pipeline.study.folder import Study
from mtw_pipeline.supplement.people_behind import people_behind
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.report.failing import QUOTED, Answers
from mtw_pipeline_tests.unit.report.pages import Page
from mtw_pipeline_tests.unit.report.test_left_out import ALL_SECTIONS, STATEMENTS, sections
from mtw_pipeline_tests.unit.report.test_writing import plant
from mtw_pipeline_tests.unit.supplement.test_masked_facts import PUBLISHED, masked

PLANTED = {
    "no tweet": [],
    "one tweet of one word": [{"platform": "x", "text": "hello"}],
    "a tweet without a word": [{"platform": "mastodon", "text": ""}],
    "an unknown platform": [{"platform": None}, {"platform": "x"}],
    "a platform that is not read yet": [{"platform": "threads"}, {"platform": "bluesky"}],
    "nothing but retweets": [{"platform": "x", "tweet_type": "retweet", "is_retweet": True}],
    "nobody who is known": [{"platform": "x", "author": None}],
}


@pytest.mark.parametrize("rows", PLANTED.values(), ids=PLANTED)
def test_nothing_is_left_out_of_either_face_of_an_odd_window(
    warehouse: Warehouse, study: Study, rows: list[dict[str, object]]
) -> None:
    usual = {"created_at": datetime(2021, 1, 1), "author": "ann", "tweet_type": "tweet", "is_retweet": False}
    for place, row in enumerate(rows):
        plant(warehouse, "tweets", {"text": "a b", **usual, "tweet_id": str(place), **row})
    attempts = Attempts()
    facts = read_facts(warehouse, study, WINDOW, attempts)
    render(facts, None, attempts)
    render(masked().of(suppressed(facts, people_behind(warehouse, facts), 5)), None, attempts, PUBLISHED)
    assert [(one.what, one.reason) for one in attempts.omissions] == []


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers()


@pytest.mark.parametrize("statement", [f"report/{name}" for name in STATEMENTS] + ["supplement/people_behind_codes"])
def test_the_page_is_whole_whatever_fails(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch, answers: Answers, statement: str
) -> None:
    answers.but(monkeypatch, statement)
    attempts = Attempts()
    facts = read_facts(warehouse, study, WINDOW, attempts)
    page = render(masked().of(suppressed(facts, people_behind(warehouse, facts), 5)), None, attempts, PUBLISHED)
    assert page.rstrip().endswith("</html>")
    assert sections(page) >= ALL_SECTIONS
    assert QUOTED not in page
    told = "an error of the program: ZeroDivisionError in" in Page(page).words
    assert told != statement.startswith("supplement/") or statement in {
        "report/coding/computed_confusion",
        "report/coding/confused",
    }
