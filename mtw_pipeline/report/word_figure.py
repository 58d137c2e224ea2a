"""Figure 2: the ten most used words, as PNG and SVG.

What belongs here: drawing. What does not: counting (sql/word_frequencies.sql).
"""

from collections.abc import Sequence
from pathlib import Path

from mtw_pipeline.report.figures import TermCount

_INCHES = (7.0, 4.0)


def draw_words(words: Sequence[TermCount], folder: Path, *, is_synthetic: bool) -> tuple[Path, Path]:
    """Write words.png and words.svg; the same words give the same files.

    Args:
        words: the words with their uses, the most used first.
        folder: where to.
        is_synthetic: whether the figure says that the data are synthetic.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "mtw", "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=_INCHES, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        shown = list(reversed(words))
        bars = axes.barh(range(len(shown)), [one.uses for one in shown], color="#4a86b0")
        axes.set_yticks(range(len(shown)), [one.name for one in shown], parse_math=False)
        axes.bar_label(bars, [f"{one.uses:,}" for one in shown], padding=3, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xlabel("uses")
        if is_synthetic:
            axes.set_title("SYNTHETIC example data", fontsize=9)
        png, svg = folder / "words.png", folder / "words.svg"
        figure.savefig(png, dpi=130, metadata={"Software": None})
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return png, svg
