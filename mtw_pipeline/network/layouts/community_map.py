"""Where accounts stand on the map of the network: a disc a community, the most named in its middle.

What belongs here: places. What does not: drawing (report/drawings/). A force layout of ten thousand accounts is
a hairball; here every account is to be seen, its community is its disc, and ties between discs are drawn as bands.
The same network gives the same map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin, sqrt

_GOLDEN = pi * (3 - sqrt(5))
_GAP = 2.0
_STEPS = 720


@dataclass(frozen=True)
class Disc:
    """A community on the map: its number, its middle, its radius; an account takes up an area of about 1."""

    community: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Dot:
    """An account on the map."""

    account: str
    community: int
    indegree: int
    x: float
    y: float


def discs(sizes: Sequence[tuple[int, int]]) -> list[Disc]:
    """Discs of communities that do not overlap, the largest in the middle, each as near to it as there is room.

    Args:
        sizes: number and accounts of each community, the largest first.
    """
    placed: list[Disc] = []
    for community, accounts in sizes:
        radius = sqrt(max(accounts, 1) / pi) * 1.15 + 0.5
        placed.append(Disc(community, *_nearest_place(placed, radius), radius))
    return placed


def _nearest_place(placed: Sequence[Disc], radius: float) -> tuple[float, float]:
    if not placed:
        return 0.0, 0.0
    best = (float("inf"), 0.0, 0.0)
    for one in placed:
        reach = one.radius + radius + _GAP
        for to_x, to_y in _directions():
            x, y = one.x + reach * to_x, one.y + reach * to_y
            away = round(x * x + y * y, 6)
            if away > best[0]:  # whether there is room costs more than how far it is
                continue
            if all((x - other.x) ** 2 + (y - other.y) ** 2 >= (other.radius + radius + _GAP - 1e-6) ** 2
                   for other in placed):  # fmt: skip
                best = min(best, (away, x, y))
    return best[1], best[2]


@cache
def _directions() -> list[tuple[float, float]]:
    """Directions all around."""
    angles = [2 * pi * step / _STEPS for step in range(_STEPS)]
    return [(cos(angle), sin(angle)) for angle in angles]


def dots(disc: Disc, accounts: Sequence[tuple[str, int]]) -> list[Dot]:
    """The accounts of a disc on a spiral of even density (Vogel 1979): the first in its middle.

    Args:
        disc: the community's.
        accounts: account and indegree, in the order from the middle outwards.
    """
    return [dot_at(disc, one, place, len(accounts)) for place, one in enumerate(accounts)]


def dot_at(disc: Disc, account: tuple[str, int], place: int, accounts: int) -> Dot:
    """One of the accounts of a disc.

    Args:
        disc: the community's.
        account: account and indegree.
        place: its place in the order from the middle outwards, from 0.
        accounts: how many the disc has.
    """
    step = disc.radius / sqrt(max(accounts, 1)) * sqrt(place + 0.5)
    name, indegree = account
    x, y = disc.x + step * cos(place * _GOLDEN), disc.y + step * sin(place * _GOLDEN)
    return Dot(name, disc.community, indegree, x, y)
