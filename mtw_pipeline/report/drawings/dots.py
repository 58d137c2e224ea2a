"""What is too many to be lines and circles of a file: drawn once as dots, and the same dots put into every file.

What belongs here: from artists to one picture in their place. What does not: which artists these are
(network_plane.py), and the files (drawing.py). matplotlib can do so by itself (``rasterized``), but draws them anew for
each file, and writes an SVG's dots in four times the bytes.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.backends.backend_svg import XMLWriter
    from PIL import Image

_MOST_COLOURS = 256
_WHITE = (255, 255, 255)


def draw_as_dots(axes: "Axes", artists: "Sequence[Artist]", *, on_paper: bool) -> None:
    """Put what artists draw into their axes as one picture, in the order of the first of them.

    Args:
        axes: the axes that hold them, in a figure that is not laid out any more.
        artists: artists that nothing else of the axes lies between.
        on_paper: whether nothing lies under them: the picture is white where they are not then, in fewer bytes.
    """
    import numpy as np
    from matplotlib.backends.backend_agg import RendererAgg
    from PIL import Image

    figure = axes.get_figure(root=True)
    if figure is None or not artists:
        return
    width, height = figure.bbox.size
    renderer = RendererAgg(width, height, figure.dpi)  # type: ignore[no-untyped-call]
    for artist in sorted(artists, key=lambda one: one.get_zorder()):
        artist.draw(renderer)
    drawn = np.asarray(renderer.buffer_rgba())  # type: ignore[no-untyped-call]
    seen = drawn[:, :, 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    zorder = min(artist.get_zorder() for artist in artists)
    for artist in artists:
        artist.remove()
    if rows.size:
        cut = Image.fromarray(drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
        corner = (int(columns[0]), int(drawn.shape[0] - 1 - rows[-1]))
        axes.add_artist(_dots()(few_colours(_on_white(cut) if on_paper else cut), corner, figure.dpi, zorder))


def few_colours(picture: "Image.Image") -> "Image.Image":
    """A picture in a palette of its own colours: a quarter of the bytes."""
    from PIL import Image

    # Of the ways to choose a palette this is the one that keeps a colour that few dots have (medians lose it).
    few = picture.quantize(_MOST_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if picture.mode == "RGB" and picture.getpixel((0, 0)) == _WHITE:
        few.putpalette(_with_white(few.getpalette() or [], few.getpixel((0, 0))))
    return few


def _with_white(palette: Sequence[int], paper: object) -> list[int]:
    """A palette whose colour of the paper, a mean of what is nearly white, is white."""
    triples = (tuple(palette[at : at + 3]) for at in range(0, len(palette), 3))
    return [value for place, triple in enumerate(triples) for value in (_WHITE if place == paper else triple)]


def _on_white(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("RGB")


@cache
def _dots() -> "Callable[[Image.Image, tuple[int, int], float, float], Artist]":
    """The class of artists that draw a picture of dots, made once matplotlib is imported."""
    import numpy as np
    from matplotlib.artist import Artist

    class Dots(Artist):
        """A picture whose dots are those of the figure.

        Args:
            picture: the picture.
            corner: its left and its lower edge, in dots of the figure.
            dots_an_inch: of the figure.
            zorder: its place in the order of drawing.
        """

        def __init__(self, picture: "Image.Image", corner: tuple[int, int], dots_an_inch: float, zorder: float) -> None:
            super().__init__()
            self._picture, self._corner, self._dots_an_inch = picture, corner, dots_an_inch
            self.set_zorder(zorder)

        def draw(self, renderer: "RendererBase") -> None:
            figure = self.get_figure(root=True)
            unit = (figure.dpi if figure is not None else self._dots_an_inch) / self._dots_an_inch
            x, y = (edge * unit for edge in self._corner)
            writer = getattr(renderer, "writer", None)
            if writer is not None:
                _write_svg(writer, self._picture, (x, renderer.get_canvas_width_height()[1] - y), unit)
                return
            context = renderer.new_gc()
            renderer.draw_image(context, x, y, np.asarray(self._picture.convert("RGBA"))[::-1])
            context.restore()

    return Dots


def _write_svg(writer: "XMLWriter", picture: "Image.Image", corner: tuple[float, float], unit: float) -> None:
    """A picture as an element of an SVG.

    Args:
        writer: matplotlib's.
        picture: the picture.
        corner: its left and its lower edge in units of the file, from above.
        unit: how many of these a dot is.
    """
    content = BytesIO()
    picture.save(content, format="png")
    width, height = (side * unit for side in picture.size)
    place = {"x": corner[0], "y": corner[1] - height, "width": width, "height": height}
    writer.element(  # type: ignore[no-untyped-call]
        "image",
        attrib={
            "preserveAspectRatio": "none",
            "xlink:href": f"data:image/png;base64,{b64encode(content.getvalue()).decode('ascii')}",
            **{name: f"{value:.6f}" for name, value in place.items()},
        },
    )
