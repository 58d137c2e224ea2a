"""Collecting where nobody can be asked: what costs money is bounded, and nothing fails every day anew."""

from datetime import timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.unattended import collect_unattended
from mtw_pipeline.errors import UserError
from mtw_pipeline_tests.collecting import WINDOW, Bench
from mtw_pipeline_tests.fake_x import NOON, FakeX, error, posts_before


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
