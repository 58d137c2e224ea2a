"""Figure 1: the network as a map of its largest communities, as PNG and SVG.

What belongs here: drawing. What does not: where accounts stand (network/community_map.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.network.community_map import Disc, Dot, discs, dots
from mtw_pipeline.report.drawing import drawing
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COMMUNITIES = 12
_LABELLED = 3
COLOURS = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#8c564b", "#6a51a3", "#41ab5d",
    "#b15928", "#525252",
)  # fmt: skip
_INCHES = 9.0
_ROOMY = 0.25


@dataclass(frozen=True)
class NetworkMap:
    """What the figure shows: discs, accounts, and ties between communities."""

    discs: tuple[Disc, ...]
    dots: tuple[Dot, ...]
    bands: tuple[tuple[int, int, int], ...]


def network_map(warehouse: Warehouse, window: CollectionWindow) -> NetworkMap | None:
    """The map of the layer of all ties; None where there is no community to show."""
    parameters = {"collection_window": window.key, "communities": COMMUNITIES}
    rows = warehouse.query("network/map_accounts", parameters).fetchall()
    by_community = {
        community: [(account, indegree) for account, _, indegree, _ in members]
        for community, members in groupby(rows, key=lambda row: row[1])
    }
    if not by_community:
        return None
    placed = discs([(community, len(members)) for community, members in by_community.items()])
    accounts = [dot for disc in placed for dot in dots(disc, by_community[disc.community])]
    bands = warehouse.query("network/map_ties", parameters).fetchall()
    return NetworkMap(tuple(placed), tuple(accounts), tuple(bands))


def draw(shown: NetworkMap, folder: Path, *, is_synthetic: bool) -> tuple[Path, Path]:
    """Write network.png and network.svg; the same map gives the same files.

    Args:
        shown: the map.
        folder: where to.
        is_synthetic: whether the figure says that the data are synthetic.
    """
    accounts = [dot.account for dot in shown.dots if dot.indegree > 0]
    with drawing(folder, "network", (_INCHES, _INCHES), accounts, dpi=150) as figure:
        axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
        axes.set_aspect("equal")
        axes.set_axis_off()
        _draw_bands(axes, shown)
        _draw_dots(axes, shown)
        _draw_labels(axes, shown)
        if is_synthetic:
            axes.set_title("SYNTHETIC example data", fontsize=10, y=0.97)
    return folder / "network.png", folder / "network.svg"


def _colour(community: int) -> str:
    return COLOURS[(community - 1) % len(COLOURS)]


def _draw_bands(axes: "Axes", shown: NetworkMap) -> None:
    place = {disc.community: disc for disc in shown.discs}
    most = max((ties for _, _, ties in shown.bands), default=1)
    for one, other, ties in shown.bands:
        start, end = place[one], place[other]
        width = 0.4 + 7.0 * ties / most
        axes.plot([start.x, end.x], [start.y, end.y], color="#9aa5b1", alpha=0.35, linewidth=width, zorder=1)


def _draw_dots(axes: "Axes", shown: NetworkMap) -> None:
    from matplotlib.patches import Circle

    for disc in shown.discs:
        axes.add_patch(
            Circle((disc.x, disc.y), disc.radius, facecolor="white", edgecolor=_colour(disc.community), zorder=2)
        )
    points = _points_a_unit(shown.discs)
    sizes = [max(0.35 * points, 0.4) ** 2 * (1 + min(dot.indegree, 60) / 12) for dot in shown.dots]
    colours = [_colour(dot.community) for dot in shown.dots]
    axes.scatter(
        [dot.x for dot in shown.dots],
        [dot.y for dot in shown.dots],
        s=sizes,
        c=colours,
        alpha=0.75,
        linewidths=0,
        zorder=3,
    )


def _points_a_unit(placed: Sequence[Disc]) -> float:
    """How many points of the page one unit of the map is."""
    width = max(disc.x + disc.radius for disc in placed) - min(disc.x - disc.radius for disc in placed)
    return 72 * _INCHES / max(width, 1.0)


def _draw_labels(axes: "Axes", shown: NetworkMap) -> None:
    widest = max(disc.radius for disc in shown.discs)
    for disc in shown.discs:
        members = [dot for dot in shown.dots if dot.community == disc.community]
        leaders = [dot for dot in members if dot.indegree > 0][: _LABELLED if disc.radius >= widest * _ROOMY else 0]
        lines = "\n".join([f"{disc.community}: {len(members):,}", *(_plain(leader.account) for leader in leaders)])
        box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": _colour(disc.community), "alpha": 0.85}
        axes.text(
            disc.x, disc.y, lines, ha="center", va="center", fontsize=7, zorder=5,
            bbox=box, parse_math=False,
        )  # fmt: skip


def _plain(account: str) -> str:
    return account if account.isprintable() else repr(account)
