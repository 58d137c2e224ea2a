"""Shares over the windows with their intervals as a figure for a paper: a panel a topic.

What belongs here: drawing. What does not: what is drawn (charts.py). The same figures give the same files.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.report.drawings.drawing import GREY, PAGE, PALETTE, SMALL, SYNTHETIC, drawing
from mtw_pipeline.report.trends.charts import Trend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "trends"
PANELS = {"types": "Types of tweets", "formats": "Content formats", "resources": "Resources", "sentiment": "Sentiment"}

_HEIGHT = 125.0
_MARKERS = ("o", "s", "^", "D", "v", "P")
_BESIDE = 0.06
"""How far the measures of a window stand apart, in windows, so that intervals do not hide each other."""
_MOST_LABELS = 4
"""Five dates touch each other, where a panel has many windows."""


def shown_trends(trends: Mapping[str, Sequence[Trend]]) -> Mapping[str, Sequence[Trend]] | None:
    """The shares of four topics, those that the figure shows; None where no two windows are set beside each other.

    Args:
        trends: the measures by topic.
    """
    shown = {topic: [one for one in trends.get(topic, ()) if one.unit == "share"][: len(PALETTE)] for topic in PANELS}
    return shown if any(len(one.points) > 1 for those in shown.values() for one in those) else None


def draw_trends(shown: Mapping[str, Sequence[Trend]], folder: Path, *, is_synthetic: bool) -> Path:
    """Draw the shares of four topics.

    Args:
        shown: what ``shown_trends`` gives.
        folder: where to.
        is_synthetic: whether the figure says that the data are.

    Returns:
        The PNG.
    """
    texts = [one.title for those in shown.values() for one in those]
    with drawing(folder, NAME, (PAGE, _HEIGHT), texts, layout="constrained") as figure:
        panels = figure.subplots(2, 2)
        for axes, (topic, title) in zip(panels.flat, PANELS.items(), strict=True):
            _panel(axes, shown[topic])
            axes.set_title(title, loc="left")
        if is_synthetic:
            figure.suptitle(SYNTHETIC)
    return folder / f"{NAME}.png"


def _panel(axes: "Axes", trends: Sequence[Trend]) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylabel("percent, with 95 % interval")
    if not trends:
        axes.text(0.5, 0.5, "not known", ha="center", color=GREY, transform=axes.transAxes)
        axes.set(xticks=[], yticks=[])
        return
    for place, trend in enumerate(trends):
        at = [number for number, point in enumerate(trend.points) if point.of.value is not None]
        known = [trend.points[number].of for number in at]
        values = [100 * (one.value or 0) for one in known]
        below = [value - 100 * one.low if one.low is not None else 0 for value, one in zip(values, known, strict=True)]
        above = [
            100 * one.high - value if one.high is not None else 0 for value, one in zip(values, known, strict=True)
        ]
        beside = _BESIDE * (place - (len(trends) - 1) / 2)
        axes.errorbar(
            [number + beside for number in at], values, [[max(end, 0) for end in ends] for ends in (below, above)],
            color=PALETTE[place], marker=_MARKERS[place], markersize=2.5, linewidth=0.9, elinewidth=0.7, capsize=1.2,
            label=trend.title.removesuffix(" share").replace(" share,", ","),
        )  # fmt: skip
        bounds = [
            (number, point.of)
            for number, point in enumerate(trend.points)
            if point.of.value is None and point.of.low is not None
        ]
        axes.vlines(
            [number + beside for number, _ in bounds], [100 * (one.low or 0) for _, one in bounds],
            [100 * (one.high or 0) for _, one in bounds], color=PALETTE[place], linewidth=0.7, linestyles="dotted",
        )  # fmt: skip
    windows = [point.of.window[:10] for point in trends[0].points]
    step = -(-len(windows) // _MOST_LABELS)
    axes.set_xticks(range(0, len(windows), step), windows[::step])
    axes.set_xlabel("window from")
    axes.set_ylim(0, axes.get_ylim()[1])
    axes.legend(frameon=False, fontsize=SMALL, ncols=2, loc="upper left", bbox_to_anchor=(0, -0.22))
