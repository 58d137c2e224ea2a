"""What is drawn once as dots stands in every file of a figure where the artists themselves would."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mtw_pipeline.report.drawings.dots import draw_as_dots, few_colours
from mtw_pipeline.report.drawings.drawing import COLUMN, drawing

HEIGHT = 40.0
RED, GREEN = (204, 0, 0), (0, 102, 0)
IMAGE = re.compile(r"<image ([^>]*)/>")


def drawn(folder: Path, *, as_dots: bool, on_paper: bool = True) -> None:
    """Two squares, the one at a quarter of the width and height, the other at three quarters, as files."""
    with drawing(folder, "squares", (COLUMN, HEIGHT)) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, 4), ylim=(0, 4))
        squares = [
            axes.scatter([at], [at], s=400, c=[[value / 255 for value in colour]], marker="s", linewidths=0)
            for at, colour in ((1, RED), (3, GREEN))
        ]
        if as_dots:
            draw_as_dots(axes, squares, on_paper=on_paper)


def png(folder: Path) -> NDArray[np.int16]:
    return np.asarray(Image.open(folder / "squares.png").convert("RGB")).astype(np.int16)


def middle(seen: NDArray[np.bool_]) -> tuple[float, float]:
    """The middle of what is seen, as shares of the width from the left and of the height from above."""
    rows, columns = np.nonzero(seen)
    return float((columns.mean() + 0.5) / seen.shape[1]), float((rows.mean() + 0.5) / seen.shape[0])


@pytest.mark.parametrize("on_paper", [True, False])
def test_a_png_is_the_same_with_dots_as_with_the_artists(tmp_path: Path, *, on_paper: bool) -> None:
    drawn(tmp_path / "artists", as_dots=False)
    drawn(tmp_path / "dots", as_dots=True, on_paper=on_paper)
    assert np.abs(png(tmp_path / "artists") - png(tmp_path / "dots")).max() <= 1
    assert png(tmp_path / "dots").min() == 0


@pytest.mark.parametrize("on_paper", [True, False])
def test_an_svg_has_the_dots_in_their_place(tmp_path: Path, *, on_paper: bool) -> None:
    drawn(tmp_path, as_dots=True, on_paper=on_paper)
    svg = (tmp_path / "squares.svg").read_text(encoding="utf-8")
    [element] = IMAGE.findall(svg)
    told = dict(re.findall(r'([a-z:A-Z]+)="([^"]*)"', element))
    x, y, width, height = (float(told[name]) for name in ("x", "y", "width", "height"))
    whole = [float(side) for side in re.findall(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)[0]]
    picture = Image.open(BytesIO(b64decode(told["xlink:href"].partition(",")[2])))
    assert width / picture.width == pytest.approx(72 / 300)
    assert height / picture.height == pytest.approx(72 / 300)
    dots = np.asarray(picture.convert("RGBA")).astype(np.int16)
    for colour, share in ((RED, 0.25), (GREEN, 0.75)):
        seen = (np.abs(dots[:, :, :3] - colour).max(axis=2) < 8) & (dots[:, :, 3] > 250)
        left, above = middle(seen)
        assert (x + left * width) / whole[0] == pytest.approx(share, abs=0.003)
        assert (y + above * height) / whole[1] == pytest.approx(1 - share, abs=0.003)
    assert dots[-1, -1, 3] == (255 if on_paper else 0)


def test_a_pdf_holds_the_dots_as_one_picture(tmp_path: Path) -> None:
    drawn(tmp_path, as_dots=True)
    pdf = (tmp_path / "squares.pdf").read_bytes()
    assert pdf.count(b"/Subtype /Image") == 1
    assert b"/Indexed" in pdf


def test_the_paper_is_white_beside_a_colour_that_is_nearly_white() -> None:
    """The lightest blue of a crosstab and the paper became one colour: paper of (252, 253, 254)."""
    picture = Image.new("RGB", (80, 80), "white")
    for place in range(70 * 70):
        at = (5 + place % 70, 5 + place // 70)
        picture.putpixel(at, (247, 251, 255) if place % 2 else (place % 251, place * 7 % 253, place * 13 % 247))
    shown = few_colours(picture).convert("RGB")
    assert {shown.getpixel(at) for at in ((0, 0), (79, 0), (0, 79), (79, 79))} == {(255, 255, 255)}
    assert few_colours(Image.new("RGB", (9, 9), "navy")).convert("RGB").getpixel((0, 0)) == (0, 0, 128)
