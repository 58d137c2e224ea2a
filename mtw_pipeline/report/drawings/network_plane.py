"""What the two pictures of Figure 1 have in common: the plane they are drawn on, its colours, names that hide nothing.

What belongs here: from places of the network to places on paper. What does not: what is drawn (network_figure.py,
ties_figure.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, inf, pi, sin, sqrt
from typing import TYPE_CHECKING

from mtw_pipeline.network.account_names import NameOf
from mtw_pipeline.network.layouts.community_map import Disc, Dot
from mtw_pipeline.report.drawings.dots import draw_as_dots
from mtw_pipeline.report.drawings.drawing import COLUMN, GREY, PALETTE, SMALL, SYNTHETIC
from mtw_pipeline.webpages import visible

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIZE = (COLUMN, 96.0)
NAMED = 10
"""Accounts that a picture names at most: those that most others name."""

BAND = "#b9c0c8"

_POINTS = 72 / 25.4
_KEY = 11.0
_MARGIN = 0.97
_LETTER = 0.62
_CROSSED = 400.0
_FAR = 3.0  # square points of dots that a label may hide to stand a point nearer
_INDEGREES = (1, 10, 60)
_LARGEST = 3.6
"""Points of an account that nobody names, at most: one that 60 name stands within the first line of the key then."""

Box = tuple[float, float, float, float]


def colour_of(community: int) -> str:
    """The colour of a community: the largest have one each, the others are told apart by their numbers."""
    return PALETTE[community - 1] if 0 < community <= len(PALETTE) else GREY


def rgba(colours: Sequence[str]) -> "Floats":
    """Colours as matplotlib keeps them, a row each; it takes a name as often as it stands, which are thousands."""
    import numpy as np
    from matplotlib.colors import to_rgba

    known = {colour: to_rgba(colour) for colour in set(colours)}
    return np.array([known[colour] for colour in colours]).reshape(-1, 4)


@dataclass
class Plane:
    """Axes without an axis over all of a figure but the strip of its key, and what room its texts have taken.

    Args:
        axes: in units of the network's map.
        points: points of the paper a unit.
        taken: boxes of texts and of the accounts that are named, in points.
        lines: points of the lines from accounts to their names.
        many: what is drawn as dots: it is too much for lines and circles of a file.
    """

    axes: "Axes"
    points: float
    taken: list[Box] = field(default_factory=list)
    lines: list[tuple[float, float]] = field(default_factory=list)
    many: "list[Artist]" = field(default_factory=list)

    @classmethod
    def on(cls, figure: "Figure", extent: Box, *, is_synthetic: bool) -> "Plane":
        """A plane that shows all of ``extent`` (left, bottom, right, top)."""
        width, height = SIZE[0] * _POINTS, (SIZE[1] - _KEY) * _POINTS
        axes = figure.add_axes((0, _KEY / SIZE[1], 1, 1 - _KEY / SIZE[1]))
        axes.set_axis_off()
        left, bottom, right, top = extent
        points = _MARGIN * min(width / (right - left), height / (top - bottom))
        x, y = (left + right) / 2, (bottom + top) / 2
        axes.set_xlim(x - width / points / 2, x + width / points / 2)
        axes.set_ylim(y - height / points / 2, y + height / points / 2)
        if is_synthetic:
            figure.text(0.01, 0.995, SYNTHETIC, fontsize=SMALL, ha="left", va="top")
        return cls(axes, points)

    def diameter(self, dot: Dot) -> float:
        """The diameter of an account in points."""
        return diameter_of(dot.indegree, self.points)

    def scatter(self, dots: Sequence[Dot]) -> None:
        """The accounts; those that are named with a dark rim and on top, and as circles: the others are many."""
        named = most_named(dots)
        apart = {dot.account for dot in named}
        self.many.append(self._scatter([dot for dot in dots if dot.account not in apart], is_named=False))
        self._scatter(named, is_named=True)

    def _scatter(self, dots: Sequence[Dot], *, is_named: bool) -> "PathCollection":
        import numpy as np

        ordered = sorted(dots, key=lambda dot: (dot.indegree, dot.account))
        return self.axes.scatter(  # of arrays: of lists it takes eight times as long
            np.array([dot.x for dot in ordered]),
            np.array([dot.y for dot in ordered]),
            s=np.array([self.diameter(dot) ** 2 for dot in ordered]),
            c=rgba([colour_of(dot.community) for dot in ordered]),
            linewidths=0.7 if is_named else 0.0,
            edgecolors="#111111",
            zorder=4 if is_named else 3,
        )

    def draw_as_dots(self, *, on_paper: bool) -> None:
        """Draw once, for all files, what is too much for lines and circles; before names and numbers.

        Args:
            on_paper: whether nothing lies under it.
        """
        draw_as_dots(self.axes, self.many, on_paper=on_paper)

    def number(self, discs: Iterable[Disc]) -> None:
        """The numbers of communities, each at the upper rim of its disc."""
        for disc in discs:
            text = str(disc.community)
            box = self._box(text, disc.x * self.points, (disc.y + disc.radius) * self.points)
            self.taken.append(box)
            self.axes.text(
                disc.x, disc.y + disc.radius, text, ha="center", va="center", fontsize=SMALL,
                zorder=6,
                bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": colour_of(disc.community),
                      "linewidth": 0.6},
            )  # fmt: skip

    def name(self, dots: Sequence[Dot], name_of: NameOf) -> None:
        """The names of those that most others name: over no other name and none of their dots, and where little is."""
        import numpy as np

        named = most_named(dots)
        for dot in named:
            reach = self.diameter(dot) / 2
            x, y = dot.x * self.points, dot.y * self.points
            self.taken.append((x - reach, y - reach, x + reach, y + reach))
        ground = np.array([(dot.x * self.points, dot.y * self.points, self.diameter(dot)) for dot in dots])
        for dot in named:
            self._name(dot, visible(name_of(dot.account)), ground)

    def _name(self, dot: Dot, text: str, ground: "Floats") -> None:
        x, y = dot.x * self.points, dot.y * self.points
        free = [box for box in self._places_near(x, y, text) if self._is_free(box)]
        if not free:
            return
        box = self._cheapest(free, x, y, ground)
        self.taken.append(box)
        self.lines.extend(_line(x, y, box))
        at = ((box[0] + box[2]) / 2 / self.points, (box[1] + box[3]) / 2 / self.points)
        self.axes.annotate(
            text, (dot.x, dot.y), at, ha="center", va="center", fontsize=SMALL, zorder=6, parse_math=False,
            arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": "#111111", "shrinkA": 0, "shrinkB": 0,
                        "zorder": 4},
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        )  # fmt: skip

    def _cheapest(self, free: Sequence[Box], x: float, y: float, ground: "Floats") -> Box:
        """The place that becomes a name best: by the dots that it hides, how far it is, and what its line crosses.

        What is crossed takes longest to see, and only adds to the cost: it is asked of those that may still be best.
        """
        costs = sorted(
            (_hidden(box, ground) + _FAR * hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y), at)
            for at, box in enumerate(free)
        )
        best = (inf, 0)
        for cost, at in costs:
            if cost > best[0]:
                break
            best = min(best, (cost + _CROSSED * self._crossings(free[at], x, y), at))
        return free[best[1]]

    def _crossings(self, box: Box, x: float, y: float) -> int:
        line = _line(x, y, box)
        crossed = sum(any(_holds(one, *point) for point in line[2:]) for one in self.taken)
        return crossed + any(_holds(box, *point) for point in self.lines)

    def _places_near(self, x: float, y: float, text: str) -> Iterable[Box]:
        wide, high = self._half(text)
        for away in (3.0, 8.0, 16.0, 28.0, 44.0, 64.0):
            for step in range(16):
                angle = 2 * pi * step / 16
                yield self._box(text, x + (wide + away) * cos(angle), y + (high + away) * sin(angle))

    def _box(self, text: str, x: float, y: float) -> Box:
        wide, high = self._half(text)
        return x - wide, y - high, x + wide, y + high

    @staticmethod
    def _half(text: str) -> tuple[float, float]:
        return SMALL * _LETTER * len(text) / 2 + 1.5, SMALL * 0.75

    def _is_free(self, box: Box) -> bool:
        left, right = (edge * self.points for edge in self.axes.get_xlim())
        bottom, top = (edge * self.points for edge in self.axes.get_ylim())
        is_inside = left <= box[0] and box[2] <= right and bottom <= box[1] and box[3] <= top - SMALL * 1.5
        return is_inside and not any(
            box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3] for one in self.taken
        )


def most_named(dots: Sequence[Dot]) -> list[Dot]:
    """The accounts of a picture that it names."""
    by_account = {dot.account: dot for dot in dots}
    return [by_account[account] for account in named_accounts((dot.account, dot.indegree) for dot in dots)]


def named_accounts(accounts: Iterable[tuple[str, int]]) -> list[str]:
    """Of accounts with their indegrees those that a picture names, the most named first."""
    found = sorted((-indegree, account) for account, indegree in accounts if indegree > 0)
    return [account for _, account in found[:NAMED]]


def _hidden(box: Box, ground: "Floats") -> float:
    """The area of dots under a box, in square points."""
    x, y, diameter = ground.T
    under = (box[0] < x) & (x < box[2]) & (box[1] < y) & (y < box[3])
    return float((diameter[under] ** 2).sum())


def _line(x: float, y: float, box: Box) -> list[tuple[float, float]]:
    """Points of the line from an account to the middle of its name, a few points of the paper apart."""
    to_x, to_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    parts = max(3, round(hypot(to_x - x, to_y - y) / 3))
    return [(x + (to_x - x) * part / parts, y + (to_y - y) * part / parts) for part in range(parts)]


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


def diameter_of(indegree: int, points: float) -> float:
    """The diameter of an account in points: it grows with the root of how many name it, up to 60, and fits the key."""
    return min(max(0.55 * points, 0.8), _LARGEST) * sqrt(1 + min(indegree, _INDEGREES[-1]) / 6)


def told_indegrees(most: int) -> list[tuple[int, str]]:
    """How many name an account, for the key of its size: a few numbers up to the most that there is, and their text."""
    if most >= _INDEGREES[-1]:
        return [*((one, str(one)) for one in _INDEGREES[:-1]), (_INDEGREES[-1], f"{_INDEGREES[-1]} or more")]
    return [(one, str(one)) for one in (*(one for one in _INDEGREES if one < most), most)]


def extent_of(discs: Iterable[Disc], dots: Iterable[Dot] = ()) -> Box:
    """What a plane must show: left, bottom, right, top."""
    edges = [
        *((disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius) for disc in discs),
        *((dot.x, dot.y, dot.x, dot.y) for dot in dots),
    ]
    left, bottom, right, top = zip(*edges, strict=True)
    return min(left) - 1, min(bottom) - 1, max(right) + 1, max(top) + 1


def key(
    figure: "Figure", plane: Plane, dots: Iterable[Dot], lines: Sequence[str],
    widths: Sequence[tuple[float, str]] = (),
) -> None:  # fmt: skip
    """The strip under a plane: how large a dot stands for how many, what lines and colours stand for.

    Args:
        figure: the figure.
        plane: its plane.
        dots: what is drawn there.
        lines: sentences, one a line, at most two.
        widths: widths of lines in points, and what each stands for.
    """
    width, height = SIZE[0] * _POINTS, SIZE[1] * _POINTS
    axes = figure.add_axes((0, 0, 1, _KEY / SIZE[1]))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height * _KEY / SIZE[1])
    x, y = 4.0, _KEY * _POINTS - 6.0
    axes.text(x, y, "named by", fontsize=SMALL, va="center")
    x += 36
    for indegree, text in told_indegrees(max((dot.indegree for dot in dots), default=0)):
        diameter = diameter_of(indegree, plane.points)
        axes.scatter([x], [y], s=[diameter**2], c=[GREY], linewidths=0)
        beside = max(6.0, diameter / 2 + 3)
        axes.text(x + beside, y, text, fontsize=SMALL, va="center")
        x += 2 * beside + SMALL * _LETTER * len(text)
    for line_width, text in widths:
        axes.plot([x + 2, x + 12], [y, y], color=BAND, linewidth=line_width, solid_capstyle="butt")
        axes.text(x + 15, y, text, fontsize=SMALL, va="center")
        x += 20 + SMALL * _LETTER * len(text)
    for number, line in enumerate(lines):
        axes.text(4.0, y - 9.0 * (number + 1), line, fontsize=SMALL, va="center")
