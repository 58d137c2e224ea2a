"""The charts of the report as files for a paper: words (Figure 2), tweets over time, crosstabs.

What belongs here: drawing. What does not: counting (sql/), the network (network_figure.py, ties_figure.py). The same
figures give the same files.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.report.drawings.drawing import COLUMN, PAGE, PALETTE, SEQUENTIAL, SMALL, SYNTHETIC, TEXT, drawing
from mtw_pipeline.report.facts.coding import Cell, Crosstab
from mtw_pipeline.report.facts.text import TopWords
from mtw_pipeline.report.html import capitalised, words
from mtw_pipeline.report.timeline import Timeline
from mtw_pipeline.webpages import visible
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.ticker import MaxNLocator

_BAR = PALETTE[0]
_BAR_WIDTH = 0.8
_DARK_CELL = 0.6
_LONGEST = 34
_ROW = 5.0
_CELL = 15.0
_KEY = 40.0
"""Millimetres that the words beside the colours take: a table of two rows is as high."""
_BELOW, _OF_A_LETTER = 12.0, 0.75
"""Millimetres below a table, and those that a letter of a column's name takes, which stands aslant."""
_ON_A_LINE, _ON_A_COLUMN = 26, 48
_OF_A_WORD = 26
_NAMED = 120


@dataclass(frozen=True)
class Charts:
    """Where charts go, and whether each says that the data are synthetic."""

    folder: Path
    is_synthetic: bool

    @contextmanager
    def chart(self, name: str, size: tuple[float, float], texts: Iterable[str] = ()) -> "Iterator[Axes]":
        """Axes to draw on, of a figure of ``size`` millimetres; what was drawn is written behind."""
        with drawing(self.folder, name, size, texts, layout="constrained") as figure:
            axes = figure.add_subplot()
            yield axes
            axes.spines[["top", "right"]].set_visible(False)
            if self.is_synthetic:
                figure.suptitle(SYNTHETIC, fontsize=TEXT)

    def words(self, shown: TopWords) -> Path:
        """Figure 2: the most used words, the first on top; returns its PNG."""
        upwards = list(reversed(shown.words))
        with self.chart("words", (COLUMN, 68.0), [one.name for one in upwards]) as axes:
            bars = axes.barh(range(len(upwards)), [one.uses for one in upwards], color=_BAR)
            names = [_short(one.name, _OF_A_WORD) for one in upwards]
            axes.set_yticks(range(len(upwards)), names, parse_math=False)
            axes.bar_label(bars, [f"{one.uses:,}" for one in upwards], padding=2)
            axes.margins(x=0.15)
            axes.xaxis.set_major_formatter("{x:,.0f}")
            axes.xaxis.set_major_locator(_few_whole_numbers())
            told = textwrap.fill(f"uses{_without(shown.left_out)}", _ON_A_COLUMN, break_on_hyphens=False)
            axes.figure.supxlabel(told, fontsize=TEXT, parse_math=False)
            axes.set_ylabel("word")
        return self.folder / "words.png"

    def timeline(self, shown: Timeline) -> Path:
        """The tweets over time; returns its PNG."""
        with self.chart("tweets-over-time", (PAGE, 55.0)) as axes:
            axes.add_collection(_bars([period.tweets for period in shown.periods]))
            axes.autoscale_view()
            step = max(1, len(shown.periods) // 6)
            axes.set_xticks(range(0, len(shown.periods), step), [period.label for period in shown.periods[::step]])
            axes.margins(x=0.01)
            axes.yaxis.set_major_formatter("{x:,.0f}")
            axes.yaxis.set_major_locator(_few_whole_numbers())
            axes.set_xlabel(f"{shown.unit} (UTC)")
            axes.set_ylabel(f"tweets per {shown.unit}")
        return self.folder / "tweets-over-time.png"

    def crosstab(self, table: Crosstab) -> Path:
        """The heat map of a crosstab: percent of all, marked where a cell differs from chance; returns its PNG."""
        percents = [[cell.percent_of_all for cell in cells] for _, cells in table.rows]
        most = max((percent for row in percents for percent in row), default=0.0) or 1.0
        name = f"crosstab-{table.row_variable}-{table.column_variable}"
        widest = max([len(_short(one)) for one, _ in table.rows], default=0)
        longest = max([len(_short(one)) for one in table.columns], default=0)
        size = (
            min(PAGE, max(COLUMN, 32.0 + 1.4 * widest + _CELL * len(table.columns))),
            max(34.0 + _ROW * len(table.rows), _KEY + _BELOW + _OF_A_LETTER * longest),
        )
        with self.chart(name, size, [*table.columns, *(one for one, _ in table.rows)]) as axes:
            image = axes.imshow(percents, cmap=SEQUENTIAL, vmin=0, vmax=most, aspect="auto")
            axes.set_xticks(
                range(len(table.columns)), [_short(one) for one in table.columns], rotation=30, ha="right",
                rotation_mode="anchor", parse_math=False,
            )  # fmt: skip
            axes.set_yticks(range(len(table.rows)), [_short(one) for one, _ in table.rows], parse_math=False)
            for row, (_, cells) in enumerate(table.rows):
                for column, cell in enumerate(cells):
                    _write_cell(axes, column, row, cell, most)
            axes.set_xlabel(_variable(table.column_variable), parse_math=False)
            axes.set_ylabel(textwrap.fill(_variable(table.row_variable), _ON_A_LINE), parse_math=False)
            colours = axes.figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02, ticks=_few_whole_numbers())
            colours.outline.set_linewidth(0.5)
            colours.set_label(
                f"percent of {number_of(table.tweets, 'tweet')}\n+ more, \N{MINUS SIGN} fewer than chance"
            )
        return self.folder / f"{name}.png"


def _bars(heights: Sequence[int]) -> "PolyCollection":
    """Bars side by side as one thing: hundreds of single ones take matplotlib longer than all else of a figure."""
    from matplotlib.collections import PolyCollection

    half = _BAR_WIDTH / 2
    corners = [
        [(at - half, 0), (at - half, height), (at + half, height), (at + half, 0)] for at, height in enumerate(heights)
    ]
    bars = PolyCollection(corners, facecolors=_BAR, edgecolors="none")
    bars.sticky_edges.y.append(0)
    return bars


def _write_cell(axes: "Axes", column: int, row: int, cell: Cell, most: float) -> None:
    mark = {"": "", "more": " +", "less": " \N{MINUS SIGN}"}[cell.shade.split("-")[0]]
    ink = "white" if cell.percent_of_all > _DARK_CELL * most else "black"
    axes.text(column, row, f"{cell.percent_of_all:.1f}{mark}", ha="center", va="center", fontsize=SMALL, color=ink)


def _few_whole_numbers() -> "MaxNLocator":
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], integer=True)


def _variable(name: str) -> str:
    return visible(capitalised(words(name)))


def _without(left_out: Sequence[str]) -> str:
    """What Figure 2 leaves out, as many names as three lines have room for."""
    names = [_short(one) for one in left_out]
    told = names
    while len(told) > 1 and len(", ".join(told)) > _NAMED:
        told = told[:-1]
    more = f" and {len(names) - len(told)} more" if len(told) < len(names) else ""
    return f" (without {', '.join(told)}{more})" if names else ""


def _short(text: str, longest: int = _LONGEST) -> str:
    """A label that leaves room for what it labels; what is cut ends in an ellipsis."""
    shown = visible(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
