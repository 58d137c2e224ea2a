"""Trends: every measure of every window, on a scale that tells no lies, with gaps where nothing is known."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.report.drawings.drawing import PAGE, drawing
from mtw_pipeline.report.html import changed, valued
from mtw_pipeline.report.trends.charts import Trend, TrendValue, title_of, trend
from mtw_pipeline.report.trends.facts import ChangeFigure, KeyWords, RetentionFigure, TrendFacts, read_trends
from mtw_pipeline.report.trends.figure import _HEIGHT, _panel, draw_trends, shown_trends
from mtw_pipeline.report.trends.page import SECTIONS, trends_page, write_trends
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.trends import MEMBER_RETENTION, TOPICS, WINDOW_CHANGES, WINDOW_TRENDS
from mtw_pipeline_tests.unit.report.pages import HOSTILE, Page

SETTINGS = StudySettings(title="A study", hashtags=("one",), synthetic=True)
WINDOWS = ("2020-01-01_2020-01-31", "2020-02-01_2020-02-29", "2020-03-01_2020-03-31", "2020-04-01_2020-04-30")


def made(*values: float | None, measure: str = "tweets", term: str = "", unit: str = "tweets") -> Trend:
    found = trend(
        measure, unit, "what", [TrendValue(WINDOWS[place], value, 7) for place, value in enumerate(values)], term
    )
    assert found is not None
    return found


def change(
    measure: str = "reply_share", term: str = "", p: float | None = 0.001, p_holm: float | None = 0.004
) -> ChangeFigure:
    return ChangeFigure(
        "types", measure, term, WINDOWS[0], WINDOWS[1], 0.1, 0.25, 0.15, 0.05, 0.25, p, p_holm, 4, "bootstrap"
    )


def facts_of(*trends: Trend, text: str = "plain") -> TrendFacts:
    """A page's figures: trends of two topics, changes, members and words."""
    shares = [
        made(0.1, 0.25, measure="reply_share", unit="share"),
        made(0.2, 0.2, measure="tweets_with_word", term=text, unit="share"),
    ]
    return TrendFacts(
        {"collection": list(trends), "types": shares},
        (change(), change(term=text, p=0.2, p_holm=0.6), change("counted", p=None, p_holm=None)),
        (
            RetentionFigure(WINDOWS[0], None, 9, None, None, None, None, None, None, None, None),
            RetentionFigure(WINDOWS[1], WINDOWS[0], 8, 9, 4, 5, 1, 3, 0.444, 0.19, 0.73),
        ),
        (KeyWords(WINDOWS[0], (text, "b")),),
    )


def test_heights_are_in_proportion_from_zero() -> None:
    found = made(50.0, 100.0, 25.0)
    heights = [point.y for point in found.points]
    assert heights[1] == pytest.approx(2 * (heights[0] or 0), abs=0.01)
    assert heights[0] == pytest.approx(2 * (heights[2] or 0), abs=0.01)
    assert (found.lowest, found.highest) == (0.0, 100.0)
    assert [point.x for point in found.points] == pytest.approx([100 / 6, 50, 500 / 6], abs=0.01)


def test_intervals_stand_at_the_height_of_their_ends_and_within_the_chart() -> None:
    values = [TrendValue(WINDOWS[0], 10.0, 9, 5.0, 20.0), TrendValue(WINDOWS[1], 10.0, 9)]
    found = trend("m", "u", "d", values)
    assert found is not None
    point = found.points[0]
    assert found.highest == 20.0
    assert point.y == pytest.approx(2 * (point.y_low or 0), abs=0.01)
    assert point.y_high == pytest.approx(2 * (point.y or 0), abs=0.01)
    assert (point.y_high or 0) < 100
    assert found.points[1].y_low is None


def test_negative_values_stand_above_their_own_foot() -> None:
    found = made(-2.0, 2.0)
    assert (found.lowest, found.points[0].y) == (-2.0, 0.0)
    assert made(0.0, 0.0).points[0].y == 0.0


def test_what_is_not_known_is_a_gap_and_no_zero() -> None:
    found = made(3.0, None, 4.0, 5.0)
    assert [[point.of.value for point in line] for line in found.lines] == [[3.0], [4.0, 5.0]]
    assert [point.of.value for point in found.known] == [3.0, 4.0, 5.0]
    assert trend("tweets", "", "", [TrendValue(WINDOWS[0], None)]) is None


@pytest.mark.parametrize(
    ("measure", "term", "title"),
    [
        ("all density_directed", "", "density directed, layer all"),
        ("tweets_with_word", "good", "good"),
        ("tweets_with_hashtag", "#seo", "#seo"),
        ("learning_strategies", "other", "learning strategies: other"),
        ("mean_compound vader 3.3.2", "", "mean compound, VADER"),
        ("cohens_kappa", "", "Cohen's kappa"),
        ("anx", "", "anx (anxiety)"),
        ("with_other_hashtags_share", "", "tweets with other hashtags"),
    ],
)
def test_a_measure_is_called_as_people_call_it(measure: str, term: str, title: str) -> None:
    assert title_of(measure, term) == title


def test_every_topic_is_a_section_and_every_window_has_its_place(warehouse: Warehouse, study: Study) -> None:
    def row(topic: str, measure: str, window: str, value: float | None, term: str = "") -> dict[str, object]:
        given = {"topic": topic, "measure": measure, "collection_window": window, "value": value, "term": term}
        return {**given, "rests_on": 5, "unit": "share", "definition": "d", "method": "m", "low": value, "high": value}

    rows = [
        row("network", "all gini_tweets", WINDOWS[0], 0.5),
        row("network", "all nodes", WINDOWS[0], 1.0),
        row("style", "adverb", WINDOWS[0], 7.5),
        row("style", "analytic_cdi", WINDOWS[0], 8.2),
        row("words", "tweets_with_word", WINDOWS[2], 0.1, "good"),
        row("collection", "tweets", WINDOWS[0], 10.0),
        row("collection", "tweets", WINDOWS[2], 30.0),
        row("collection", "posters", WINDOWS[2], None),
    ]
    for window in (WINDOWS[0], WINDOWS[2]):
        part = [one for one in rows if one["collection_window"] == window]
        warehouse.insert_arrow(WINDOW_TRENDS, arrow_rows(WINDOW_TRENDS, part))
    moved = {**vars(change(measure="tweets_with_word", term="good")), "collection_window": WINDOWS[2], "topic": "words"}
    warehouse.insert_arrow(WINDOW_CHANGES, arrow_rows(WINDOW_CHANGES, [moved]))
    member = {"collection_window": WINDOWS[0], "members": 9}
    warehouse.insert_arrow(MEMBER_RETENTION, arrow_rows(MEMBER_RETENTION, [member]))
    found = read_trends(warehouse)
    assert list(found.trends) == ["collection", "words", "style", "network"]
    assert found.windows == [WINDOWS[0], WINDOWS[2]]
    assert [point.of.value for point in found.trends["collection"][0].points] == [10.0, 30.0]
    assert [point.of.value for point in found.trends["words"][0].points] == [None, 0.1]
    assert [one.measure for one in found.trends["network"]] == ["all nodes", "all gini_tweets"]
    assert [one.measure for one in found.trends["style"]] == ["analytic_cdi", "adverb"]
    assert [(one.topic, one.title, one.is_clear) for one in found.changes] == [("words", "good", True)]
    assert [(one.window, one.members, one.retention) for one in found.retention] == [(WINDOWS[0], 9, None)]
    assert set(SECTIONS) == set(TOPICS)
    written = write_trends(warehouse, study)
    assert written.omissions == []
    assert sorted(path.name for path in study.trends_tables.iterdir()) == [
        "member_retention.csv", "window_changes.csv", "window_trends.csv",
    ]  # fmt: skip
    assert '<a href="trends/window_trends.csv">' in study.trends.read_text(encoding="utf-8")


def test_what_cannot_be_read_costs_itself_alone(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    query = Warehouse.query

    def fails(self: Warehouse, name: str, parameters: dict[str, object] | None = None) -> object:
        if name == "report/trends/retention":
            raise ZeroDivisionError
        return query(self, name, parameters)

    monkeypatch.setattr(Warehouse, "query", fails)
    attempts = Attempts()
    assert read_trends(warehouse, attempts) == TrendFacts({})
    assert [one.what for one in attempts.omissions] == ["Members who stay"]


def test_the_page_tells_numbers_and_stays_inert() -> None:
    page = Page(
        trends_page(
            SETTINGS, facts_of(made(3.0, None, 1234.5), made(1.0, 2.0, 3.0, measure=HOSTILE[0]), text=HOSTILE[1])
        )
    )
    assert "script" not in page.names()
    assert "SYNTHETIC example data" in page.words
    assert "not known" in page.words
    assert "1,234" in page.words
    charts = [attributes["aria-label"] or "" for tag, attributes in page.tags if tag == "svg"]
    assert f"{WINDOWS[1]}: not known" in charts[0]
    assert "No window was measured yet." in Page(trends_page(SETTINGS, TrendFacts({}))).words
    assert "There is one window" in Page(trends_page(SETTINGS, TrendFacts({"collection": [made(3.0)]}))).words
    assert "A change needs two windows." in Page(trends_page(SETTINGS, TrendFacts({"collection": [made(3.0)]}))).words


def test_what_exports_do_not_tell_is_shown_by_its_bounds() -> None:
    bounds = "bounds: the exports do not tell it of 5 out of 20"
    values = [
        TrendValue(WINDOWS[0], 0.2, 20, 0.1, 0.3, "bootstrap"), TrendValue(WINDOWS[1], None, 20, 0.05, 0.625, bounds),
    ]  # fmt: skip
    found = trend("image_graphic_share", "share", "d", values)
    assert found is not None
    assert found.points[1].y is None
    assert found.points[1].y_high == pytest.approx(2 * (found.points[0].y_high or 0) * 0.625 / 0.6, abs=0.01)
    page = Page(trends_page(SETTINGS, TrendFacts({"formats": [found]})))
    assert "not known (5.0 % to 62.5 %)" in page.words
    assert f"{bounds}; bootstrap" in page.words


def test_every_measure_has_one_chart_wherever_its_section_stands() -> None:
    facts = TrendFacts({topic: [made(1.0, 2.0, measure=f"{topic} {n}") for n in range(14)] for topic in SECTIONS})
    page = Page(trends_page(SETTINGS, facts))
    labels = [attributes["aria-label"] or "" for tag, attributes in page.tags if tag == "svg"]
    charts = Counter(label.split(" by window")[0] for label in labels)
    assert charts == Counter(trend.title for trends in facts.trends.values() for trend in trends)
    assert page.words.count("5 further charts") == 3
    assert (
        page.words.count("Each chart: what") == trends_page(SETTINGS, facts).count("<bdi>what</bdi>") == len(SECTIONS)
    )


def test_clear_changes_come_first_with_their_intervals_and_members_are_counted() -> None:
    facts = facts_of(made(3.0, 4.0))
    words = Page(trends_page(SETTINGS, facts)).words
    assert [one.measure for one in facts.clear_changes] == ["reply_share"]
    assert "reply share 2020-02-01 to 2020-02-29 10.0 % 25.0 % +15.0 (+5.0 to +25.0) = .001 = .004" in words
    assert "2020-02-01 to 2020-02-29 8 9 4 5 1 3 44.4 % (19.0 % to 73.0 %)" in words
    assert "2020-01-01 to 2020-01-31 9 – – – – – –" in words
    none_clear = TrendFacts({"types": [made(0.1, 0.2)]}, (change(p=0.3, p_holm=0.9),))
    assert (
        "No change from one window to the next remains after the correction"
        in Page(trends_page(SETTINGS, none_clear)).words
    )


def test_shares_are_percents_and_their_changes_points() -> None:
    assert (valued(0.1234, "share"), valued(0.1234, "compound")) == ("12.3 %", "0.1234")
    assert (changed(-0.05, "share"), changed(0.05, "share"), changed(-2.0, "tweets")) == ("−5.0", "+5.0", "−2")
    assert "not known" in valued(None, "share"), "as the table and the methods say of such a share"


@pytest.mark.parametrize(
    ("difference", "unit", "shown"),
    [
        (0.0002, "share", "0.0"), (-0.0002, "share", "0.0"), (0.0, "tweets", "0"), (-0.004, "tweets", "−0.004000"),
        (0.001, "percent of words", "< 0.01"), (-0.001, "percent of words", "> −0.01"),
        (-1.0, "percent of words", "−1.00"), (-0.001, "likes a tweet", "0.00"),
    ],
)  # fmt: skip
def test_a_change_has_a_sign_where_it_shows_a_number(difference: float, unit: str, shown: str) -> None:
    assert changed(difference, unit) == shown


@pytest.mark.parametrize("windows", [5, 9, 30])
def test_dates_below_a_panel_do_not_touch_each_other(tmp_path: Path, windows: int) -> None:
    keys = [f"20{year}-01-01_20{year}-01-31" for year in range(20, 20 + windows)]
    share = trend("reply_share", "share", "d", [TrendValue(key, 0.5, 9, 0.4, 0.6) for key in keys])
    assert share is not None
    with drawing(tmp_path, "panels", (PAGE, _HEIGHT), layout="constrained") as figure:
        panels = figure.subplots(2, 2)
        for axes in panels.flat:
            _panel(axes, [share])
        figure.draw_without_rendering()
        dates = [label.get_window_extent() for label in panels[1][1].get_xticklabels()]
    assert len(dates) > 2
    assert [one.x1 + 10 < other.x0 for one, other in pairwise(dates)] == [True] * (len(dates) - 1)


def test_the_figure_shows_shares_with_intervals_and_needs_two_windows(tmp_path: Path) -> None:
    values = [TrendValue(WINDOWS[0], 0.5, 9, 0.4, 0.6), TrendValue(WINDOWS[1], None), TrendValue(WINDOWS[2], 0.25, 9)]
    share = trend("reply_share", "share", "d", values)
    assert share is not None
    shown = shown_trends({"types": [share]})
    assert shown is not None
    path = draw_trends(shown, tmp_path, is_synthetic=True)
    drawn = re.sub(r"<[^>]+>", " ", path.with_suffix(".svg").read_text(encoding="utf-8"))
    told = (
        "SYNTHETIC example data",
        "Types of tweets",
        "reply",
        "percent, with 95 % interval",
        "2020-03-01",
        "not known",
    )
    assert [said for said in told if said not in drawn] == []
    assert re.search(r"\b60\b", drawn), "the scale reaches the upper end of the interval"
    again = draw_trends(shown, tmp_path / "again", is_synthetic=True)
    for ending in (".png", ".pdf", ".svg"):
        assert path.with_suffix(ending).read_bytes() == again.with_suffix(ending).read_bytes()
    one = trend("reply_share", "share", "d", values[:1])
    assert one is not None
    assert shown_trends({"types": [one]}) is None
