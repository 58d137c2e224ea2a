"""The Lorenz curve of participation as a figure for a paper.

What belongs here: drawing. What does not: the curve (sql/tables/network/lorenz_curve.sql). The same figures give the
same files.
"""

from collections.abc import Sequence
from pathlib import Path

from mtw_pipeline.report.drawings.drawing import COLUMN, GREY, PALETTE, SYNTHETIC, drawing
from mtw_pipeline.report.facts.accounts import CurvePoint

NAME = "participation"

_HEIGHT = 68.0
_PLACE = (0.15, 0.155, 0.80, 0.765)
"""Left, bottom, width and height of the axes in shares of the figure: its labels have one size, whatever the data."""
_LINES = ("-", "--")


def draw_lorenz(curve: Sequence[CurvePoint], folder: Path, *, is_synthetic: bool) -> Path:
    """Draw the curves of all ways to count, beside the diagonal of equal shares; returns the PNG.

    Args:
        curve: the points, way by way, in the order of percents.
        folder: where to.
        is_synthetic: whether the figure says that the data are.
    """
    with drawing(folder, NAME, (COLUMN, _HEIGHT)) as figure:
        axes = figure.add_axes(_PLACE)
        axes.plot([0, 100], [0, 100], color=GREY, linewidth=0.6, linestyle=":", label="equal shares")
        for place, counted in enumerate(dict.fromkeys(point.counted for point in curve)):
            points = [point for point in curve if point.counted == counted]
            axes.plot(
                [point.percent_of_posters for point in points], [point.percent_of_tweets for point in points],
                color=PALETTE[place], linestyle=_LINES[place % 2], linewidth=1.2, label=counted,
            )  # fmt: skip
        axes.set(xlim=(0, 100), ylim=(0, 100), xticks=range(0, 101, 25), yticks=range(0, 101, 25))
        axes.set_xlabel("percent of accounts, from those that posted least")
        axes.set_ylabel("percent of tweets")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(loc="upper left", frameon=False, fontsize="medium")
        if is_synthetic:
            axes.set_title(SYNTHETIC)
    return folder / f"{NAME}.png"
