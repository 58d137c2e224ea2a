"""The chart of tweets over time: every day or month, its labels and its scale."""

from datetime import date

import pytest

from mtw_pipeline.report.facts.tweets import DayCount
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.study.windows import CollectionWindow


def test_every_day_of_the_window_has_its_bar() -> None:
    window = CollectionWindow.between("2020-12-30", "2021-01-02")
    chart = timeline(window, [DayCount(date(2020, 12, 31), 3), DayCount(date(2021, 1, 2), 12)])
    assert [(period.label, period.tweets) for period in chart.periods] == [
        ("2020-12-30", 0),
        ("2020-12-31", 3),
        ("2021-01-01", 0),
        ("2021-01-02", 12),
    ]
    assert (chart.unit, chart.highest.label, chart.without_tweets) == ("day", "2021-01-02", 2)
    assert [mark.label for mark in chart.scale] == ["0", "5", "10", "15"]
    assert chart.heights == (0, 20, 0, 80)


def test_a_long_window_is_shown_by_months() -> None:
    window = CollectionWindow.between("2019-11-15", "2021-02-02")
    chart = timeline(window, [DayCount(date(2020, 1, 1), 2), DayCount(date(2020, 1, 31), 3)])
    assert chart.unit == "month"
    assert len(chart.periods) == 16
    assert chart.periods[0].label == "2019-11"
    assert chart.highest.label == "2020-01"
    assert chart.highest.tweets == 5


@pytest.mark.parametrize("days", [1, 2, 5, 6, 7, 49, 400])
def test_the_labels_run_from_the_first_to_the_last_day(days: int) -> None:
    start = date(2021, 1, 1)
    window = CollectionWindow(start, date.fromordinal(start.toordinal() + days - 1))
    chart = timeline(window, [])
    names = [mark.label for mark in chart.labels]
    assert names[0] == window.start.isoformat()
    assert names[-1] == window.end.isoformat()
    assert len(set(names)) == len(names) == min(days, 6)
    assert all(0 <= mark.place <= 100 for mark in chart.labels)


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 99, 100, 101, 12_345, 9_999_999])
def test_the_scale_reaches_the_highest_bar_in_few_steps(most: int) -> None:
    window = CollectionWindow.between("2021-01-01", "2021-01-01")
    chart = timeline(window, [DayCount(window.start, most)])
    marks = [int(mark.label.replace(",", "")) for mark in chart.scale]
    top, step = marks[-1], marks[1]
    assert marks == list(range(0, top + 1, step))
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert top - step < max(most, 1)
    before = step * 2 // 5 if str(step)[0] == "5" else step // 2
    assert 4 * before < most or step == 1
    assert most <= top
    assert len(chart.scale) <= 5
    assert chart.scale[-1].place == 100
    assert chart.heights == (pytest.approx(100 * most / top, abs=0.01),)
