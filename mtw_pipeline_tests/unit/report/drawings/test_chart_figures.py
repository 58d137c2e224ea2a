"""Charts as files: the same figures give the same bytes, with every label and the word SYNTHETIC where it belongs."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from mtw_pipeline.report.drawings.chart_figures import Charts
from mtw_pipeline.report.drawings.drawing import FORMATS, PALETTE
from mtw_pipeline.report.drawings.lorenz_figure import draw_lorenz
from mtw_pipeline.report.facts.accounts import CurvePoint
from mtw_pipeline.report.facts.coding import Cell, Crosstab
from mtw_pipeline.report.facts.text import TermCount, TopWords
from mtw_pipeline.report.facts.tweets import DayCount
from mtw_pipeline.report.timeline import timeline
from mtw_pipeline.study.windows import CollectionWindow

WORDS = TopWords((TermCount("$x^2$ & <b>", 1234, 9), TermCount("\u202eevil", 5, 4)), ("#own",))
CURVE = tuple(
    CurvePoint(counted, percent, 9 * percent, percent**2 / 100)
    for counted in ("all tweets", "without retweets")
    for percent in (0, 50, 100)
)


def _cell(row: str, column: str, tweets: int, percents: tuple[float, float, float], residual: float | None) -> Cell:
    margins = {"information": 8, "other": 2}[row], {"text only": 3, "link": 7}[column]
    return Cell("purpose", "content_format", row, column, tweets, *margins, 10, *percents, residual)


TABLE = Crosstab(
    "purpose",
    "content_format",
    ("text only", "link"),
    (
        (
            "information",
            (
                _cell("information", "text only", 3, (30.0, 37.5, 100.0), 4.2),
                _cell("information", "link", 5, (50.0, 62.5, 71.4), -2.0),
            ),
        ),
        (
            "other",
            (
                _cell("other", "text only", 0, (0.0, 0.0, 0.0), None),
                _cell("other", "link", 2, (20.0, 100.0, 28.6), 0.1),
            ),
        ),
    ),
    (),
)


def drawn(charts: Charts) -> dict[str, Path]:
    days = timeline(
        CollectionWindow(date(2020, 12, 5), date(2020, 12, 7)),
        (DayCount(date(2020, 12, 5), 7), DayCount(date(2020, 12, 7), 2)),
    )
    return {
        "words": charts.words(WORDS),
        "days": charts.timeline(days),
        "crosstab": charts.crosstab(TABLE),
        "participation": draw_lorenz(CURVE, charts.folder, is_synthetic=charts.is_synthetic),
    }


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, dict[str, Path]]:
    """Each chart, by whether it is of a synthetic study."""
    folders = {is_synthetic: tmp_path_factory.mktemp("charts") for is_synthetic in (True, False)}
    return {is_synthetic: drawn(Charts(folder, is_synthetic)) for is_synthetic, folder in folders.items()}


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_each_chart_tells_the_figures_in_every_format(
    charts: dict[bool, dict[str, Path]], *, is_synthetic: bool
) -> None:
    labels = {
        "words": ("1,234", "[U+202E]evil", "$x^2$ &amp; &lt;b&gt;", "uses (without #own)", "word"),
        "days": ("2020-12-05", "tweets per day", "day (UTC)"),
        "crosstab": ("text only", "information", "30.0 +", "50.0 \N{MINUS SIGN}", "20.0", "percent of 10 tweets",
                     "Purpose", "Content format"),
        "participation": ("all tweets", "without retweets", "equal shares", "percent of tweets", "percent of accounts"),
    }  # fmt: skip
    for name, path in charts[is_synthetic].items():
        with Image.open(path) as png:
            assert png.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
        picture = path.with_suffix(".svg").read_text(encoding="utf-8")
        assert all(label in picture for label in labels[name]), name
        assert ("SYNTHETIC" in picture) == is_synthetic


def test_letters_that_no_font_has_are_said_once_and_stand_in_the_svg(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    unknown = "\N{EGYPTIAN HIEROGLYPH A001}\U000e0041\U0010fffd"
    with caplog.at_level("WARNING", logger="mtw_pipeline"):
        Charts(tmp_path, is_synthetic=False).words(
            TopWords((TermCount(f"good {unknown}", 3, 2), TermCount("été", 2, 1)), ())
        )
    assert (tmp_path / "words.png").read_bytes().startswith(b"\x89PNG")
    assert "\N{EGYPTIAN HIEROGLYPH A001}" in (tmp_path / "words.svg").read_text(encoding="utf-8")
    assert [str(one.message) for one in recwarn.list if "Glyph" in str(one.message)] == []
    said = [record.getMessage() for record in caplog.records]
    assert len(said) <= 1
    assert all("no font of this machine has 1 of its letters" in one for one in said)


def test_known_letters_need_no_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", logger="mtw_pipeline"):
        Charts(tmp_path, is_synthetic=False).words(TopWords((TermCount("naïve $x$ привет", 3, 2),), ()))
    assert caplog.records == []


def test_the_same_figures_give_the_same_files(charts: dict[bool, dict[str, Path]], tmp_path: Path) -> None:
    other = drawn(Charts(tmp_path / "again", is_synthetic=True))
    for name, path in charts[True].items():
        for suffix in FORMATS:
            assert path.with_suffix(suffix).read_bytes() == other[name].with_suffix(suffix).read_bytes()


def test_figure_2_leaves_out_the_studys_own_tag_and_says_which() -> None:
    counted = [TermCount(name, 20 - place, 1) for place, name in enumerate(["#One", *"abcdefghij", "k", "#two"])]
    shown = TopWords.among(counted, ("one", "Two", "three"))
    assert [word.name for word in shown.words] == list("abcdefghij")
    assert shown.left_out == ("#One",)


def test_no_chart_is_wider_than_a_page_or_loses_its_colour(charts: dict[bool, dict[str, Path]], tmp_path: Path) -> None:
    wide = Crosstab(
        "purpose", "content_format", tuple(f"a long category {number}" for number in range(14)),
        tuple(
            (f"a row with a very long name indeed {row}", tuple(
                _cell("information", "link", 1, (1.0, 1.0, 1.0), None) for _ in range(14)
            ))
            for row in range(3)
        ), (),
    )  # fmt: skip
    words = charts[False]["words"]
    for path in (words, Charts(tmp_path, is_synthetic=False).crosstab(wide)):
        with Image.open(path) as png:
            assert 85 <= round(png.width / 300 * 25.4) <= 170
    colours = {colour for _, colour in Image.open(words).convert("RGB").getcolors(1 << 24)}  # type: ignore[union-attr]
    assert (255, 255, 255) in colours
    bar = tuple(int(PALETTE[0][at : at + 2], 16) for at in (1, 3, 5))
    assert any(max(abs(one - other) for one, other in zip(bar, colour, strict=True)) <= 2 for colour in colours)  # type: ignore[arg-type]


LONG_NAME = "a_variable_whose_name_has_forty_signs___"


@pytest.mark.parametrize(
    ("rows", "columns", "variable", "is_synthetic"),
    [(2, 2, "purpose", True), (2, 16, LONG_NAME, False), (6, 6, LONG_NAME, True)],
)
def test_nothing_of_a_crosstab_lies_beyond_its_figure(
    tmp_path: Path, rows: int, columns: int, variable: str, is_synthetic: bool
) -> None:
    """A table of yes and no was so low that the words beside its colours were cut at both ends."""
    named = ["offer, or ask for, advice and support", *(f"a category, number {place}" for place in range(1, columns))]
    cells = tuple(_cell("information", "link", 1, (place / 9, 1.0, 1.0), None) for place, _ in enumerate(named))
    table = Crosstab(variable, "content_format", tuple(named), tuple((f"row {row}", cells) for row in range(rows)), ())
    assert ink_at_the_edge(Charts(tmp_path, is_synthetic=is_synthetic).crosstab(table)) == set()


@pytest.mark.parametrize(("letters", "own"), [(5, 3), (140, 1), (140, 40)])
def test_nothing_of_the_words_lies_beyond_their_figure(tmp_path: Path, letters: int, own: int) -> None:
    """A study of several hashtags had the names of its first and last cut in half."""
    counted = tuple(TermCount("#" + "w" * letters, 1234 - place, 9) for place in range(10))
    shown = TopWords(counted, tuple(f"#own_hashtag_{place}" for place in range(own)))
    path = Charts(tmp_path, is_synthetic=True).words(shown)
    assert ink_at_the_edge(path) == set()
    written = path.with_suffix(".svg").read_text(encoding="utf-8")
    assert "#own_hashtag_0" in written
    assert (" more)" in written) == (own == 40)


def ink_at_the_edge(path: Path) -> set[str]:
    """The sides of a picture at which something is drawn, and so may be cut."""
    with Image.open(path) as png:
        lines = {
            "left": (0, 0, 1, png.height), "top": (0, 0, png.width, 1),
            "right": (png.width - 1, 0, png.width, png.height), "bottom": (0, png.height - 1, png.width, png.height),
        }  # fmt: skip
        shown = png.convert("L")
        return {side for side, box in lines.items() if shown.crop(box).getextrema() != (255, 255)}
