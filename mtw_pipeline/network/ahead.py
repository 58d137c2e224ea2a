"""Layers that another process measures while this one makes what does not rest on them.

What belongs here: which layers are worth it, and what is held of them until somebody asks. What does not: the process
(report/drawings/process.py), and measuring (values.py).
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mtw_pipeline.network.values import LayerValues, layer_values
from mtw_pipeline.network.window_layers import LAYERS, WindowLayers, layers_of_window
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import is_short

_FEWEST_TIES, _MOST_TIES = 2_000, 2_000_000
"""Ties of which measuring takes longer than sending them, and so many that two processes may hold."""

Begin = Callable[..., Callable[[], LayerValues]]
"""Begins a function, given after it what it is called with, in another process; what it returns waits for its value."""


class BegunLayers(NamedTuple):
    """Layers of a window, and by layer what waits for the values of those that are measured elsewhere."""

    layers: WindowLayers
    waits: Mapping[str, Callable[[], LayerValues]]


class LayersAhead:
    """Holds the layers of a window from when they were begun until they are taken, once."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, NetworkSettings], BegunLayers] = {}

    def begin(self, warehouse: Warehouse, window: CollectionWindow, settings: NetworkSettings, begin: Begin) -> None:
        """Read the layers of a window and begin to measure those that are worth it.

        Nothing is begun of layers that an engine holds, nor where memory is short. Of a window that is begun, nothing
        may change that its layers are read from until they are taken.

        Args:
            warehouse: the open warehouse.
            window: the window.
            settings: what measures may cost.
            begin: begins to measure a layer.
        """
        if warehouse.engine is not None or is_short(warehouse.connection):
            return
        layers = layers_of_window(warehouse, window)
        worth = [layer for layer in _without_twins(layers) if _FEWEST_TIES <= layers.graphs[layer].ties <= _MOST_TIES]
        waits = {
            layer: begin(layer_values, layer, layers.graphs[layer], layers.facts[layer], settings)
            for layer in reversed(worth)  # they are waited for in their order: what was not begun by then is done there
        }
        self._held[window.key, settings] = BegunLayers(layers, waits)

    def take(self, window: CollectionWindow, settings: NetworkSettings) -> BegunLayers | None:
        """What was begun of a window; None where nothing was, or with other settings."""
        return self._held.pop((window.key, settings), None)


def _without_twins(layers: WindowLayers) -> list[str]:
    """The layers in their order without those that are an earlier one again, which are measured once."""
    found: list[str] = []
    for layer in LAYERS:
        graph = layers.graphs[layer]
        if not any(graph.is_equal_to(layers.graphs[known]) for known in found):
            found.append(layer)
    return found
