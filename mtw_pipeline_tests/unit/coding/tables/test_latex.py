"""Tables for papers as LaTeX: every text stays a text, every row has its cells, and the number is the report's."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.coding.tables.apa_latex import escaped, latex_of, write_latex
from mtw_pipeline.coding.tables.apa_table import ApaTable, Italic, Text
from mtw_pipeline.exhibits import EXHIBITS, in_order, number_of
from mtw_pipeline_tests.programs import large_program

NAMED = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">",
    "textbar": "|", "textquotedbl": '"', "textasciigrave": "`", "textendash": "–", "textellipsis": "…",
    "texttimes": "×",
}  # fmt: skip
IN_FORMULAS = {"-": "−", "\\alpha": "α", "\\kappa": "κ", "\\chi": "χ", "\\Sigma": "Σ", "^2": "²"}
TOKEN = re.compile(
    r"\\ensuremath\{(?P<formula>[^{}]*)\}|\\(?P<name>[A-Za-z]+)\{\}|\\(?P<sign>[{}$&#%_])"
    r"|(?P<nothing>\{\})|(?P<plain>[^\\{}$&#%_~^<>|\"`])"
)
"""What LaTeX reads, one thing at a time; any other use of a sign of its own is none of these."""
RUNS = re.compile(r"--|''|,,")
"""Of which fonts make one sign."""


def read_by_latex(source: str) -> str:
    """The characters that LaTeX would set, by another way than they were written."""
    found, place = [], 0
    while place < len(source):
        token = TOKEN.match(source, place)
        assert token is not None, f"LaTeX reads {source[place : place + 9]!r} as no text"
        kind, value = token.lastgroup, token[token.lastgroup or 0]
        found.append(
            IN_FORMULAS[value] if kind == "formula" else NAMED[value] if kind == "name" else "" if kind == "nothing"
            else value
        )  # fmt: skip
        place = token.end()
    return "".join(found)


def as_set(text: str) -> str:
    """A text as a page has it: one blank for all, no control characters, nothing that no document holds."""
    one_blank = "".join(" " if sign.isspace() else sign for sign in text)
    held = "".join(
        sign for sign in one_blank if unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in "\ufffe\uffff"
    )
    return unicodedata.normalize("NFC", re.sub(" +", " ", held))


SPECIAL = st.text(st.sampled_from("\\{}$&#%_~^<>|\"`'-,−–…×ακχΣ²[]*? a1\n\t\xa0é\u0301"), max_size=30)


@given(text=st.one_of(SPECIAL, st.text(max_size=30)))
def test_any_text_is_set_as_it_is_and_does_nothing(text: str) -> None:
    source = escaped(text)
    assert read_by_latex(source) == as_set(text)
    assert not RUNS.search(source)
    assert "\n" not in source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("50 % & more", r"50 \% \& more"), (r"C:\new_{1}", r"C:\textbackslash{}new\_\{1\}"), ("#tag_1", r"\#tag\_1"),
        ("a -- b", "a -{}- b"), ("κ = −.05", r"\ensuremath{\kappa} = \ensuremath{-}.05"), ("1,234", "1,234"),
        ("Cohen's", "Cohen's"), ("{}", r"\{\}"), ("-{}-", r"-\{\}-"), ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ('"x"', r"\textquotedbl{}x\textquotedbl{}"), ("a\x00\x7fb\ud800", "ab"),
    ],
)  # fmt: skip
def test_texts_as_a_hand_would_write_them(text: str, source: str) -> None:
    assert escaped(text) == source


def table(rows: list[list[Text]], *, exhibit: str = "codes", letter: int | None = None) -> ApaTable:
    head: list[Text] = ["Name", *([Italic("n")] * (len(rows[0]) - 1))]
    return ApaTable(exhibit, "A Title of 50 %", head, rows, ("Cells are ", Italic("n"), "."), frozenset({1}), letter)


def lines_between(source: str, begin: str, end: str) -> list[str]:
    lines = source.splitlines()
    return lines[lines.index(begin) + 1 : lines.index(end)]


@given(
    cells=st.integers(2, 9).flatmap(
        lambda width: st.lists(st.lists(SPECIAL, min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_every_row_has_the_cells_of_the_head(cells: list[list[Text]]) -> None:
    source = latex_of(table(cells))
    body = lines_between(source, r"\midrule", r"\bottomrule")
    head = lines_between(source, r"\toprule", r"\midrule")
    assert [len(re.findall(r"(?<!\\)&", line)) for line in (*head, *body)] == [len(cells[0]) - 1] * (1 + len(cells))
    assert all(line.endswith(r" \\") for line in (*head, *body))
    indent = re.compile(r"\\hspace\*\{0\.15in\}|\\setlength\{\\leftskip\}\{0\.15in\}")
    read = [indent.sub("", line.removesuffix(r" \\"), count=1).split(" & ") for line in body]
    assert [[read_by_latex(one) for one in line] for line in read] == [
        [as_set(str(one)) for one in row] for row in cells
    ]


@pytest.mark.parametrize("first", ["[.85, .96]", "*", "[", "*3"])
def test_nothing_at_the_beginning_of_a_row_belongs_to_the_row_before(first: str) -> None:
    """``\\[...]`` and ``\\*`` end a row with so much room, and are lost; so are those behind a rule."""
    source = latex_of(ApaTable("codes", "T", [first, "n"], [[first, "1"], [first, "2"]], ""))
    assert source.count("\n{}" + first) == 3


def test_a_file_has_its_number_caption_label_and_note() -> None:
    source = latex_of(table([["a", "1"], ["b", "2"]], exhibit="crosstabs", letter=1), " The data are SYNTHETIC.")
    assert source.startswith("% Table 2b of the report. Packages: booktabs, array, textcomp, graphicx.\n")
    assert r"\renewcommand{\thetable}{2b}" in source
    assert r"\caption{A Title of 50 \%}\label{tab:2b}" in source
    assert r"\textit{Note.} Cells are \textit{n}. The data are SYNTHETIC." in source
    assert "\nName & \\textit{n} \\\\\n" in source
    assert "\n\\hspace*{0.15in}b & 2 \\\\\n" in source


@pytest.mark.parametrize(
    ("rows", "width", "kinds", "packages"),
    [
        (3, 3, ["table", "tabular"], ", graphicx"), (3, 9, ["sidewaystable", "tabular"], ", graphicx, rotating"),
        (31, 3, ["longtable"], ", longtable"), (31, 9, ["landscape", "longtable"], ", longtable, pdflscape"),
    ],
)  # fmt: skip
def test_a_wide_table_is_turned_and_a_long_one_breaks(rows: int, width: int, kinds: list[str], packages: str) -> None:
    source = latex_of(table([[f"row {place}", *(["1,234 (12.3)"] * (width - 1))] for place in range(rows)]))
    assert re.findall(r"\\begin\{(\w+)\}", source) == kinds
    assert re.findall(r"\\end\{(\w+)\}", source) == kinds[::-1]
    assert source.splitlines()[0].endswith(f"booktabs, array, textcomp{packages}.")
    assert source.count(r"\toprule") == 1 + ("longtable" in kinds)
    assert source.count(r"\begingroup") == source.count(r"\endgroup") == 1


@pytest.mark.parametrize("rows", [3, 31])
def test_a_table_wider_than_a_turned_page_is_parts_under_one_number(rows: int) -> None:
    """Longer ones ran off the page; shorter ones were made so small that nobody could read them."""
    cells: list[list[Text]] = [
        [f"row {row}", *(f"1,234 ({row}.{place})+" for place in range(20))] for row in range(rows)
    ]
    wide = table(cells, exhibit="crosstabs", letter=0)
    source = latex_of(wide)
    tabular = "longtable" if rows == 31 else "tabular"
    parts = re.findall(rf"\\begin\{{{tabular}\}}.*?\\end\{{{tabular}\}}", source, re.DOTALL)
    assert len(parts) == 3
    named = [cell for part in parts for cell in re.findall(r"1,234 \((\d+\.\d+)\)", part)]
    assert sorted(named) == sorted(f"{row}.{place}" for row in range(rows) for place in range(20))
    assert all(part.count("row 2 &") == 1 for part in parts)
    assert source.count(r"\renewcommand{\thetable}{2a}") == 3
    assert source.count(r"\label{tab:2a}") == source.count(r"\textit{Note.}") == 1
    assert source.count("{A Title of 50 \\% (Continued)}") == 2
    assert source.index(r"\label{") < source.index("(Continued)") < source.index(r"\textit{Note.}")


def test_columns_whose_head_or_cells_are_long_break_their_lines() -> None:
    heads = ["Name", "Offer/ask advice/support and networking", "n"]
    source = latex_of(ApaTable("codes", "T", heads, [["word " * 20, "1", "2"]], ""))
    columns = r">{\raggedright\hangindent=0.15in\arraybackslash}p{2.58in}>{\raggedleft\arraybackslash}p{1.34in}r"
    assert rf"\begin{{tabular}}{{{columns}}}" in source


def test_a_word_longer_than_a_line_breaks_and_makes_no_column_wide() -> None:
    link = "https://example.org/" + "a-long_way/" * 9
    rows: list[list[Text]] = [[link, "1"], ["x" * 30, "2"]]
    source = latex_of(ApaTable("codes", "T", ["Name", link], rows, ""))
    assert "x" * 30 in source
    [head] = lines_between(source, r"\toprule", r"\midrule")
    parts = head.removeprefix("Name & ").removesuffix(r" \\").split(r"\allowbreak{}")
    assert "".join(map(read_by_latex, parts)) == link
    assert max(len(read_by_latex(part)) for part in parts) == 10
    assert sum(map(float, re.findall(r"p\{([\d.]+)in\}", source))) < 6.5


def test_all_lines_of_a_long_name_are_indented_where_it_belongs_to_the_row_above() -> None:
    long = ApaTable("codes", "T", ["Name", "n"], [["Theme", ""], ["word " * 20, "1"]], "", indented=frozenset({1}))
    assert "\n\\setlength{\\leftskip}{0.15in}word" in latex_of(long)
    short = ApaTable("codes", "T", ["Name", "n"], [["Theme", ""], ["word", "1"]], "", indented=frozenset({1}))
    assert "\n\\hspace*{0.15in}word" in latex_of(short)


HOSTILE = [
    "100 % of #{x} & _a_ ~b^2 \\alpha $5 | <b>", "\"said\" 'so' -- ,,`", "[.85, .96]", "*", "=cmd|'/C calc'!A0",
    "Überraschung, ąęłßçığşž", "κ, α, χ² − × … –", "word " * 24, "x" * 70, "",
]  # fmt: skip
"""Texts that pdfLaTeX must set, too."""


@pytest.mark.parametrize("class_options", ["", "twocolumn"])
@pytest.mark.parametrize(
    ("program", "package", "fonts"),
    [
        ("pdflatex", "texlive-latex-base", r"\usepackage[T1]{fontenc}"), ("pdflatex", "texlive-latex-base", ""),
        ("xelatex", "texlive-xetex", r"\usepackage{fontspec}"),
    ],
)  # fmt: skip
def test_latex_sets_every_table_with_the_packages_that_its_file_names(
    tmp_path: Path, program: str, package: str, fonts: str, class_options: str
) -> None:
    latex = large_program(program, package)
    rows: list[list[Text]] = [[one, *(["1,234 (12.3)"] * 2)] for one in HOSTILE]
    wide: list[list[Text]] = [[one[:20], *(["1,234 (12.3)+"] * 14)] for one in HOSTILE]
    tables = [
        table(rows), table(wide, exhibit="crosstabs", letter=0),
        table([*rows, *(rows[:3] * 8)], exhibit="themes"), table(wide * 4, exhibit="leaders", letter=0),
    ]  # fmt: skip
    folder = write_latex(tmp_path / "latex", tables)
    files = sorted(folder.iterdir())
    # pdfLaTeX's oldest fonts have none of these letters; twocolumn has no longtable
    is_old, is_narrow = program == "pdflatex" and not fonts, class_options == "twocolumn"
    read = [path.read_text(encoding="utf-8") for path in files]
    sources = [one for one in read if not (is_narrow and "longtable" in one.splitlines()[0])]
    assert len(sources) == (2 if is_narrow else 4)
    named = {one for source in sources for one in source.splitlines()[0].split("Packages: ")[1].rstrip(".").split(", ")}
    document = tmp_path / "paper.tex"
    body = re.sub("[ąęłığşž]", "s", "".join(sources)) if is_old else "".join(sources)
    document.write_text(
        rf"\documentclass[{class_options}]{{article}}\usepackage[margin=1in]{{geometry}}"
        rf"\usepackage{{{', '.join(sorted(named))}}}{fonts}"
        "\n\\begin{document}\\listoftables\n" + body + "\\ref{tab:2a}\n\\end{document}\n",
        encoding="utf-8",
    )
    for _ in range(2):
        told = subprocess.run(
            [latex, "-interaction=nonstopmode", "-halt-on-error", document.name],
            cwd=tmp_path, check=False, capture_output=True,
        )  # fmt: skip
        log = told.stdout.decode(errors="replace")
        assert told.returncode == 0, log[-2000:]
    listed = document.with_suffix(".lot").read_text(encoding="utf-8")
    assert listed.count(r"\contentsline {table}") == len(sources)
    assert "Missing character" not in log
    assert "undefined" not in log
    too_wide = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert not [points for points in too_wide if points > 1], too_wide


def test_each_table_with_rows_is_a_file_and_one_without_any_more_goes(tmp_path: Path) -> None:
    some = [
        table([["a", "1"]]),
        table([["a", "1"]], exhibit="crosstabs", letter=0),
        table([["a", "1"]], exhibit="leaders"),
    ]
    folder = write_latex(tmp_path / "latex", some)
    (folder / "my-own.tex").write_text("kept")
    assert {path.name for path in folder.iterdir()} == {
        "table-1.tex", "table-2a.tex", "table-s20.tex", "my-own.tex",
    }  # fmt: skip
    write_latex(folder, [some[0], ApaTable("themes", "Empty", ["Name"], [], "")])
    assert {path.name for path in folder.iterdir()} == {"table-1.tex", "my-own.tex"}


def test_what_the_paper_numbers_comes_first_and_the_rest_in_the_order_of_the_report() -> None:
    ordered = sorted((one.key for one in EXHIBITS if one.kind == "Table"), key=in_order)
    numbers = [number_of(key).removeprefix("Table ") for key in ordered]
    assert numbers == ["1", "2", "3", *(f"S{place}" for place in range(1, len(numbers) - 2))]
    assert in_order("crosstabs", 25) < in_order("crosstabs", 26) < in_order("themes")
