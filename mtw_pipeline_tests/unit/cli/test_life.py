"""A long step shows life on the screen: what it does and how far, soon at first and ever more seldom."""

import logging
from collections.abc import Iterator

import pytest

from mtw_pipeline.activity import ACTIVITY, doing, so_far
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
    doing("betweenness of the layer all")
    screen.wait_until(9)
    assert screen.lines == []
    so_far("43 %")
    screen.wait_until(10)
    assert screen.lines == ["still at work: betweenness of the layer all, 43 %, for 10 s"]


def test_an_hour_of_one_step_is_some_fifty_lines(screen: Screen) -> None:
    doing("scores by transformer")
    screen.wait_until(3_600)
    assert 40 < len(screen.lines) < 60


def test_what_speaks_for_itself_is_left_alone(screen: Screen) -> None:
    doing("tables")
    for second in range(8, 80, 8):
        screen.wait_until(second)
        screen.life.said()
    assert screen.lines == []


def test_many_short_steps_are_one_long_silence(screen: Screen) -> None:
    for second in range(1, 21):
        attempt(f"metric {second}", int)
        screen.wait_until(second)
    assert screen.lines == ["still at work: metric 10, for 1 s"]


def test_a_long_measure_of_igraph_says_how_far_it_is(screen: Screen) -> None:
    import igraph

    graph = igraph.Graph.Ring(400, directed=True)
    doing("betweenness")
    with told_how_far():
        graph.betweenness()
    screen.wait_until(10)
    [line] = screen.lines
    assert line == "still at work: betweenness, 100 %, for 10 s"
