"""A figure as PNG and SVG: the same drawing gives the same files, and letters of any script are shown where possible.

What belongs here: what all figures have in common. What does not: what they show (chart_figures.py, network_figure.py).
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

log = logging.getLogger(__name__)

_FONT = "DejaVu Sans"


@contextmanager
def drawing(
    folder: Path,
    name: str,
    size: tuple[float, float],
    texts: Iterable[str] = (),
    *,
    dpi: int,
    layout: Literal["constrained"] | None = None,
) -> "Iterator[Figure]":
    """A figure to draw on; it is written as name.png and name.svg behind.

    The SVG names letters and leaves drawing them to whoever shows it. The PNG is drawn here: letters that the usual
    font lacks come from other fonts of this machine, and where none has them, a warning says so.

    Args:
        folder: where to.
        name: the files' name without its ending.
        size: width and height in inches.
        texts: what is written on it from the data.
        dpi: dots an inch of the PNG.
        layout: matplotlib's layout, where it places things itself.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    folder.mkdir(parents=True, exist_ok=True)
    fonts, missing = _fonts_for(texts)
    if missing:
        log.warning(
            "%s.png: no font of this machine has %s of its letters (%s): it shows boxes in their place. The SVG beside"
            " it and the report are whole. Fonts for most scripts: Noto (Debian: fonts-noto-core, fonts-noto-cjk).",
            name, len(missing), "".join(sorted(missing))[:20],
        )  # fmt: skip
    with (
        mpl.rc_context({"svg.hashsalt": "mtw", "svg.fonttype": "none", "font.family": fonts}),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=size, layout=layout)
        FigureCanvasAgg(figure)
        yield figure
        figure.savefig(folder / f"{name}.png", dpi=dpi, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def _fonts_for(texts: Iterable[str]) -> tuple[list[str], set[str]]:
    """Families that together have the letters, the usual one first, and the letters that no font has."""
    from matplotlib.font_manager import findfont, findSystemFonts, fontManager
    from matplotlib.ft2font import FT2Font

    families = [_FONT]
    missing = {letter for text in texts for letter in text if letter.isprintable() and not letter.isspace()}
    missing -= _letters(findfont(_FONT))
    if missing:
        for path in sorted(findSystemFonts(), key=_preference):
            had = missing & _letters(path)
            if had:
                fontManager.addfont(path)
                families.append(FT2Font(path).family_name)
                missing -= had
            if not missing:
                break
    return families, missing


def _letters(path: str) -> set[str]:
    from matplotlib.ft2font import FT2Font

    try:
        return {chr(code) for code in FT2Font(path).get_charmap()}
    except RuntimeError:  # a bitmap font, or a damaged one
        return set()


def _preference(path: str) -> tuple[bool, bool, str]:
    """Plain faces of Noto Sans first, then other plain faces, in an order that does not change."""
    name = Path(path).name
    is_plain = not any(word in name for word in ("Bold", "Italic", "Oblique", "Light", "Black", "Thin", "Medium"))
    return (not is_plain, not name.startswith("NotoSans"), path)
