"""Where accounts stand in the node-link picture: each community in its disc by its ties, the others around all.

What belongs here: places, and how many accounts and ties are shown. What does not: drawing (report/drawings/). A
force layout of the whole network is a hairball and costs the square of its accounts; a layout of each community by
itself (Fruchterman and Reingold 1991) does not. The same ties give the same places.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from mtw_pipeline.network.engine import load_igraph, seeded
from mtw_pipeline.network.layouts.community_map import Disc, Dot, discs, dots

MOST_INSIDE = 4_000
"""Accounts of communities that are laid out: of more, those with the most ties."""
MOST_OUTSIDE = 2_000
"""Accounts outside the communities that are drawn: of more, those with the most ties."""
MOST_TIES = 15_000
"""Ties that are drawn: of more, those seen most often."""
OUTSIDE = 0
"""What stands for the community of an account that is in none that is shown."""

_ROUNDS = 120
_APART = 1.15
_GAP = 3.0
_STEPS = 300

Ends = tuple[int, int]


@dataclass(frozen=True)
class NodeLink:
    """The picture.

    Args:
        discs: the communities, the largest first.
        dots: accounts, by community, with ``OUTSIDE`` last.
        ties: places of both ends among ``dots``.
        accounts: how many the layer has.
        accounts_outside: of these, how many are in no community that is shown.
        ties_of_layer: how many ties the layer has, self-ties apart, direction ignored.
    """

    discs: tuple[Disc, ...]
    dots: tuple[Dot, ...]
    ties: tuple[Ends, ...]
    accounts: int
    accounts_outside: int
    ties_of_layer: int


def places(
    members: Mapping[int, Sequence[tuple[str, int]]],
    outside: Sequence[tuple[str, int]],
    ties: Sequence[tuple[str, str]],
) -> tuple[list[Disc], list[Dot]]:
    """Discs and dots of a node-link picture.

    Args:
        members: account and indegree of each community's members, the largest community first.
        outside: account and indegree of those in none of them, those that belong together side by side.
        ties: both ends of ties, each pair once.
    """
    load_igraph()
    placed = discs([(community, len(accounts)) for community, accounts in members.items()])
    inside = _by_community(members, ties)
    laid_out = [dot for disc in placed for dot in _laid_out(disc, members[disc.community], inside[disc.community])]
    return placed, [*laid_out, *_around(placed, outside)]


def _by_community(
    members: Mapping[int, Sequence[tuple[str, int]]], ties: Sequence[tuple[str, str]]
) -> Mapping[int, list[Ends]]:
    place = {
        account: (community, number)
        for community, accounts in members.items()
        for number, (account, _) in enumerate(accounts)
    }
    found: dict[int, list[Ends]] = defaultdict(list)
    for one, other in ties:
        if one in place and other in place and place[one][0] == place[other][0]:
            found[place[one][0]].append((place[one][1], place[other][1]))
    return found


def _laid_out(disc: Disc, accounts: Sequence[tuple[str, int]], ties: Sequence[Ends]) -> list[Dot]:
    """The members of a community where springs along its ties leave them, spread so that they fill the disc.

    Each keeps its direction from the middle, and the order of distances from it stays; the distances themselves are
    those of an even density, because springs leave a knot in the middle and throw what hangs loose far out.
    """
    import igraph

    start = [(dot.x - disc.x, dot.y - disc.y) for dot in dots(disc, accounts)]
    graph = igraph.Graph(n=len(accounts), edges=list(ties))
    with seeded(disc.community):
        found = graph.layout_fruchterman_reingold(niter=_ROUNDS, seed=start, grid="grid", start_temp=disc.radius / 4)
    middle = [sum(axis) / len(accounts) for axis in zip(*found.coords, strict=True)]
    apart = [(x - middle[0], y - middle[1]) for x, y in found.coords]
    order = sorted(range(len(accounts)), key=lambda number: (round(hypot(*apart[number]), 9), number))
    reached = [0.0] * len(accounts)
    for rank, number in enumerate(order):
        reached[number] = disc.radius * sqrt((rank + 0.5) / len(accounts))
    return [
        Dot(account, disc.community, indegree, disc.x + reached[number] * _part(apart[number], 0),
            disc.y + reached[number] * _part(apart[number], 1))
        for number, (account, indegree) in enumerate(accounts)
    ]  # fmt: skip


def _part(apart: tuple[float, float], axis: int) -> float:
    length = hypot(*apart)
    return apart[axis] / length if length else 0.0


def _around(placed: Sequence[Disc], accounts: Sequence[tuple[str, int]]) -> list[Dot]:
    """Accounts on rings around all discs, one beside the other, so that those that belong together are neighbours."""
    x, y, radius = _around_all(placed)
    radius += _GAP
    found: list[Dot] = []
    angle = 0.0
    for account, indegree in accounts:
        if angle > 2 * pi - _APART / radius:
            radius, angle = radius + _APART, 0.0
        found.append(Dot(account, OUTSIDE, indegree, x + radius * sin(angle), y + radius * cos(angle)))
        angle += _APART / radius
    return found


def _around_all(placed: Sequence[Disc]) -> tuple[float, float, float]:
    """Middle and radius of a circle around all discs, nearly the smallest (Badoiu and Clarkson 2003)."""
    x, y = placed[0].x, placed[0].y
    for step in range(1, _STEPS):
        far = max(placed, key=lambda disc: hypot(disc.x - x, disc.y - y) + disc.radius)
        apart = hypot(far.x - x, far.y - y)
        reach = (apart + far.radius) / (step + 1)
        x, y = (x + reach * (far.x - x) / apart, y + reach * (far.y - y) / apart) if apart else (x, y)
    return x, y, max(hypot(disc.x - x, disc.y - y) + disc.radius for disc in placed)
