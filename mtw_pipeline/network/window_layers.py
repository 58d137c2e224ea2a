"""The layers of a window out of the warehouse, those of this machine: their ties, and what these alone do not say.

What belongs here: which layers there are, and reading them. What does not: what ties a layer (sql/network/), measures
(values.py), layers that an engine holds (layers_of_engine.py).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from mtw_pipeline.activity import at_work
from mtw_pipeline.network.distribution import Distribution
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.metrics import LayerFacts
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text

LAYERS = ("name", "chain", "retweet", "quote", "all")


@dataclass(frozen=True)
class WindowLayers:
    """The layers of a window.

    Args:
        posters: how many tweets how many accounts posted.
        facts: by layer, what its ties alone do not say.
        graphs: by layer, its ties; who measures a layer takes it out.
    """

    posters: Distribution
    facts: Mapping[str, LayerFacts]
    graphs: dict[str, LayerGraph]


def layers_of_window(warehouse: Warehouse, window: CollectionWindow) -> WindowLayers:
    """Read the layers of a window."""
    import numpy as np

    of_window = {"collection_window": window.key}
    posters = warehouse.query("network/large/tweets_of_posters", of_window).fetchall()
    tweets = Distribution.of_counts(posters)
    with _numbered_ties(warehouse, window):
        tied = dict(warehouse.query("network/posters_of_layers", of_window).fetchall())
        accounts = warehouse.connection.execute("select account from layer_accounts order by place").to_arrow_table()
        ties = warehouse.query("network/tie_counts").to_arrow_table()
        uses = {
            layer: (int(all_of), int(two_way))
            for layer, all_of, two_way in warehouse.query("network/two_way").fetchall()
        }
    names = accounts.column("account").to_pylist()  # each once, whatever the number of its layers
    layer_of = ties.column("layer").combine_chunks().dictionary_encode()
    known = layer_of.dictionary.to_pylist()
    numbers = layer_of.indices.to_numpy()
    source, target, times = (ties.column(name).to_numpy() for name in ("source", "target", "times"))
    facts, graphs = {}, {}
    for layer in LAYERS:
        rows = numbers == (known.index(layer) if layer in known else -1)
        places, ends = np.unique(np.concatenate([source[rows], target[rows]]), return_inverse=True)
        one, other = ends[: int(rows.sum())], ends[int(rows.sum()) :]
        graphs[layer] = LayerGraph.numbered([names[place] for place in places.tolist()], one, other, times[rows])
        facts[layer] = LayerFacts(tweets.accounts - int(tied.get(layer, 0)), *map(int, uses.get(layer, (0, 0))))
    return WindowLayers(tweets, facts, graphs)


@contextmanager
def _numbered_ties(warehouse: Warehouse, window: CollectionWindow) -> Iterator[None]:
    """The ties of all layers in the temporary table numbered_ties, their accounts in layer_accounts."""
    run = warehouse.connection.execute
    run(
        "create or replace temp table layer_ties"
        " (layer varchar, source varchar, target varchar, tweet_id varchar, times bigint)"
    )
    try:
        for layer in LAYERS:
            statement = sql_text(f"network/layer_{layer}")
            named = {"collection_window": window.key, "layer": layer}
            with at_work(f"ties of the layer {layer}"):
                run(f"insert into layer_ties select cast($layer as varchar), ties.* from ({statement}) as ties", named)
        run(f"create or replace temp table layer_accounts as {sql_text('network/layer_accounts')}")
        run(f"create or replace temp table numbered_ties as {sql_text('network/numbered_ties')}")
        yield
    finally:
        for name in ("layer_ties", "layer_accounts", "numbered_ties"):
            run(f"drop table if exists {name}")
