"""The charts of the report as files for a paper, PNG and SVG: words (Figure 2), tweets over time, crosstabs.

What belongs here: drawing. What does not: counting (sql/), the map of the network (network_figure.py). The same figures
give the same files.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.report.coding_facts import Crosstab
from mtw_pipeline.report.drawing import drawing
from mtw_pipeline.report.figures import TermCount
from mtw_pipeline.report.timeline import Timeline
from mtw_pipeline.webpages import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR = "#4a86b0"
_DARK_CELL = 0.6


@dataclass(frozen=True)
class Charts:
    """Where charts go, and whether each says that the data are synthetic."""

    folder: Path
    is_synthetic: bool

    @contextmanager
    def chart(self, name: str, size: tuple[float, float], texts: Iterable[str] = ()) -> "Iterator[Axes]":
        """Axes to draw on; what was drawn is written as name.png and name.svg behind."""
        with drawing(self.folder, name, size, texts, dpi=130, layout="constrained") as figure:
            axes = figure.add_subplot()
            yield axes
            axes.spines[["top", "right"]].set_visible(False)
            if self.is_synthetic:
                axes.set_title("SYNTHETIC example data", fontsize=9)

    def words(self, words: Sequence[TermCount]) -> Path:
        """Figure 2: the most used words, the first on top; returns its PNG."""
        shown = list(reversed(words))
        with self.chart("words", (7.0, 4.0), [one.name for one in shown]) as axes:
            bars = axes.barh(range(len(shown)), [one.uses for one in shown], color=_BAR)
            axes.set_yticks(range(len(shown)), [visible(one.name) for one in shown], parse_math=False)
            axes.bar_label(bars, [f"{one.uses:,}" for one in shown], padding=3, fontsize=8)
            axes.set_xlabel("uses")
        return self.folder / "words.png"

    def timeline(self, shown: Timeline) -> Path:
        """The tweets over time; returns its PNG."""
        with self.chart("tweets-over-time", (8.0, 3.2)) as axes:
            axes.bar(range(len(shown.periods)), [period.tweets for period in shown.periods], color=_BAR)
            step = max(1, len(shown.periods) // 6)
            axes.set_xticks(
                range(0, len(shown.periods), step), [period.label for period in shown.periods[::step]], fontsize=8
            )
            axes.set_ylabel(f"tweets per {shown.unit}")
        return self.folder / "tweets-over-time.png"

    def crosstab(self, table: Crosstab) -> Path:
        """The heat map of a crosstab: percent of all, marked where a cell differs from chance; returns its PNG."""
        percents = [[cell.percent_of_all for cell in cells] for _, cells in table.rows]
        most = max((percent for row in percents for percent in row), default=0.0) or 1.0
        name = f"crosstab-{table.row_variable}-{table.column_variable}"
        size = (2.6 + 1.15 * len(table.columns), 1.3 + 0.42 * len(table.rows))
        with self.chart(name, size, [*table.columns, *(one for one, _ in table.rows)]) as axes:
            axes.imshow(percents, cmap="Blues", vmin=0, vmax=most, aspect="auto")
            axes.set_xticks(
                range(len(table.columns)), [visible(one) for one in table.columns], fontsize=8, rotation=20,
                ha="right", parse_math=False,
            )  # fmt: skip
            axes.set_yticks(
                range(len(table.rows)), [visible(one) for one, _ in table.rows], fontsize=8, parse_math=False
            )
            for row, (_, cells) in enumerate(table.rows):
                for column, cell in enumerate(cells):
                    mark = {"": "", "more": " +", "less": " \N{MINUS SIGN}"}[cell.shade.split("-")[0]]
                    ink = "white" if cell.percent_of_all > _DARK_CELL * most else "black"
                    axes.text(
                        column, row, f"{cell.percent_of_all:.1f}{mark}", ha="center", va="center", fontsize=8, color=ink
                    )
            axes.set_xlabel(f"percent of {table.tweets:,} tweets")
        return self.folder / f"{name}.png"
