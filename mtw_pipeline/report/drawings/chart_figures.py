"""The charts of the report as files for a paper: words (Figure 2), tweets over time, crosstabs.

What belongs here: drawing. What does not: counting (sql/), the network (network_figure.py, ties_figure.py). The same
figures give the same files.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.report.drawings.drawing import COLUMN, PAGE, PALETTE, SEQUENTIAL, SMALL, SYNTHETIC, drawing
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
                axes.set_title(SYNTHETIC)

    def words(self, shown: TopWords) -> Path:
        """Figure 2: the most used words, the first on top; returns its PNG."""
        upwards = list(reversed(shown.words))
        with self.chart("words", (COLUMN, 68.0), [one.name for one in upwards]) as axes:
            bars = axes.barh(range(len(upwards)), [one.uses for one in upwards], color=_BAR)
            axes.set_yticks(range(len(upwards)), [_short(one.name) for one in upwards], parse_math=False)
            axes.bar_label(bars, [f"{one.uses:,}" for one in upwards], padding=2)
            axes.margins(x=0.15)
            axes.xaxis.set_major_formatter("{x:,.0f}")
            axes.xaxis.set_major_locator(_few_whole_numbers())
            without = f" (without {', '.join(visible(one) for one in shown.left_out)})" if shown.left_out else ""
            axes.set_xlabel(f"uses{without}", parse_math=False)
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
        size = (
            min(PAGE, max(COLUMN, 32.0 + 1.4 * widest + _CELL * len(table.columns))),
            34.0 + _ROW * len(table.rows),
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
            axes.set_ylabel(_variable(table.row_variable), parse_math=False)
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


def _short(text: str) -> str:
    """A label that leaves room for what it labels; what is cut ends in an ellipsis."""
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
