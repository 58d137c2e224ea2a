"""Figure 1b: the network as a map of its largest communities.

What belongs here: drawing. What does not: where accounts stand (network/layouts/).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.network.account_names import NameOf, account_name
from mtw_pipeline.network.layouts.community_map import Disc, Dot, discs, dot_at, dots
from mtw_pipeline.report.drawings.drawing import drawing
from mtw_pipeline.report.drawings.network_plane import BAND, SIZE, Plane, colour_of, extent_of, key, most_named
from mtw_pipeline.webpages import visible
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.study.windows import CollectionWindow
    from mtw_pipeline.warehouse.connection import Warehouse

NAME = "network"
COMMUNITIES = 12
MOST_DOTS = 10_000
"""Accounts that the map draws about: more would be a plate of one colour at this size."""
MOST_NAMED = 20_000
"""Accounts that are held of a larger map besides, those that most others name: the page of the network shows them."""


@dataclass(frozen=True)
class NetworkMap:
    """What the figure shows, and the page of the network.

    Args:
        discs: the communities.
        dots: their accounts, in order; of more than both have room for, those that either has.
        bands: ties between communities.
        thinned: the accounts that the figure draws, where not all: spread over the discs anew.
        accounts: how many the communities have; 0 where ``dots`` are all.
    """

    discs: tuple[Disc, ...]
    dots: tuple[Dot, ...]
    bands: tuple[tuple[int, int, int], ...]
    thinned: tuple[Dot, ...] = ()
    accounts: int = 0

    @property
    def drawn(self) -> tuple[Dot, ...]:
        """The accounts that the figure draws."""
        return self.thinned or self.dots

    @property
    def all_accounts(self) -> int:
        """How many accounts the communities have."""
        return self.accounts or len(self.dots)


def network_map(warehouse: "Warehouse", window: "CollectionWindow") -> NetworkMap | None:
    """The map of the layer of all ties; None where there is no community to show."""
    parameters = {"collection_window": window.key, "communities": COMMUNITIES}
    held = {"most_dots": MOST_DOTS, "most_named": MOST_NAMED}
    rows = warehouse.query("network/map_accounts", {**parameters, **held}).fetchall()
    if not rows:
        return None
    placed = discs(list({community: members for _, community, _, _, members, *_ in rows}.items()))
    of_community = {disc.community: disc for disc in placed}
    accounts = [
        dot_at(of_community[community], (account, indegree), place, members)
        for account, community, indegree, place, members, *_ in rows
    ]
    bands = warehouse.query("network/map_ties", parameters).fetchall()
    of_all = int(rows[0][-1])
    thinned = _thinned(placed, accounts, [row[-2] for row in rows]) if of_all > MOST_DOTS else ()
    return NetworkMap(tuple(placed), tuple(accounts), tuple(bands), tuple(thinned), of_all)


def draw(shown: NetworkMap, folder: Path, *, is_synthetic: bool, name_of: NameOf = account_name) -> Path:
    """Write network as PNG, PDF and SVG; the same map gives the same files. Returns the PNG.

    Args:
        shown: the map.
        folder: where to.
        is_synthetic: whether the figure says that the data are synthetic.
        name_of: how an account is written.
    """
    names = [visible(name_of(dot.account)) for dot in most_named(shown.dots)]
    drawn = shown.drawn
    most = max((ties for _, _, ties in shown.bands), default=1)
    with drawing(folder, NAME, SIZE, names) as figure:
        plane = Plane.on(figure, extent_of(shown.discs), is_synthetic=is_synthetic)
        _draw_bands(plane, shown, most)
        plane.scatter(drawn)
        plane.draw_as_dots(on_paper=False)
        plane.number(shown.discs)
        plane.name(drawn, name_of)
        whole = number_of(shown.all_accounts, "account")
        largest = "largest community" if len(shown.discs) == 1 else f"{len(shown.discs)} largest communities"
        told = f"{f'{len(drawn):,} of ' if shown.thinned else ''}{whole} of the {largest};"
        widths = [(_band(most, most), number_of(most, "tie"))] if shown.bands else []
        widths += [(_band(1, most), "1")] if most > 1 else []
        key(figure, plane, drawn, (told, "numbered by size; the accounts most named stand in the middle"), widths)
    return folder / f"{NAME}.png"


def _thinned(placed: Sequence[Disc], accounts: Sequence[Dot], are_spread: Sequence[bool]) -> Sequence[Dot]:
    """Of more accounts than a column has room for, every second, third, ... of each disc, and those that are named."""
    named = {dot.account for dot in most_named(accounts)}
    kept = [dot for dot, is_spread in zip(accounts, are_spread, strict=True) if is_spread or dot.account in named]
    return [
        dot
        for disc in placed
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
