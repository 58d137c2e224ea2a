"""The layers of a window out of an engine: in memory those that one machine holds, the larger ones where they are.

What belongs here: which of the two a layer is, and what else is known of it. What does not: what is measured
(layers.py), what an engine counts of a large one (large_layer.py).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtw_pipeline.network.distribution import Distribution
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.large_layer import LargeLayer
from mtw_pipeline.network.metrics import LayerFacts
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.workbench import Workbench

if TYPE_CHECKING:
    import pyarrow as pa


def layers_of_engine(
    bench: Workbench, layers: Sequence[str], most_ties: int
) -> tuple[Distribution, Iterator[tuple[str, LayerGraph | LargeLayer, LayerFacts]]]:
    """How many tweets how many accounts posted, and the layers, each made when the one before it is done with.

    Args:
        bench: where ties are counted.
        layers: their names.
        most_ties: ties that one machine holds.
    """
    ties = (f"select '{one}' as layer, ties.* from ({sql_text(f'network/layer_{one}')}) as ties" for one in layers)
    bench.keep("numbered_ties", " union all ".join(ties), {})  # by names: to number them, one task would sort them all
    bench.keep("tie_counts", sql_text("network/large/tie_counts"), {})
    tweets = bench.rows(sql_text("network/large/tweets_of_posters"), {})
    spread = Distribution.of_counts((value, posters) for value, posters in tweets)
    return spread, _loaded(bench, layers, most_ties, spread.accounts)


def _loaded(
    bench: Workbench, layers: Sequence[str], most_ties: int, posters: int
) -> Iterator[tuple[str, LayerGraph | LargeLayer, LayerFacts]]:
    sizes = {str(layer): sizes for layer, *sizes in bench.rows(sql_text("network/large/layer_sizes"), {})}
    tied = dict(bench.rows(sql_text("network/large/posters_of_layers"), {}))
    uses = {str(layer): found for layer, *found in bench.rows(sql_text("network/two_way"), {})}
    for layer in layers:
        ties, self_ties = map(int, sizes.get(layer, (0, 0)))
        facts = LayerFacts(posters - int(tied.get(layer, 0)), *map(int, uses.get(layer, (0, 0))))
        if ties > most_ties:
            yield layer, LargeLayer(bench, layer, ties, self_ties, most_ties), facts
        else:
            yield layer, _in_memory(bench.arrow(sql_text("network/large/layer_tie_rows"), {"layer": layer})), facts


def _in_memory(ties: "pa.Table") -> LayerGraph:
    """The layer of ties by the names of their accounts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    source, target = (ties.column(name).cast(pa.string()).combine_chunks() for name in ("source", "target"))
    accounts = pc.unique(pa.chunked_array([source, target]))
    accounts = accounts.take(pc.sort_indices(accounts))
    one, other = (pc.index_in(ends, accounts).to_numpy().astype("int64") for ends in (source, target))
    return LayerGraph.numbered(accounts.to_pylist(), one, other, ties.column("times").to_numpy().astype("int64"))
