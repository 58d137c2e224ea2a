"""A long step shows life on the screen: what it does and how far, soon at first and ever more seldom."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from mtw_pipeline.activity import ACTIVITY, at_work, so_far
from mtw_pipeline.attempts import attempt
from mtw_pipeline.cli.output import Life
from mtw_pipeline.network.engine import told_how_far


class Screen:
    """Lines, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.now = 0.0
        self.life = Life(self.lines.append, clock=lambda: self.now)

    def wait_until(self, second: int) -> None:
        while self.now < second:
            self.now += 1
            self.life.look()


@pytest.fixture
def screen() -> Iterator[Screen]:
    screen, level = Screen(), ACTIVITY.level
    ACTIVITY.addHandler(screen.life)
    ACTIVITY.setLevel(logging.DEBUG)
    yield screen
    ACTIVITY.removeHandler(screen.life)
    ACTIVITY.setLevel(level)


def test_a_step_of_more_than_ten_seconds_is_said_with_how_far_it_is(screen: Screen) -> None:
    with at_work("betweenness of the layer all"):
        screen.wait_until(9)
        assert screen.lines == []
        so_far("43 %")
        screen.wait_until(10)
    assert screen.lines == ["still at work: betweenness of the layer all, 43 %, for 10 s"]


def test_an_hour_of_one_step_is_some_fifty_lines(screen: Screen) -> None:
    with at_work("scores by transformer"):
        screen.wait_until(3_600)
    assert 40 < len(screen.lines) < 60


def test_what_speaks_for_itself_is_left_alone(screen: Screen) -> None:
    with at_work("tables"):
        for second in range(8, 80, 8):
            screen.wait_until(second)
            screen.life.said()
    assert screen.lines == []


def test_many_short_steps_are_one_long_silence(screen: Screen) -> None:
    for second in range(1, 21):
        attempt(f"metric {second}", int)
        screen.wait_until(second)
    assert screen.lines == ["still at work: what comes after metric 10, for 1 s"]


def test_what_ended_is_not_said_to_be_at_work_and_what_is_around_it_is(screen: Screen) -> None:
    with at_work("the report"):
        attempt("rejected_rows of the headline", int)
        so_far("page 3 of 4")
        screen.wait_until(10)
    assert screen.lines == ["still at work: the report, page 3 of 4, for 10 s"]


def test_each_thread_is_said_to_be_at_its_own_work(screen: Screen) -> None:
    begun, seen = threading.Event(), threading.Event()

    def report() -> None:
        with at_work("the report"):
            attempt("rejected_rows of the headline", int)
            begun.set()
            seen.wait()

    with at_work("the analysts' copy"), ThreadPoolExecutor(1) as pool:
        so_far("tweets, table 2 of 64")
        screen.now = 1
        pool.submit(report)
        begun.wait()
        screen.wait_until(10)
        seen.set()
    screen.wait_until(30)
    assert screen.lines == [
        "still at work: the analysts' copy, tweets, table 2 of 64, for 10 s; beside it the report, for 9 s",
        "still at work: what comes after the analysts' copy, for 20 s",
    ]


def test_a_long_measure_of_igraph_says_how_far_it_is(screen: Screen) -> None:
    import igraph

    graph = igraph.Graph.Ring(400, directed=True)
    with at_work("betweenness"):
        with told_how_far():
            graph.betweenness()
        screen.wait_until(10)
    [line] = screen.lines
    assert line == "still at work: betweenness, 100 %, for 10 s"
