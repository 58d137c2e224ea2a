"""A figure as PNG, PDF and SVG: the same drawing gives the same files; letters of any script are shown where possible.

What belongs here: what all figures have in common: files, sizes of a journal's page, letters, colours. What does not:
what they show (chart_figures.py, network_figure.py, ties_figure.py, ...).
"""

import logging
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mtw_pipeline.lazy_imports.late_names import as_if_not_installed
from mtw_pipeline.report.drawings.dots import few_colours

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

log = logging.getLogger(__name__)

FORMATS = (".png", ".pdf", ".svg")
COLUMN = 85.0
"""Width of a figure in one column of a journal, in millimetres."""
PAGE = 170.0
"""Width of a figure over both columns, in millimetres."""
TEXT = 7.0
"""Size of every text of a figure, in points, at the size that it is printed at."""
SMALL = 6.0
"""Size of names and keys in a crowded figure, in points."""
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito 2008, told apart with every kind of colour vision; without yellow and black, which a page may hide."""
GREY = "#606060"
"""Beside the palette, as dark as it must be to stay apart from its green and its pink where red is not seen."""
TIE = "#8c8c8c"
SEQUENTIAL = "Blues"
"""For shares: ColorBrewer (Harrower and Brewer 2003), one hue, told apart by its lightness alone."""
SYNTHETIC = "SYNTHETIC example data"

_FONT = "DejaVu Sans"
_MILLIMETRES = 25.4
_DOTS_AN_INCH = 300
_LETTERS = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"})
"""The tables of a font that a PDF needs of it (ISO 32000-1, 9.9): letters are named there by their numbers."""
_STYLE: Mapping[Any, object] = {
    "svg.hashsalt": "mtw", "svg.fonttype": "none", "pdf.fonttype": 42, "font.size": TEXT, "axes.titlesize": TEXT,
    "axes.labelsize": TEXT, "xtick.labelsize": TEXT, "ytick.labelsize": TEXT, "axes.linewidth": 0.5,
    "xtick.major.width": 0.5, "ytick.major.width": 0.5, "xtick.major.size": 2.0, "ytick.major.size": 2.0,
}  # fmt: skip
_NO_FONT = (
    "%s.png: no font of this machine has %s of its letters (%s): it and the PDF show boxes in their place. The SVG"
    " beside it and the report are whole. Fonts for most scripts: Noto (Debian: fonts-noto-core, fonts-noto-cjk)."
)


def load_figures() -> None:
    """Load matplotlib's figures, without those of three dimensions, whose loading is a tenth of it."""
    if "matplotlib.projections" in sys.modules:
        return
    with as_if_not_installed("mpl_toolkits.mplot3d"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Unable to import Axes3D")
        import matplotlib.figure  # noqa: F401


@contextmanager
def drawing(
    folder: Path,
    name: str,
    size: tuple[float, float],
    texts: Iterable[str] = (),
    *,
    layout: Literal["constrained"] | None = None,
) -> "Iterator[Figure]":
    """A figure to draw on; it is written as name.png (300 dots an inch), name.pdf and name.svg behind.

    The SVG names letters and leaves drawing them to whoever shows it. The PNG and the PDF are drawn here: letters that
    the usual font lacks come from other fonts of this machine, and where none has them, a warning says so.

    Args:
        folder: where to.
        name: the files' name without its ending.
        size: width and height on paper, in millimetres.
        texts: what is written on it from the data.
        layout: matplotlib's layout, where it places things itself.
    """
    load_figures()
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    folder.mkdir(parents=True, exist_ok=True)
    fonts, missing = _fonts_for(texts)
    if missing:
        log.warning(_NO_FONT, name, len(missing), "".join(sorted(missing))[:20])
    with mpl.rc_context({**_STYLE, "font.family": fonts}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(size[0] / _MILLIMETRES, size[1] / _MILLIMETRES), dpi=_DOTS_AN_INCH, layout=layout)
        canvas = FigureCanvasAgg(figure)
        yield figure
        _write_files(figure, canvas, folder, name)


def _write_files(figure: "Figure", canvas: "FigureCanvasAgg", folder: Path, name: str) -> None:
    canvas.draw()  # type: ignore[no-untyped-call]
    figure.set_layout_engine(None)  # everything has its place now: with one each other file would be drawn twice
    _write_png(canvas, folder / f"{name}.png")
    undated = {"CreationDate": None, "Creator": None, "Producer": None}
    with _letters_alone():
        figure.savefig(folder / f"{name}.pdf", dpi=_DOTS_AN_INCH, metadata=undated)
    figure.savefig(folder / f"{name}.svg", dpi=_DOTS_AN_INCH, metadata={"Date": None, "Creator": None})


def _write_png(canvas: "FigureCanvasAgg", path: Path) -> None:
    """What was drawn, in few colours, because the report holds it too."""
    from PIL import Image

    size = canvas.get_width_height(physical=True)
    drawn = Image.frombuffer("RGBA", size, canvas.buffer_rgba()).convert("RGB")  # type: ignore[no-untyped-call]
    few_colours(drawn).save(path, dpi=(_DOTS_AN_INCH, _DOTS_AN_INCH))


@contextmanager
def _letters_alone() -> Iterator[None]:
    """Let fonts go into a PDF without their names and rules: letters are set by then, and called by their numbers.

    They go before a font is cut: whoever cuts it would read them first, which takes as long as the rest.
    """
    from fontTools import subset

    usual = subset.load_font

    def of_letters(path: str, options: subset.Options) -> "TTFont":
        font = usual(path, options)
        if "glyf" in font:
            for table in {*font.keys()} - _LETTERS - {"GlyphOrder"}:
                del font[table]
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        return font

    subset.load_font = of_letters
    try:
        yield
    finally:
        subset.load_font = usual


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
