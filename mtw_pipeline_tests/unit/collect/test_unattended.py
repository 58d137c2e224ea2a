"""Collecting where nobody can be asked: what costs money is bounded, and nothing fails every day anew."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.unattended import collect_unattended
from mtw_pipeline.collect.windows import MADE_WHOLE, windows_to_collect
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.collecting import WINDOW, Bench
from mtw_pipeline_tests.fake_x import NOON, FakeX, error, posts_before
from mtw_pipeline_tests.platforms import bench as social
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, statuses

WEEKS = (CollectionWindow.between("2026-11-01", "2026-11-07"), CollectionWindow.between("2026-11-08", "2026-11-14"))


@pytest.fixture
def bounded(tmp_path: Path, server: FakeX) -> Bench:
    server.posts = posts_before(NOON - timedelta(minutes=2), 250)
    return Bench(tmp_path / "study", server, "budget = 150\n")


def test_without_a_budget_nothing_is_paid_for(bench: Bench) -> None:
    with pytest.raises(UserError, match="a budget must bound that"):
        collect_unattended(bench.study, WINDOW, bench.clock)
    assert bench.server.asked == []


def test_the_budget_holds_day_after_day(bounded: Bench) -> None:
    (record,) = collect_unattended(bounded.study, WINDOW, bounded.clock)
    assert (record.posts, record.is_whole) == (150, True)
    bounded.clock.time += timedelta(days=1)
    assert collect_unattended(bounded.study, WINDOW, bounded.clock) == []
    assert bounded.server.delivered == 150


def test_a_window_out_of_reach_is_no_failure_of_each_day(bounded: Bench) -> None:
    bounded.clock.time = NOON + timedelta(days=60)
    assert collect_unattended(bounded.study, WINDOW, bounded.clock) == []
    assert bounded.server.asked == []


def test_a_refusal_fails_and_keeps_what_came(bounded: Bench) -> None:
    bounded.server.faults = {3: error(402)}
    with pytest.raises(UserError, match="credits"):
        collect_unattended(bounded.study, WINDOW, bounded.clock)
    bounded.server.faults = {}
    (record,) = collect_unattended(bounded.study, WINDOW, bounded.clock)
    assert (record.posts, len(record.sittings)) == (150, 2)
    assert bounded.server.delivered == 150


def test_windows_that_follow_each_other_are_collected_to_their_ends(tmp_path: Path) -> None:
    """At five each morning, as the schedule does: the last day of a week is over when the next week has begun."""
    made = statuses(14 * 24, datetime(2026, 11, 1, tzinfo=UTC), timedelta(hours=1))
    with MastodonServer() as server:
        bench = social.Bench(tmp_path / "study", "mastodon", f'servers = ["{server.address}"]', WEEKS[0])
        bench.study.incoming_of(WEEKS[1]).mkdir()
        for day in range(15):
            server.now = bench.clock.time = datetime(2026, 11, 1, 5, tzinfo=UTC) + timedelta(days=day)
            server.statuses = [one for one in made if str(one["created_at"]) < f"{bench.clock.time:%Y-%m-%dT%H:%M}"]
            for window in windows_to_collect(bench.study, bench.clock.time.date()):
                collect_unattended(bench.study, window, bench.clock)
        for window in WEEKS:
            lines = [line for path in bench.study.exports_of(window) for line in social.lines_of(path)]
            kept = {one["uri"] for line in lines for one in line["statuses"]}
            assert {one["uri"] for one in made if window.start <= day_of(one) <= window.end} <= kept


def day_of(one: object) -> date:
    return datetime.fromisoformat(str(one["created_at"])).date()  # type: ignore[index]


def test_a_window_that_nobody_collected_or_that_ended_long_ago_is_left_alone(bench: Bench) -> None:
    later = CollectionWindow(WINDOW.end + timedelta(days=1), WINDOW.end + timedelta(days=30))
    for window in (WINDOW, later):
        bench.study.incoming_of(window).mkdir(exist_ok=True, parents=True)
    assert windows_to_collect(bench.study, later.start) == [later]
    bench.server.posts = posts_before(NOON - timedelta(minutes=2), 5)
    bench.collect()
    assert windows_to_collect(bench.study, WINDOW.end) == [WINDOW], "it is the current one"
    assert windows_to_collect(bench.study, later.start) == [WINDOW, later]
    assert windows_to_collect(bench.study, WINDOW.end + MADE_WHOLE) == [WINDOW, later]
    assert windows_to_collect(bench.study, WINDOW.end + MADE_WHOLE + timedelta(days=1)) == [later]
    bench.clock.time = NOON + timedelta(days=1)
    bench.collect()
    assert windows_to_collect(bench.study, later.start) == [later], "it is whole"
