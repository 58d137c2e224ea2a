"""What other libraries do where their documentation is silent, or what of their inside decisions rest on.

What belongs here: igraph, sqlglot, matplotlib, python-docx, vaderSentiment, pyarrow, scipy and huggingface_hub alone,
one behaviour a test, each with the decision that rests on it. What does not: our use of them.
"""

import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest


def many_edges() -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """600 ties of 200 accounts, in which every seed finds other communities."""
    drawn = np.sort(np.random.default_rng(1).integers(0, 200, (600, 2)), axis=1)
    return np.unique(drawn[drawn[:, 0] != drawn[:, 1]], axis=0)


@pytest.mark.parametrize("algorithm", ["leiden", "louvain"])
def test_igraph_draws_from_the_generator_that_it_is_given(algorithm: str) -> None:
    """Decision 30: the same seed gives the same communities, and nobody else's numbers are drawn from."""
    import igraph

    graph = igraph.Graph(n=200, edges=many_edges(), directed=False)

    def found(seed: int) -> list[int]:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311
        try:
            if algorithm == "leiden":
                return list(graph.community_leiden(objective_function="modularity", n_iterations=-1).membership)
            return list(graph.community_multilevel().membership)
        finally:
            igraph.set_random_number_generator(random)

    state = random.getstate()
    assert found(1) == found(1)
    assert len({tuple(found(seed)) for seed in range(1, 6)}) > 1
    assert random.getstate() == state


def test_igraph_draws_from_pythons_own_generator_by_default() -> None:
    """Decision 30: what is given back after."""
    import igraph

    graph = igraph.Graph(n=200, edges=many_edges(), directed=False)
    found = []
    state = random.getstate()
    try:
        for _ in range(2):
            random.seed(5)
            found.append(graph.community_leiden(objective_function="modularity").membership)
        drawn = random.getstate()
    finally:
        random.setstate(state)
    assert found[0] == found[1]
    assert drawn != state


def test_igraph_cuts_fastgreedy_at_its_highest_modularity_and_measures_graphs_without_ties() -> None:
    """Decision 30: the number of communities is nobody's choice; a layer may have accounts and no ties."""
    import igraph

    triangles = [[0, 1], [1, 2], [2, 0], [3, 4], [4, 5], [5, 3], [0, 3]]
    graph = igraph.Graph(n=6, edges=np.array(triangles), directed=False)
    assert graph.community_fastgreedy().as_clustering().membership == [0, 0, 0, 1, 1, 1]
    alone = igraph.Graph(n=3, edges=np.empty((0, 2), dtype=np.int64), directed=False)
    assert alone.community_leiden(objective_function="modularity", n_iterations=-1).membership == [0, 1, 2]
    assert (alone.coreness(), alone.betweenness()) == ([0, 0, 0], [0, 0, 0])
    assert np.isnan(alone.modularity([0, 1, 2]))


def test_sqlglot_follows_a_column_to_tables_through_names_and_unions() -> None:
    """Decision 53: leaves are tables, named ``table.column``; the parts of a union are scopes of its own."""
    from sqlglot import exp, parse_one
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    schema: dict[str, object] = {"t": {"a": "VARCHAR", "b": "BIGINT"}, "u": {"c": "VARCHAR"}}
    statement = (
        "with cut as (select unnest(string_split(a, ' ')) as word, $given as given from t where b > 1)"
        " select word as first, given from cut union all select c, null from u"
    )
    tree = qualify(
        parse_one(statement, dialect="duckdb"), schema=schema, dialect="duckdb", validate_qualify_columns=False,
        quote_identifiers=False,
    )  # fmt: skip
    scope = build_scope(tree)
    assert scope is not None
    assert [one.alias_or_name for one in getattr(tree, "selects", [])] == ["first", "given"]
    leaves = {
        name: {
            (one.source.name, one.name)
            for one in lineage(name, tree, schema=schema, dialect="duckdb", scope=scope).walk()
            if isinstance(one.source, exp.Table)
        }
        for name in ("first", "given")
    }
    assert leaves == {"first": {("t", "t.a"), ("u", "u.c")}, "given": set()}
    one, other = scope.set_operation_scopes
    assert [list(part.selected_sources) for part in (one, other)] == [["cut"], ["u"]]
    assert isinstance(other.selected_sources["u"][1], exp.Table)


def drawn(salt: str | None) -> tuple[bytes, bytes]:
    """A small figure as SVG and PNG."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    svg, png = io.BytesIO(), io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure = Figure(figsize=(1, 1))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.plot([0, 1], [0, 1])
        axes.text(0.5, 0.5, "a$b$c", parse_math=False)
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", metadata={"Software": None})
    return svg.getvalue(), png.getvalue()


def test_matplotlib_draws_the_same_bytes_again() -> None:
    """Decision 31: with a salt for the names within an SVG, and without date and program."""
    assert drawn("mtw") == drawn("mtw")
    assert drawn(None)[0] != drawn(None)[0]
    assert b"a$b$c" in drawn("mtw")[0]


def test_matplotlib_warns_of_letters_that_no_font_has_in_these_words() -> None:
    """Decision 31: the warning is silenced by its words, because we give one of our own."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1))
    FigureCanvasAgg(figure)
    figure.text(0.5, 0.5, "\U00013000")
    with pytest.warns(UserWarning, match=r"^Glyph .* missing from font"):
        figure.savefig(io.BytesIO(), format="png")


def test_matplotlib_tells_the_letters_of_a_font_and_raises_this_of_what_is_none() -> None:
    """Decision 31: letters that the usual font lacks come from other fonts of the machine."""
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    font = FT2Font(findfont("DejaVu Sans"))
    assert font.family_name == "DejaVu Sans"
    assert {ord("a"), ord("é")} <= set(font.get_charmap())
    with pytest.raises(RuntimeError):
        FT2Font(__file__)


def test_matplotlib_cuts_fonts_that_fonttools_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions 149, 217, 230: what a font has no more when it was loaded is neither read nor asked by who cuts it."""
    import matplotlib as mpl
    from fontTools import subset
    from matplotlib.backends import _backend_pdf_ps
    from matplotlib.figure import Figure

    assert vars(_backend_pdf_ps)["subset"] is subset
    load, loaded = subset.load_font, []

    def load_font(path: str, options: subset.Options) -> Any:
        font = load(path, options)
        for table in ("GPOS", "OS/2", "cmap", "name", "post"):
            del font[table]
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        loaded.append(sorted(font.keys()))
        return font

    monkeypatch.setattr(subset, "load_font", load_font)
    figure, pdf = Figure(figsize=(1, 1)), io.BytesIO()
    figure.text(0.5, 0.5, "word")
    with mpl.rc_context({"pdf.fonttype": 42}):
        figure.savefig(pdf, format="pdf")
    [tables] = loaded
    assert {"GPOS", "OS/2", "cmap", "name", "post", "glyf"} & {*tables} == {"glyf"}
    assert b"/FontFile2" in pdf.getvalue()


def test_matplotlib_gives_an_artist_the_writer_of_an_svg() -> None:
    """Decision 149: hence dots go into an SVG as they are, with few colours."""
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure

    class Element(Artist):
        def draw(self, renderer: RendererBase) -> None:
            writer = getattr(renderer, "writer", None)
            found.append((writer is not None, renderer.get_canvas_width_height()))
            if writer is not None:
                writer.element("image", attrib={"id": "mine"})

    found: list[tuple[bool, tuple[float, float]]] = []
    figure, svg = Figure(figsize=(2, 1)), io.BytesIO()
    figure.add_artist(Element())
    figure.savefig(svg, format="svg")
    figure.savefig(io.BytesIO(), format="pdf")
    assert b'<image id="mine"' in svg.getvalue()
    assert found == [(True, (144.0, 72.0)), (False, (144.0, 72.0))]


def test_docx_reaches_the_rules_of_a_cell_by_its_element_alone() -> None:
    """Decision 64: APA's three rules. When a cell has a way of its own to its borders, this can go."""
    import docx
    from docx.oxml import OxmlElement

    cell = docx.Document().add_table(rows=1, cols=1).rows[0].cells[0]
    cell._tc.get_or_add_tcPr().append(OxmlElement("w:tcBorders"))
    assert "<w:tcBorders/>" in cell._tc.xml
    assert not hasattr(cell, "borders")


def test_vader_keeps_its_words_under_these_names() -> None:
    """Decision 65: our rules use its lexicon, boosters, negations and idioms as they are installed."""
    from importlib import import_module

    published = import_module("vaderSentiment.vaderSentiment")
    analyzer = published.SentimentIntensityAnalyzer()
    assert (len(analyzer.lexicon), len(analyzer.emojis)) == (7506, 3570)
    assert (len(published.BOOSTER_DICT), len(published.NEGATE), len(published.SPECIAL_CASES)) == (84, 59, 9)
    assert (published.C_INCR, published.N_SCALAR) == (0.733, -0.74)


def test_arrow_refuses_half_characters_and_fills_what_a_row_lacks() -> None:
    """Decision 2: rows of JSON are taken by name; half of a surrogate pair is looked for only where this is raised."""
    schema = pa.schema([("a", pa.string()), ("b", pa.list_(pa.string()))])
    assert pa.Table.from_pylist([{"a": "x", "more": 1}], schema=schema).to_pylist() == [{"a": "x", "b": None}]
    with pytest.raises(UnicodeEncodeError):
        pa.Table.from_pylist([{"a": "half \ud83d"}], schema=schema)


def test_scipys_exact_test_of_a_sparse_table_gives_an_array() -> None:
    """Decision 61: hence it is made a number by hand. A defect: when it is mended, ``float`` will do."""
    from scipy.stats import MonteCarloMethod, fisher_exact

    def tested(table: list[list[int]]) -> object:
        chance = MonteCarloMethod(n_resamples=99, rng=np.random.default_rng(1))
        return np.shape(fisher_exact(np.array(table), method=chance).pvalue)

    assert tested([[3, 1, 2], [1, 3, 2], [2, 2, 5]]) == ()
    assert tested([[1, 0], [0, 1], [0, 1]]) == (1,)


def test_the_hub_keeps_a_file_in_a_folder_named_after_its_commit(tmp_path: Path) -> None:
    """Decision 65: the commit of a model is read from there, with the network and without."""
    from huggingface_hub import hf_hub_download

    commit = "0123456789abcdef0123456789abcdef01234567"
    kept = tmp_path / "models--invented--model"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text(commit, encoding="ascii")
    (kept / "snapshots" / commit).mkdir(parents=True)
    (kept / "snapshots" / commit / "config.json").write_text("{}", encoding="ascii")

    def asked(model: str, revision: str) -> Path:
        return Path(hf_hub_download(model, "config.json", revision=revision, cache_dir=tmp_path, local_files_only=True))

    assert {asked("invented/model", revision).parent.name for revision in ("main", commit)} == {commit}
    for model in ("invented/other", "two words"):
        with pytest.raises((OSError, ValueError)):
            asked(model, "main")
