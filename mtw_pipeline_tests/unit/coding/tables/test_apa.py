"""Tables in Word: numbers as the manual of the APA writes them, and a document that needs no hand."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Inches

from mtw_pipeline.coding.tables.apa_coding import coding_tables
from mtw_pipeline.coding.tables.apa_collection import collection_tables
from mtw_pipeline.coding.tables.apa_document import write_document
from mtw_pipeline.coding.tables.apa_numbers import (
    coefficient,
    decimal,
    interval,
    mean,
    measure,
    median,
    p_value,
    proper_name,
    title_case,
)
from mtw_pipeline.coding.tables.apa_table import ApaTable, Italic, filled, plain


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (p_value(0.0312), "= .031"), (p_value(0.0004), "< .001"), (p_value(0.001), "= .001"), (p_value(1.0), "= 1.000"),
        (p_value(None), "= –"), (p_value(0.99999), "= 1.000"),
        (coefficient(0.913), ".91"), (coefficient(-0.05), "−.05"), (coefficient(1.0), "1.00"),
        (coefficient(-0.001), ".00"),
        (coefficient(0.999), "1.00"), (coefficient(float("nan")), "–"),
        (decimal(0.5), "0.50"), (decimal(1234.5, 1), "1,234.5"), (decimal(-2.0), "−2.00"), (decimal(None), "–"),
        (measure(15263.0), "15,263"), (measure(0.000364), ".0003640"), (measure(0.0555), ".05550"),
        (measure(0.7096), ".7096"), (measure(0.71), ".7100"), (measure(0.0433), ".04330"), (measure(2345.6), "2,346"),
        (measure(4.9659), "4.966"), (measure(-0.6872), "−.6872"), (measure(None), "–"), (measure(0.99999), "1.000"),
        (mean(1.934), "1.93"), (mean(571.84), "571.8"), (mean(24190.55), "24,191"), (mean(None), "–"),
        (median(7.0), "7"), (median(4265.5), "4,265.5"), (median(float("nan")), "–"),
        (interval(".85", ".96"), "[.85, .96]"), (interval("–", ".96"), "–"),
        (proper_name("cohens_kappa"), "Cohen's κ"), (proper_name("modularity_fastgreedy"), "Modularity FastGreedy"),
        (proper_name("two_way_tweets"), "Two-way tweets"), (proper_name("density_directed"), "Density, directed"),
        (proper_name("learning_strategies"), "Learning strategies"),
        (title_case("purpose by type of tweet"), "Purpose by Type of Tweet"),
    ],
)  # fmt: skip
def test_numbers_and_names_as_the_manual_has_them(shown: str, expected: str) -> None:
    assert shown == expected


def table(columns: int, rows: int, word: str = "1,234 (12.3)", *, exhibit: str = "codes") -> ApaTable:
    head = ["Name", *([Italic("n")] * columns)]
    return ApaTable(
        exhibit, "A Title", head, [[f"row {number}", *([word] * columns)] for number in range(rows)], "Said."
    )


def written(tmp_path: Path, *tables: ApaTable) -> Any:
    return Document(str(write_document(tmp_path / "tables.docx", tables, nothing="Nothing.", more=" More.")))


def test_nothing_is_parted_from_its_title_and_headers_repeat(tmp_path: Path) -> None:
    document = written(
        tmp_path, table(3, 4), ApaTable("themes", "Empty", ["Name"], [], ""), table(2, 60, exhibit="sentiment")
    )
    assert [one.text for one in document.paragraphs if one.text.startswith("Table")] == ["Table 1", "Table S6"]
    for found, rows in zip(document.tables, (4, 60), strict=True):
        marks = [{mark.tag for mark in row._tr.trPr} for row in found.rows]
        assert qn("w:tblHeader") in marks[0]
        assert all(qn("w:cantSplit") in one for one in marks)
        assert not any(qn("w:tblHeader") in one for one in marks[1:])
        together = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in found.rows]
        assert [together[place] for place in (0, 1, -1)] == [True] * 3, "title and note stay with rows"
        assert all(together) == (rows < 30), "a table longer than a page may break"
    for title in (one for one in document.paragraphs if one.text in {"Table 1", "Table S6", "A Title"}):
        assert title.paragraph_format.keep_with_next
    assert [one.text for one in document.paragraphs if one.text.startswith("Note.")] == ["Note. Said. More."] * 2


def test_columns_are_as_wide_as_their_words_and_fit_the_page(tmp_path: Path) -> None:
    document = written(tmp_path, table(1, 2), table(7, 2), table(2, 2), table(9, 2))
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in document.sections]
    assert turned == [False, True, False, True]
    for section, found in zip(document.sections, document.tables, strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        widths = [cell.width for cell in found.rows[0].cells]
        assert sum(widths) <= room + Inches(0.01)
        size = found.rows[1].cells[1].paragraphs[0].runs[0].font.size
        assert widths[1] >= len("(12.3)") * size * 0.5, "a word is never cut"


def test_a_table_wider_than_a_turned_page_is_parts_below_each_other(tmp_path: Path) -> None:
    """Its columns were squeezed until words were cut, in letters of 7 points."""
    cells = [[f"row {row}", *(f"{row}{place:02} (12.3)+" for place in range(24))] for row in range(2)]
    wide = ApaTable(
        "crosstabs", "A Title", ["Name", *(f"column {place}" for place in range(24))], cells, "Said.", letter=1
    )
    document = written(tmp_path, table(1, 2), wide)
    [_, *parts] = document.tables
    assert [len(part.columns) - 1 for part in parts] == [8, 8, 8]
    shown = [[cell.text for cell in row.cells] for part in parts for row in part.rows]
    assert [line[0] for line in shown] == ["Name", "row 0", "row 1"] * 3
    assert [cell for line in shown if line[0] == "row 1" for cell in line[1:]] == cells[1][1:]
    said = [one.text for one in document.paragraphs if one.text]
    assert said[-7:] == ["Table 2b", "A Title", *(["Table 2b", "A Title (Continued)"] * 2), "Note. Said. More."]


@pytest.mark.parametrize(
    ("name", "indents"),
    [("word", [None, (0.15, None)]), ("a long name " * 9, [(0.15, -0.15), (0.3, -0.15)])],
)
def test_further_lines_of_a_name_are_indented_so_that_none_looks_like_a_name(
    tmp_path: Path, name: str, indents: list[tuple[float, float | None] | None]
) -> None:
    shown = ApaTable("codes", "T", ["Name", "n"], [["Theme", ""], [name, "1"]], "", indented=frozenset({1}))
    [found] = written(tmp_path, shown).tables
    formats = [row.cells[0].paragraphs[0].paragraph_format for row in found.rows[1:]]
    assert [
        one.left_indent and (round(one.left_indent.inches, 2), one.first_line_indent and one.first_line_indent.inches)
        for one in formats
    ] == [one and (one[0], one[1] and pytest.approx(one[1], abs=0.001)) for one in indents]


def test_statistics_are_italic_and_only_three_rules_are_drawn(tmp_path: Path) -> None:
    found = written(tmp_path, table(1, 3)).tables[0]
    assert found.rows[0].cells[1].paragraphs[0].runs[0].italic
    assert not found.rows[1].cells[1].paragraphs[0].runs[0].italic
    rules = [
        [edge.tag for edge in row.cells[0]._tc.tcPr.iter() if edge.tag in {qn("w:top"), qn("w:bottom")}]
        for row in found.rows
    ]
    assert rules == [[qn("w:top"), qn("w:bottom")], [], [], [qn("w:bottom")]]


def test_a_document_says_of_itself_what_is_so(tmp_path: Path) -> None:
    """It said that python-docx had written it in 2013."""
    about = written(tmp_path, table(1, 3)).core_properties
    assert (about.author, about.comments, about.title) == ("", "", "Tables")
    assert about.created == about.modified
    assert abs(about.created - datetime.now(UTC)) < timedelta(minutes=5)


def test_what_no_document_can_hold_ends_nothing(tmp_path: Path) -> None:
    document = written(tmp_path, ApaTable("codes", "T\x00", ["\ud800", "b"], [["a\ufffe", "\x1f2"]], "n\x0b"))
    assert document.tables[0].rows[1].cells[1].text == "2"
    assert written(tmp_path).paragraphs[0].text == "Nothing. More."


def frequency(variable: str, category: str, tweets: int, coded: int) -> dict[str, Any]:
    return {
        "variable": variable, "category": category, "tweets": tweets, "coded_tweets": coded,
        "percent": 100 * tweets / coded, "low": 1.0, "high": 99.0,
    }  # fmt: skip


def cell(row: str, column: str, tweets: int, margins: tuple[int, int], residual: float | None) -> dict[str, Any]:
    return {
        "row_variable": "purpose", "column_variable": "resources", "row_category": row, "column_category": column,
        "tweets": tweets, "row_tweets": margins[0], "column_tweets": margins[1], "all_tweets": 10,
        "percent_of_all": 10.0 * tweets, "adjusted_residual": residual,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "percent", "said"),
    [
        ("tweet_type", None, "whether it answers or quotes"),
        ("content_format", None, "do not tell the format of every tweet"),
        ("tweet_type", 10.0, None),
        ("purpose", None, None),
    ],
)
def test_a_crosstab_says_what_the_exports_do_not_tell_of_its_tweets(
    variable: str, percent: float | None, said: str | None
) -> None:
    """Paper readers saw percents of types to a tenth where Table 1, of the same tweets, had none."""
    told = {**frequency(variable, "one", 1, 10), "percent": percent}
    tables = {
        "codebook": [], "code_frequencies": [told], "engagement_summary": [], "coder_agreement": [],
        "category_agreement": [], "computed_agreement": [], "machine_agreement": [], "crosstab_tests": [],
        "code_crosstabs": [{**cell("information", "one", 4, (6, 5), None), "column_variable": variable}],
        "theme_frequencies": [], "sample": [{"with_retweets": None}],
    }  # fmt: skip
    [crosstab] = [table for table in coding_tables(tables) if table.exhibit == "crosstabs"]
    note = plain(crosstab.note or "")
    assert ("The exports do not tell" in note) == (said is not None)
    assert (said or "") in note


def test_table_1_is_one_table_and_crosstabs_have_totals_marks_and_tests() -> None:
    test = {
        "row_variable": "purpose", "column_variable": "resources", "tweets": 10, "chi_square": 9.876,
        "degrees_of_freedom": None, "p_value": 0.0002, "p_holm": 0.04, "cramers_v": None, "low": None, "high": None,
        "method": "by permutation", "reason": "none of these",
    }  # fmt: skip
    tables = {
        "codebook": [{"variable": "purpose", "label": "Purpose"}, {"variable": "resources", "label": "Resources"}],
        "code_frequencies": [
            frequency("purpose", "information", 6, 8), frequency("purpose", "action", 2, 8),
            frequency("resources", "emoji", 3, 10),
        ],
        "engagement_summary": [],
        "coder_agreement": [
            {"variable": "purpose", "coders": "all", "measure": "cohens_kappa", "units": 5, "value": 0.5, "low": None,
             "high": None},
        ],
        "category_agreement": [
            {"variable": "purpose", "category": "action", "coders": who, "units": 5, "tweets_of_any": 3, "value": 0.25,
             "low": -0.5, "high": 1.0} for who in ("all", "Ana & Ben")
        ],
        "computed_agreement": [
            {"variable": "resources", "category": "emoji", "units": 5, "computed_tweets": 4, "people_tweets": 3,
             "value": 0.5, "low": None, "high": None},
        ],
        "machine_agreement": [
            {"variable": "purpose", "scorer": "a rule, tested by folds", "learned_from": 8, "cohens_kappa": 0.61,
             "low": 0.5, "high": 0.72},
            {"variable": "resources", "scorer": "a rule", "learned_from": 4, "cohens_kappa": float("nan"),
             "low": None, "high": None},
        ],
        "code_crosstabs": [
            cell("information", "emoji", 4, (6, 5), 2.5), cell("information", "links", 3, (6, 4), -2.0),
            cell("action", "emoji", 1, (4, 5), None), cell("action", "links", 1, (4, 4), 0.3),
        ],
        "crosstab_tests": [test],
        "theme_frequencies": [],
        "sample": [{"with_retweets": None}],
    }  # fmt: skip
    first, engagement, agreement, categories, computed, crosstab, themes = coding_tables(tables)
    assert "do not tell" not in plain(first.note)
    assert "Retweets were not drawn" not in plain(first.note)
    undrawn, *_ = coding_tables({**tables, "sample": [{"with_retweets": False}]})
    assert plain(undrawn.note).endswith(" Retweets were not drawn: shares of types are of all other tweets.")
    is_open = {**frequency("content_format", "multimedia", 0, 10), "percent": None}
    opened, *_ = coding_tables({**tables, "code_frequencies": [is_open]})
    assert [plain(text) for text in opened.rows[1]] == ["Multimedia", "0", "–", "[1.0, 99.0]"]
    assert "do not tell of all tweets has no percentage" in plain(opened.note)
    assert [[plain(text) for text in row][:5] for row in categories.rows] == [
        ["Purpose", "", "", "", ""], ["Action", "5", "3", ".250", "[−.500, 1.000]"],
    ]  # fmt: skip
    assert [plain(text) for text in computed.rows[1]] == ["Emoji", "5", "4", "3", ".500", "–"]
    assert [[plain(text) for text in row] for row in first.rows] == [
        ["Purpose", "", "", ""], ["Information", "6", "75.0", "[1.0, 99.0]"], ["Action", "2", "25.0", "[1.0, 99.0]"],
        ["Resources", "", "", ""], ["Emoji", "3", "30.0", "[1.0, 99.0]"],
    ]  # fmt: skip
    assert first.indented == {1, 2, 4}
    assert plain(first.note).startswith("N = 8 to 10 sampled tweets")
    assert [[plain(text) for text in row] for row in agreement.rows] == [
        ["Purpose", "", "", ""], ["Cohen's κ", "5", ".500", "–"],
        ["Cohen's κ, machine and people", "8", ".610", "[.500, .720]"],
    ]  # fmt: skip
    assert agreement.indented == {1, 2}
    assert "Machine: a rule, tested by folds; n = tweets with a final code by people" in plain(agreement.note)
    assert (crosstab.number, crosstab.title) == ("Table 2a", "Purpose by Resources")
    assert [[plain(text) for text in row] for row in crosstab.rows] == [
        ["Information", "4 (40.0)+", "3 (30.0)−", "6 (60.0)"], ["Action", "1 (10.0)", "1 (10.0)", "4 (40.0)"],
        ["All", "5 (50.0)", "4 (40.0)", "10 (100.0)"],
    ]  # fmt: skip
    said = plain(crosstab.note)
    assert said.startswith("Cells are n (percent of the 10 tweets that have both variables).")
    assert "Σχ²(N = 10) = 9.88, p < .001 (by permutation), after Holm p = .040." in said
    assert "can have several of these categories" in said
    assert not engagement.rows
    assert not themes.rows
    assert all(one != other for one, other in pairwise(crosstab.head))


NO_ROWS: dict[str, list[dict[str, Any]]] = {
    name: []
    for name in (
        "network_metrics", "leader_groups", "leaders", "word_frequencies", "word_list_totals", "sentiment",
        "scorer_agreement", "liwc", "style_measures",
    )
}  # fmt: skip


def of_number(number: str, **rows: list[dict[str, Any]]) -> ApaTable:
    [found] = [one for one in filled(collection_tables({**NO_ROWS, **rows}, ["ourTag"])) if one.number == number]
    return found


def cells(table: ApaTable) -> list[list[str]]:
    return [[plain(text) for text in row] for row in table.rows]


def test_what_the_published_study_says_of_leaders_words_and_liwc_stands_in_tables() -> None:
    group = {
        "leads_by": "indegree", "accounts": 20, "in_both": 8, "followers_known": 19, "mean_followers": 15123.4,
        "median_followers": 4265.5, "practitioners": 17, "companies": 1, "media": 2, "others": 0,
    }  # fmt: skip
    groups = of_number("Table S19", leader_groups=[group])
    assert cells(groups) == [["Indegree", "20", "8", "19", "15,123", "4,265.5", "17", "1", "2", "0"]]
    liwc = [
        {"measure": "Tone", "measured": "tweets", "kind": "summary", "value": 90.83},
        {"measure": "negemo", "measured": "all texts", "kind": "category", "value": 0.65},
    ]
    assert cells(of_number("Table S9", liwc=liwc)) == [["Tone", "Tweets", "90.83"]]
    assert cells(of_number("Table S10", liwc=liwc)) == [["negemo", "All texts", "0.65"]]
    words = [
        {"list": "positive", "distinct_words": 2, "uses": 9, "tweets": 8, "percent_of_tweets": 40.0, "posters": 7,
         "words": ["great", "good"]},
        {"list": "negative", "distinct_words": 0, "uses": 0, "tweets": 0, "percent_of_tweets": 0.0, "posters": 0,
         "words": []},
    ]  # fmt: skip
    lists = of_number("Table S28", word_list_totals=words)
    assert plain(lists.note).endswith("Most used, the first ten: positive: great, good.")
    assert not filled(collection_tables(NO_ROWS, []))


def test_a_leader_without_a_handle_is_no_mention() -> None:
    leader = {
        "layer": "all",
        "leads_by": "indegree",
        "degree": 3,
        "followers": None,
        "class": "other",
        "leads_both": False,
    }
    rows = [{**leader, "account": name, "rank": rank} for rank, name in enumerate(("ann", "id:77"), 1)]
    assert [row[0] for row in cells(of_number("Table S20a", leaders=rows))] == ["@ann", "id:77"]


def test_metrics_are_parted_as_in_the_report_and_scorers_have_their_short_names() -> None:
    metrics = [
        {"layer": layer, "metric": metric, "value": value, "definition": "d", "nodes": 4, "ties": 3, "reason": None}
        for layer, metric, value in (
            ("all", "ties", 3.0), ("all", "density_directed", 0.0433), ("chain", "ties", float("nan")),
            ("all", "self_ties", 1.0), ("all", "gini_tweets", 0.5),
        )
    ]  # fmt: skip
    main = of_number("Table S14", network_metrics=metrics)
    assert [plain(text) for text in main.head] == ["Metric", "All", "Chain"]
    assert cells(main) == [["Ties", "3", "–"], ["Density, directed", ".04330", "–"]]
    further = of_number("Table S15", network_metrics=metrics)
    assert cells(further) == [
        ["Size", "", ""], ["Self-ties", "1", "–"], ["Further metrics", "", ""], ["Gini tweets", ".5000", "–"],
    ]  # fmt: skip
    assert further.indented == {1, 3}
    scorer = {"scorer": "vader 3.3.2", "scored": 10, "negative": 1, "neutral": 4, "positive": 5}
    sentiment = of_number("Table S6", sentiment=[scorer])
    assert cells(sentiment) == [["VADER", "10", "1 (10.0)", "4 (40.0)", "5 (50.0)"]]
    assert plain(sentiment.note).endswith(" VADER: vader 3.3.2.")
    assert "layers of ties: all mentions, replies, retweets and quotes; chains of replies. A dash" in plain(main.note)


def test_words_are_those_of_the_report_without_the_studys_own_hashtags() -> None:
    """The report leaves #OurTag out of Figure 2 and of what follows it; Word had it first, under the same number."""
    used = [("fun", 1), ("#ourtag", 2), ("work", 3), ("more", 3)]
    words = [{"word": word, "rank": rank, "uses": 9, "tweets": 8, "posters": 7} for word, rank in used]
    assert [row[:2] for row in cells(of_number("Table S26", word_frequencies=words))] == [
        ["fun", "1"], ["work", "2"], ["more", "2"],
    ]  # fmt: skip


def test_a_category_of_style_that_is_used_has_no_percent_of_nothing() -> None:
    rows = [
        {"measure": name, "kind": "category", "uses": uses, "value": value, "standing": None, "words": 351_508}
        for name, uses, value in (("anx", 8, 0.0023), ("anger", 0, 0.0), ("sad", 581, 0.165))
    ]
    table = of_number("Table S12", style_measures=rows)
    assert [row[1:3] for row in cells(table)] == [["8", "< 0.01"], ["0", "0.00"], ["581", "0.17"]]


def test_medians_of_counts_are_whole_or_halfway_between_two() -> None:
    none: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in (
            "codebook", "code_frequencies", "coder_agreement", "category_agreement", "computed_agreement",
            "machine_agreement", "code_crosstabs", "crosstab_tests", "theme_frequencies", "sample",
        )
    }  # fmt: skip
    likes = {
        "metric": "likes", "known_tweets": 4, "mean": 1234.5, "median": 7.0, "lower_quartile": 4.0,
        "upper_quartile": 15.5, "maximum": 4000,
    }  # fmt: skip
    [table] = filled(coding_tables({**none, "engagement_summary": [likes]}))
    assert cells(table) == [["Likes", "4", "1,234", "7", "[4, 15.5]", "4,000"]]
