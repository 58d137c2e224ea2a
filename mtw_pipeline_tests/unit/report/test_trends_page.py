"""Trends: every measure of every window, on a scale that tells no lies, with gaps where nothing is known."""

import pytest

from mtw_pipeline.report.trends_page import Trend, read_trends, trend, trends_page
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.trends import WINDOW_TRENDS
from mtw_pipeline_tests.unit.report.pages import HOSTILE, Page

SETTINGS = StudySettings(title="A study", hashtags=("one",), synthetic=True)
WINDOWS = ("2020-01-01_2020-01-31", "2020-02-01_2020-02-29", "2020-03-01_2020-03-31", "2020-04-01_2020-04-30")


def made(*values: float | None, measure: str = "tweets") -> Trend:
    found = trend(measure, "tweets", "what", [(WINDOWS[place], value, 7) for place, value in enumerate(values)])
    assert found is not None
    return found


def test_heights_are_in_proportion_from_zero() -> None:
    found = made(50.0, 100.0, 25.0)
    heights = [point.y for point in found.points]
    assert heights[1] == pytest.approx(2 * (heights[0] or 0), abs=0.01)
    assert heights[0] == pytest.approx(2 * (heights[2] or 0), abs=0.01)
    assert (found.lowest, found.highest) == (0.0, 100.0)
    assert [point.x for point in found.points] == pytest.approx([100 / 6, 50, 500 / 6], abs=0.01)


def test_negative_values_stand_above_their_own_foot() -> None:
    found = made(-2.0, 2.0)
    assert (found.lowest, found.points[0].y) == (-2.0, 0.0)
    assert made(0.0, 0.0).points[0].y == 0.0


def test_what_is_not_known_is_a_gap_and_no_zero() -> None:
    found = made(3.0, None, 4.0, 5.0)
    assert [[point.value for point in line] for line in found.lines] == [[3.0], [4.0, 5.0]]
    assert [point.value for point in found.known] == [3.0, 4.0, 5.0]
    assert trend("tweets", "", "", [(WINDOWS[0], None, None)]) is None


def test_the_main_measures_come_first_and_every_window_has_its_place(warehouse: Warehouse) -> None:
    rows = [
        {"collection_window": window, "measure": measure, "value": value, "rests_on": 5, "unit": "u", "definition": "d"}
        for measure, window, value in (
            ("all gini_tweets", WINDOWS[0], 0.5),
            ("tweets", WINDOWS[0], 10.0),
            ("tweets", WINDOWS[2], 30.0),
            ("all anything", WINDOWS[0], 1.0),
            ("mean_compound vader 3", WINDOWS[2], -0.1),
            ("empty", WINDOWS[0], None),
        )
    ]
    parts = {window: [row for row in rows if row["collection_window"] == window] for window in (WINDOWS[0], WINDOWS[2])}
    for part in parts.values():
        warehouse.insert_arrow(WINDOW_TRENDS, arrow_rows(WINDOW_TRENDS, part))
    found = read_trends(warehouse)
    assert [one.measure for one in found] == ["tweets", "mean_compound vader 3", "all gini_tweets", "all anything"]
    assert [point.value for point in found[0].points] == [10.0, 30.0]
    assert [point.value for point in found[1].points] == [None, -0.1]


def test_the_page_tells_numbers_and_stays_inert() -> None:
    page = Page(trends_page(SETTINGS, [made(3.0, None, 1234.5), made(1.0, 2.0, 3.0, measure=HOSTILE[0])]))
    assert "script" not in page.names()
    assert "SYNTHETIC example data" in page.words
    assert "not known" in page.words
    assert "1,234" in page.words
    charts = [attributes["aria-label"] or "" for tag, attributes in page.tags if tag == "svg"]
    assert f"{WINDOWS[1]}: not known" in charts[0]
    assert "No window was measured yet." in Page(trends_page(SETTINGS, [])).words
    assert "There is one window" in Page(trends_page(SETTINGS, [made(3.0)])).words
