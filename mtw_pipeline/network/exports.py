"""Layers for other programs: GEXF and GraphML for Gephi, CSV edge and node lists as NodeXL and Netlytic have them.

What belongs here: files. What does not: measures.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import networkx as nx

from mtw_pipeline.errors import UserError
from mtw_pipeline.network.window_layers import LAYERS
from mtw_pipeline.spreadsheets import csv_text
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.network import NETWORK_METRICS


def export_layer(warehouse: Warehouse, window: CollectionWindow, layer: str, folder: Path) -> list[Path]:
    """Write a layer as GEXF, GraphML and two CSV files, self-ties and times among its ties.

    Raises:
        UserError: the window has no such layer.
    """
    parameters = {"collection_window": window.key, "layer": layer}
    nodes = warehouse.query("network/export_accounts", parameters).to_arrow_table().to_pylist()
    ties = warehouse.query("network/export_ties", parameters).fetchall()
    if not nodes:
        raise without_ties(warehouse, window, layer)
    graph: nx.DiGraph[str] = nx.DiGraph(layer=layer, collection_window=window.key)
    for node in nodes:
        facts = {name: value for name, value in node.items() if name != "account" and value is not None}
        graph.add_node(_legal(node["account"]), label=_legal(node["account"]), **facts)
    graph.add_edges_from((_legal(one), _legal(other), {"weight": times}) for one, other, times in ties)
    folder.mkdir(parents=True, exist_ok=True)
    gexf, graphml = folder / f"{layer}.gexf", folder / f"{layer}.graphml"
    nx.write_gexf(graph, gexf)
    nx.set_node_attributes(graph, {account: account for account in graph}, "name")  # by which igraph knows a vertex
    nx.write_graphml(graph, graphml)
    edges = folder / f"{layer}-edges.csv"
    _write(
        edges, ["Source", "Target", "Type", "Weight"], [[one, other, "Directed", times] for one, other, times in ties]
    )
    vertices = folder / f"{layer}-nodes.csv"
    columns = [name for name in nodes[0] if name != "account"]
    _write(vertices, ["Id", "Label", *columns], [[node["account"], *node.values()] for node in nodes])
    return [gexf, graphml, edges, vertices]


def layers_with_ties(warehouse: Warehouse, window: CollectionWindow) -> list[str]:
    """The layers of a window that somebody is tied in."""
    found = warehouse.query("network/layers_with_ties", {"collection_window": window.key}).fetchall()
    return [layer for layer in LAYERS if (layer,) in found]


def without_ties(warehouse: Warehouse, window: CollectionWindow, layer: str) -> UserError:
    """Why a window has nothing of a layer, and what to do."""
    if layer not in LAYERS:
        return UserError(f"There is no layer {layer!r}", remedy=f"Name one of these: {', '.join(LAYERS)}")
    others = layers_with_ties(warehouse, window)
    if others:
        remedy = f"Name a layer that has some: {', '.join(others)}"
    elif warehouse.rows_in(NETWORK_METRICS, window):
        remedy = "Nobody is tied to anybody in it"
    else:
        remedy = f"Make them: mtw run --window {window.start} {window.end}"
    return UserError(f"The window {window.key} has no ties of the layer {layer}", remedy=remedy)


def _write(path: Path, header: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    path.write_text(csv_text(header, rows), encoding="utf-8", newline="")


def _legal(account: str) -> str:
    """The account without characters that XML cannot hold."""
    return "".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in account)
