"""What of a window is still to be asked for: nothing twice, nothing never."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.collect.collector import Question, Span
from mtw_pipeline.collect.planning import uncovered
from mtw_pipeline.collect.windows import window_to_collect
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.fake_x import NOON

HOURS = st.integers(0, 60)
SPANS = st.tuples(HOURS, HOURS).map(sorted).map(lambda ends: span(*ends))


def span(start: int, end: int) -> Span:
    return Span(at(start), at(end))


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


def hours_of(spans: list[Span]) -> list[int]:
    return [hour for one in spans for hour in range(61) if one.start <= at(hour) < one.end]


@given(asked=SPANS, covered=st.lists(SPANS, max_size=8))
def test_what_is_left_and_what_was_asked_are_the_window_and_nothing_twice(asked: Span, covered: list[Span]) -> None:
    left = hours_of(uncovered(asked, covered))
    assert len(left) == len(set(left))
    assert set(left) == set(hours_of([asked])) - set(hours_of(covered))


def question(*hashtags: str, server: str = "https://x", endpoint: str = "/all") -> Question:
    return Question(server, endpoint, " OR ".join(f"#{one}" for one in hashtags), hashtags)


TAGS = st.lists(st.sampled_from(["a", "B", "c"]), min_size=1, unique=True)


@given(asked=TAGS, wanted=TAGS)
def test_a_question_covers_those_of_its_hashtags_in_any_order_and_case(asked: list[str], wanted: list[str]) -> None:
    assert question(*asked).covers(question(*map(str.upper, wanted), endpoint="/recent")) == (set(wanted) <= set(asked))
    assert not question(*asked).covers(question(*asked, server="https://y"))


def test_the_window_of_today_is_collected_else_the_one_that_ended_last(study: Study) -> None:
    early, late, longer = (
        CollectionWindow.between(*days)
        for days in (("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-04-30"))
    )
    with pytest.raises(UserError, match="mtw collect --window"):
        window_to_collect(study, date(2026, 3, 5))
    for window in (early, late, longer):
        study.incoming_of(window).mkdir(parents=True)
    assert window_to_collect(study, date(2026, 1, 5)) == early
    assert window_to_collect(study, date(2026, 3, 5)) == late
    assert window_to_collect(study, date(2026, 4, 5)) == longer
    assert window_to_collect(study, date(2027, 1, 1)) == longer
    with pytest.raises(UserError):
        window_to_collect(study, date(2025, 12, 31))
