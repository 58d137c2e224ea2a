"""Figure 1a: the ties of the network, accounts in the communities that they are in, the others around them.

What belongs here: reading and drawing. What does not: where accounts stand (network/layouts/).
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.network.account_names import NameOf, account_name
from mtw_pipeline.network.layouts.node_link import MOST_INSIDE, MOST_OUTSIDE, MOST_TIES, OUTSIDE, NodeLink, places
from mtw_pipeline.report.drawings.drawing import TIE, drawing
from mtw_pipeline.report.drawings.network_plane import (
    SIZE,
    Plane,
    colour_of,
    extent_of,
    key,
    most_named,
    named_accounts,
    rgba,
)
from mtw_pipeline.webpages import visible
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.study.windows import CollectionWindow
    from mtw_pipeline.warehouse.connection import Warehouse

NAME = "network-ties"


@dataclass(frozen=True)
class DrawnRows:
    """What the picture is made of, as the warehouse gives it.

    Args:
        accounts: rows of ``network/drawn_accounts``.
        ties: rows of ``network/drawn_ties``.
    """

    accounts: tuple[tuple[str, int | None, int, int, int], ...]
    ties: tuple[tuple[str, str, int], ...]

    @property
    def named(self) -> list[str]:
        """The accounts that the picture names."""
        return named_accounts((account, indegree) for account, _, indegree, _, _ in self.accounts)


def drawn_rows(warehouse: "Warehouse", window: "CollectionWindow", communities: int) -> DrawnRows | None:
    """What the picture of the layer of all ties is made of; None where there is no community to show.

    Args:
        warehouse: with the ties.
        window: the collection window.
        communities: how many of the largest communities have a disc.
    """
    rows = warehouse.query(
        "network/drawn_accounts",
        {
            "collection_window": window.key, "communities": communities, "most_inside": MOST_INSIDE,
            "most_outside": MOST_OUTSIDE,
        },
    ).fetchall()  # fmt: skip
    if all(community is None for _, community, *_ in rows):
        return None
    found = warehouse.query(
        "network/drawn_ties",
        {"collection_window": window.key, "accounts": [row[0] for row in rows], "most_ties": MOST_TIES},
    ).fetchall()
    return DrawnRows(tuple(rows), tuple(found))


def node_link(drawn: DrawnRows) -> NodeLink:
    """The picture, with the places of accounts."""
    members: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for account, community, indegree, _, _ in drawn.accounts:
        members[community or OUTSIDE].append((account, indegree))
    outside = members.pop(OUTSIDE, [])
    pairs = [(one, other) for one, other, _ in drawn.ties]
    placed, dots = places(members, outside, pairs)
    place = {dot.account: number for number, dot in enumerate(dots)}
    _, _, _, accounts, accounts_outside = drawn.accounts[0]
    return NodeLink(
        tuple(placed), tuple(dots), tuple((place[one], place[other]) for one, other in pairs),
        accounts=accounts, accounts_outside=accounts_outside, ties_of_layer=drawn.ties[0][2] if drawn.ties else 0,
    )  # fmt: skip


def draw_rows(drawn: DrawnRows, folder: Path, *, is_synthetic: bool, name_of: NameOf = account_name) -> Path:
    """As ``draw_ties``, of what the picture is made of: accounts are placed first, which takes a while too."""
    return draw_ties(node_link(drawn), folder, is_synthetic=is_synthetic, name_of=name_of)


def draw_ties(shown: NodeLink, folder: Path, *, is_synthetic: bool, name_of: NameOf = account_name) -> Path:
    """Write network-ties as PNG, PDF and SVG; the same picture gives the same files. Returns the PNG.

    Args:
        shown: the picture.
        folder: where to.
        is_synthetic: whether the figure says that the data are synthetic.
        name_of: how an account is written.
    """
    from matplotlib.collections import LineCollection

    names = [visible(name_of(dot.account)) for dot in most_named(shown.dots)]
    with drawing(folder, NAME, SIZE, names) as figure:
        plane = Plane.on(figure, extent_of(shown.discs, shown.dots), is_synthetic=is_synthetic)
        ends = [(shown.dots[one], shown.dots[other]) for one, other in shown.ties]
        ends.sort(key=lambda tie: tie[0].community == tie[1].community)
        plane.many.append(plane.axes.add_collection(
            LineCollection(
                [((one.x, one.y), (other.x, other.y)) for one, other in ends],
                colors=rgba(
                    [colour_of(one.community) if one.community == other.community else TIE for one, other in ends]
                ),
                linewidths=0.25, alpha=0.3, zorder=1,
            ),
            autolim=False,
        ))  # fmt: skip
        plane.scatter(shown.dots)
        plane.draw_as_dots(on_paper=True)
        plane.number(shown.discs)
        plane.name(shown.dots, name_of)
        key(figure, plane, shown.dots, _told(shown))
    return folder / f"{NAME}.png"


def _told(shown: NodeLink) -> tuple[str, str]:
    drawn_outside = sum(dot.community == OUTSIDE for dot in shown.dots)
    accounts = _of(len(shown.dots), shown.accounts, "account")
    ties = _of(len(shown.ties), shown.ties_of_layer, "tie")
    outside = _of(drawn_outside, shown.accounts_outside, "account")
    largest = "largest community" if len(shown.discs) == 1 else f"{len(shown.discs)} largest communities"
    return f"{accounts}, {ties}; numbered: communities", f"rings: {outside} outside the {largest}"


def _of(part: int, whole: int, what: str) -> str:
    return number_of(whole, what) if part == whole else f"{part:,} of {number_of(whole, what)}"
