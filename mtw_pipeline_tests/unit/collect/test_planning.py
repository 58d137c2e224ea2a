"""What of a window is still to be asked for: nothing twice, nothing never."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.collect.collector import Question, Span
from mtw_pipeline.collect.records.planning import still_to_ask, uncovered
from mtw_pipeline.collect.records.record import Record
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


def record(span_: Span, hashtags: list[str], source: str, server: str) -> Record:
    return Record(
        name="any", source=source, server=server, endpoint="/recent", query="any", hashtags=tuple(hashtags),
        start=span_.start, end=span_.end, library="any", program="any",
    )  # fmt: skip


@given(
    wanted=TAGS, asked=SPANS, source=st.sampled_from(["x", "mastodon"]),
    done=st.lists(st.tuples(SPANS, TAGS, st.sampled_from(["https://x", "https://y"])), max_size=6),
)  # fmt: skip
def test_each_hashtag_is_asked_for_in_each_hour_that_nobody_asked_for_it(
    wanted: list[str], asked: Span, source: str, done: list[tuple[Span, list[str], str]]
) -> None:
    """In any order and case; of X, what was asked at another address is known, and of Mastodon what that server has."""
    records = [record(one, [*map(str.upper, tags)], source, server) for one, tags, server in done]
    found = list(still_to_ask(question(*wanted), asked, records))
    for tag in wanted:
        known = {
            hour for one, tags, server in done if tag in tags and (source == "x" or server == "https://x")
            for hour in hours_of([one])
        }  # fmt: skip
        hours = hours_of([one for tags, one in found if tag in tags])
        assert len(hours) == len(set(hours))
        assert set(hours) == set(hours_of([asked])) - known


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
