"""How fast a network is measured, beside networkx and igraph on the same graph.

    python -m benchmarks.network [--accounts 9634 169000 200000] [--ties 24901 98000 880000]

Graphs are random with heavy-tailed indegree; each figure is of a process of its own. Printed are: seconds and peak
memory of all metrics and centralities of one layer (``measure_layer`` and ``centralities``), what was left out, and, as
yardsticks, networkx's PageRank and transitivity and igraph's exact undirected diameter of the same graph (up to 20,000
accounts).
"""

import argparse
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtw_pipeline.network.graph import LayerGraph

_SEED = 20201205
_YARDSTICK_LIMIT = 20_000


def graph_of(accounts: int, ties: int) -> "LayerGraph":
    """A random layer: half of the ties lead to accounts by a heavy tail, and half stay near their source."""
    import numpy as np

    from mtw_pipeline.network.graph import LayerGraph

    rng = np.random.default_rng(_SEED)
    source = rng.integers(0, accounts, ties)
    famous = (rng.pareto(1.2, ties) * accounts / 2_000).astype(np.int64) % accounts
    near = (source + rng.integers(-50, 51, ties)) % accounts
    target = np.where(rng.integers(0, 2, ties) == 1, famous, near)
    keys = np.unique(source * accounts + target)
    names = [f"a{number:09d}" for number in range(accounts)]
    return LayerGraph.numbered(names, keys // accounts, keys % accounts, np.ones(len(keys), dtype=np.int64))


def run(task: str, accounts: int, ties: int) -> str:
    """Seconds of a task, and what was left out."""
    from mtw_pipeline.attempts import Attempts
    from mtw_pipeline.network.budget import Budget
    from mtw_pipeline.network.centralities import centralities
    from mtw_pipeline.network.metrics import LayerFacts, measure_layer
    from mtw_pipeline.study.settings.network import NetworkSettings

    graph = graph_of(accounts, ties)
    started = time.monotonic()
    if task == "ours":
        measured = measure_layer("all", graph, LayerFacts(0, 0, 0))
        columns = centralities(
            "all", graph, measured.partition, Budget(NetworkSettings().seconds_per_measure), Attempts()
        )
        left_out = [one.metric for one in measured.metrics if one.reason and "left out" in one.reason]
        left_out += [name for name in ("betweenness", "closeness", "hub") if _is_unknown(columns[name])]
        return f"{time.monotonic() - started} {','.join(left_out) or '-'}"
    if task == "networkx":
        import networkx as nx

        theirs = graph.networkx()
        started = time.monotonic()
        nx.pagerank(theirs)
        nx.transitivity(theirs.to_undirected())
    else:
        built = graph.undirected
        started = time.monotonic()
        built.diameter(directed=False, unconn=True)
    return f"{time.monotonic() - started} -"


def _is_unknown(column: object) -> bool:
    return isinstance(column, list) and column[:1] == [None]


def measured(task: str, accounts: int, ties: int) -> tuple[float, str, int]:
    """Seconds of a task in a process of its own, what was left out, and its peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.network", "--task", task]
    sizes = ["--accounts", str(accounts), "--ties", str(ties)]
    done = subprocess.run([*command, *sizes], check=True, capture_output=True, text=True)  # noqa: S603
    seconds, left_out, peak = done.stdout.split()
    return float(seconds), left_out, int(peak)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, nargs="+", default=[9_634, 169_000, 200_000])
    parser.add_argument("--ties", type=int, nargs="+", default=[24_901, 98_000, 880_000])
    parser.add_argument("--task", choices=("ours", "networkx", "igraph"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.task:
        told = run(chosen.task, chosen.accounts[0], chosen.ties[0])
        print(told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)  # noqa: T201
        return
    for accounts, ties in zip(chosen.accounts, chosen.ties, strict=True):
        seconds, left_out, peak = measured("ours", accounts, ties)
        print(f"{accounts:,} accounts, {ties:,} ties")  # noqa: T201
        print(f"  every metric and centrality of a layer {seconds:7.1f} s   peak {peak:,} MB   left out: {left_out}")  # noqa: T201
        theirs = measured("networkx", accounts, ties)[0]
        print(f"  networkx: PageRank and transitivity    {theirs:7.1f} s   ratio {seconds / theirs:.1f}")  # noqa: T201
        if accounts <= _YARDSTICK_LIMIT:
            walked = measured("igraph", accounts, ties)[0]
            print(f"  igraph: exact undirected diameter      {walked:7.1f} s")  # noqa: T201


if __name__ == "__main__":
    main()
