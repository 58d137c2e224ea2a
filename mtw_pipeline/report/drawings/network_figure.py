"""Figure 1b: the network as a map of its largest communities.

What belongs here: drawing. What does not: where accounts stand (network/community_map.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.network.community_map import Disc, Dot, discs, dots
from mtw_pipeline.report.account_names import NameOf, account_name
from mtw_pipeline.report.drawings.drawing import drawing
from mtw_pipeline.report.drawings.network_plane import BAND, SIZE, Plane, colour_of, extent_of, key, most_named
from mtw_pipeline.webpages import visible

if TYPE_CHECKING:
    from mtw_pipeline.study.windows import CollectionWindow
    from mtw_pipeline.warehouse.connection import Warehouse

NAME = "network"
COMMUNITIES = 12
MOST_DOTS = 10_000
"""Accounts that the map draws about: more would be a plate of one colour at this size."""


@dataclass(frozen=True)
class NetworkMap:
    """What the figure shows: discs, accounts, and ties between communities."""

    discs: tuple[Disc, ...]
    dots: tuple[Dot, ...]
    bands: tuple[tuple[int, int, int], ...]


def network_map(warehouse: "Warehouse", window: "CollectionWindow") -> NetworkMap | None:
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


def draw(shown: NetworkMap, folder: Path, *, is_synthetic: bool, name_of: NameOf = account_name) -> Path:
    """Write network as PNG, PDF and SVG; the same map gives the same files. Returns the PNG.

    Args:
        shown: the map.
        folder: where to.
        is_synthetic: whether the figure says that the data are synthetic.
        name_of: how an account is written.
    """
    names = [visible(name_of(dot.account)) for dot in most_named(shown.dots)]
    drawn = _thinned(shown)
    most = max((ties for _, _, ties in shown.bands), default=1)
    with drawing(folder, NAME, SIZE, names) as figure:
        plane = Plane.on(figure, extent_of(shown.discs), is_synthetic=is_synthetic)
        _draw_bands(plane, shown, most)
        plane.scatter(drawn)
        plane.draw_as_dots(on_paper=False)
        plane.number(shown.discs)
        plane.name(drawn, name_of)
        whole = f"{len(shown.dots):,}" if len(drawn) == len(shown.dots) else f"{len(drawn):,} of {len(shown.dots):,}"
        told = f"{whole} accounts of the {len(shown.discs)} largest communities;"
        widths = [(_band(most, most), f"{most:,} ties"), (_band(1, most), "1")] if shown.bands else []
        key(figure, plane.points, (told, "numbered by size; the accounts most named stand in the middle"), widths)
    return folder / f"{NAME}.png"


def _thinned(shown: NetworkMap) -> Sequence[Dot]:
    """Of more accounts than a column has room for, every second, third, ... of each disc, and those that are named."""
    step = ceil(len(shown.dots) / MOST_DOTS)
    if step == 1:
        return shown.dots
    named = {dot.account for dot in most_named(shown.dots)}
    kept = [dot for at, dot in enumerate(shown.dots) if at % step == 0 or dot.account in named]
    return [
        dot
        for disc in shown.discs
        for dot in dots(disc, [(one.account, one.indegree) for one in kept if one.community == disc.community])
    ]


def _draw_bands(plane: Plane, shown: NetworkMap, most: int) -> None:
    from matplotlib.patches import Circle

    place = {disc.community: disc for disc in shown.discs}
    for one, other, ties in shown.bands:
        start, end = place[one], place[other]
        plane.axes.plot(
            [start.x, end.x], [start.y, end.y], color=BAND, linewidth=_band(ties, most), zorder=1, scalex=False,
            scaley=False,
        )  # fmt: skip
    for disc in shown.discs:
        rim = colour_of(disc.community)
        plane.axes.add_patch(
            Circle((disc.x, disc.y), disc.radius, facecolor="white", edgecolor=rim, linewidth=0.6, zorder=2)
        )


def _band(ties: int, most: int) -> float:
    """The width of a band in points."""
    return 0.3 + 4.0 * ties / most
