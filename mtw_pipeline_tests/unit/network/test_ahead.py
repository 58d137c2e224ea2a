"""Layers that are measured elsewhere say what they say here, and nothing is begun that is not worth it."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.network import ahead
from mtw_pipeline.network.ahead import BegunLayers, LayersAhead
from mtw_pipeline.network.layers import MeasuredLayer, measured_layers
from mtw_pipeline.network.values import LayerValues
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.network.test_layers import of_window

SETTINGS = NetworkSettings()


class Elsewhere:
    """Another process, which holds nothing of this one."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def begin(self, function: Callable[..., LayerValues], layer: str, *given: object) -> Callable[[], LayerValues]:
        self.sent.append(layer)
        there = pickle.loads(pickle.dumps((layer, *given)))  # noqa: S301 - made just now
        return lambda: pickle.loads(pickle.dumps(function(*there)))  # noqa: S301


def found(warehouse: Warehouse, begun: BegunLayers | None) -> list[Any]:
    attempts = Attempts()
    those = list(measured_layers(warehouse, WINDOW, SETTINGS, attempts, begun))
    rows = [
        (one.metrics, one.users.to_pylist(), one.ties.to_pylist()) for one in those if isinstance(one, MeasuredLayer)
    ]
    return [*rows, sorted(map(str, attempts.omissions))]


def begun_in(warehouse: Warehouse, elsewhere: Elsewhere) -> BegunLayers | None:
    layers = LayersAhead()
    layers.begin(warehouse, WINDOW, SETTINGS, elsewhere.begin)
    return layers.take(WINDOW, SETTINGS)


@pytest.fixture
def tied(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Of the layers name and all, which have the same ties but for a reply; the layer chain has that one alone."""
    monkeypatch.setattr(ahead, "_FEWEST_TIES", 3)
    of_window(warehouse)
    reply = {"collection_window": WINDOW.key, "source": "cy", "target": "dee", "kind": "reply", "times": 1}
    warehouse.connection.execute("insert into interactions by name select unnest($row)", {"row": reply})
    return warehouse


def test_what_was_measured_elsewhere_is_what_is_measured_here(tied: Warehouse) -> None:
    elsewhere = Elsewhere()
    begun = begun_in(tied, elsewhere)
    assert elsewhere.sent == ["all", "name"], "the one that is waited for last is begun first; one tie is not worth it"
    assert begun is not None
    assert found(tied, begun) == found(tied, None)


def test_a_layer_that_is_another_again_is_not_sent(tied: Warehouse) -> None:
    tied.connection.execute("delete from interactions where kind = 'reply'")
    elsewhere = Elsewhere()
    assert found(tied, begun_in(tied, elsewhere)) == found(tied, None)
    assert elsewhere.sent == ["name"]


def test_more_ties_than_two_processes_should_hold_are_not_sent(
    tied: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_MOST_TIES", 3)
    elsewhere = Elsewhere()
    assert found(tied, begun_in(tied, elsewhere)) == found(tied, None)
    assert elsewhere.sent == ["name"]


def test_where_memory_is_short_nothing_is_begun(tied: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "is_short", lambda _: True)
    elsewhere = Elsewhere()
    assert begun_in(tied, elsewhere) is None
    assert elsewhere.sent == []


def test_what_was_begun_is_taken_once_and_with_the_settings_it_was_begun_with(tied: Warehouse) -> None:
    layers = LayersAhead()
    layers.begin(tied, WINDOW, SETTINGS, Elsewhere().begin)
    assert layers.take(WINDOW, NetworkSettings(seconds_per_measure=1)) is None
    assert layers.take(WINDOW, SETTINGS) is not None
    assert layers.take(WINDOW, SETTINGS) is None
