"""Tables for papers and other programs: XLSX, the coded tweets as CSV and SPSS, APA-style tables in Word and LaTeX.

What belongs here: which tables go into which file. What does not: counting (sql/), Word (apa_document.py), LaTeX
(apa_latex.py), SPSS (spss.py), the report with its tables as CSV (report/).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.coding.codebook import SEVERAL, CodedVariable, coded_by_people
from mtw_pipeline.coding.journal import journal_of
from mtw_pipeline.coding.present_codes import memos_by_variable, notes_by_tweet
from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.coding.tables.apa_coding import coding_tables
from mtw_pipeline.coding.tables.apa_collection import collection_tables
from mtw_pipeline.coding.tables.apa_document import write_document
from mtw_pipeline.coding.tables.apa_latex import write_latex
from mtw_pipeline.coding.tables.spss import NOTES, write_spss
from mtw_pipeline.coding.tweet_keys import id_as_text
from mtw_pipeline.platforms import Platform
from mtw_pipeline.spreadsheets import FORMULA, csv_text, of_xml
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.coding import by_people
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import (
    CATEGORY_AGREEMENT,
    CODEBOOK,
    CODED_TWEETS,
    CODER_AGREEMENT,
    CODER_CONFUSION,
)
from mtw_pipeline.warehouse.tables.coding_progress import AGREEMENT_OVER_TIME
from mtw_pipeline.warehouse.tables.coding_results import (
    CODE_CROSSTABS,
    CODE_FREQUENCIES,
    CROSSTAB_TESTS,
    ENGAGEMENT_SUMMARY,
    MACHINE_AGREEMENT,
    THEME_FREQUENCIES,
)
from mtw_pipeline.warehouse.tables.coding_validation import COMPUTED_AGREEMENT, COMPUTED_CONFUSION
from mtw_pipeline.warehouse.tables.network import COMMUNITIES, LEADERS, NETWORK_METRICS
from mtw_pipeline.warehouse.tables.text import SCORER_AGREEMENT, STYLE_MEASURES, WORD_LIST_TOTALS

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

_EXPORTED = (
    CODE_FREQUENCIES, ENGAGEMENT_SUMMARY, CODE_CROSSTABS, CROSSTAB_TESTS, THEME_FREQUENCIES, CODER_AGREEMENT,
    CATEGORY_AGREEMENT, CODER_CONFUSION, COMPUTED_AGREEMENT, COMPUTED_CONFUSION, CODED_TWEETS, CODEBOOK,
    NETWORK_METRICS, LEADERS, COMMUNITIES, WORD_LIST_TOTALS, SCORER_AGREEMENT, STYLE_MEASURES,
    MACHINE_AGREEMENT, AGREEMENT_OVER_TIME,
)  # fmt: skip
FILES = ("tables.xlsx", "coded_tweets.csv", "coded_tweets.sav", "tables.docx")
_LATEX = "latex"
_AS_THE_REPORT = {
    "code_crosstabs": "report/coding/cells",
    "engagement_summary": "report/coding/engagement",
    "leader_groups": "report/network/leader_groups",
    "liwc": "report/text/liwc",
    "network_metrics": "report/network/network_metrics",
    "sample": "report/coding/sample",
    "style_measures": "report/text/style",
    "word_list_totals": "report/text/word_lists",
}
"""Statements of what the report shows, in its order: a text cites both."""
_SYNTHETIC = " The data are SYNTHETIC: made by a program, and no finding about anybody."
_SIMULATED = " Coders were SIMULATED, too: no people coded."


def export_tables(warehouse: Warehouse, study: Study, window: CollectionWindow, folder: Path) -> list[Path]:
    """Write the tables of codes of a window.

    Returns:
        The files: tables.xlsx, coded_tweets.csv and coded_tweets.sav (a row a tweet, a column a variable, and one of
        what coders noted), tables.docx, and the folder of LaTeX files, one a table. Notes come from the journal: no
        table of the warehouse holds them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked = {"collection_window": window.key}
    frames = {table.name: _frame(warehouse, table.name, window) for table in _EXPORTED}
    frames["word_frequencies"] = warehouse.query(
        "coding/most_recurrent_words", {**asked, "top": study.settings.words.top}
    ).df()
    frames["sentiment"] = warehouse.query("report/text/sentiment", asked).df()
    ordered = {name: warehouse.query(statement, asked).df() for name, statement in _AS_THE_REPORT.items()}
    rows = {name: [_plain(row) for row in frame.to_dict("records")] for name, frame in {**frames, **ordered}.items()}
    for_papers = [*coding_tables(rows), *collection_tables(rows, study.settings.hashtags)]
    entries = journal_of(study, window)
    notes = notes_by_tweet(entries)
    wide, variables = _wide(warehouse, window, notes, coded_by_people(study.settings))
    listed = folder / "coded_tweets.csv"
    frames[NOTES] = _notes(wide, notes, memos_by_variable(entries))
    cells = _with_keys(wide).astype(object).where(wide.notna(), None)
    listed.write_text(
        csv_text([str(name) for name in wide.columns], cells.itertuples(index=False)), encoding="utf-8", newline=""
    )
    more = _together(warehouse, window) + (_SYNTHETIC if study.settings.synthetic else "")
    more += _SIMULATED if study.settings.coding.coders == SIMULATED_CODERS else ""
    return [
        _workbook(folder / "tables.xlsx", frames),
        listed,
        write_spss(folder / "coded_tweets.sav", wide, variables),
        write_document(folder / "tables.docx", for_papers, nothing="Nothing has been counted yet.", more=more),
        write_latex(folder / _LATEX, for_papers, more=more),
    ]


def exported(folder: Path) -> list[Path]:
    """The files of an earlier export that lie in a folder."""
    return [*(path for name in FILES if (path := folder / name).is_file()), *(folder / _LATEX).glob("table-*.tex")]


def _together(warehouse: Warehouse, window: CollectionWindow) -> str:
    """That figures are of several platforms together, where they are: likes of two are not comparable."""
    found = warehouse.query("report/tweets/platforms", {"collection_window": window.key}).fetchall()
    if len(found) < 2:  # noqa: PLR2004 - several
        return ""
    names = [Platform(platform).label for platform, *_ in found]
    return f" The figures are of {', '.join(names[:-1])} and {names[-1]} together, whose likes are not comparable."


def _frame(warehouse: Warehouse, table: str, window: CollectionWindow) -> "pd.DataFrame":
    """The table in the order in which it was filled: that of the codebook."""
    rows = warehouse.connection.execute(
        f"select * exclude (collection_window) from {table} where collection_window = $window order by rowid",
        {"window": window.key},
    )
    return rows.df()


def _plain(row: Mapping[Hashable, object]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}


def _with_keys(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame with ids that no spreadsheet takes for a number."""
    if "tweet_id" not in frame.columns:
        return frame
    ids = [id_as_text(value) if isinstance(value, str) else value for value in frame["tweet_id"]]
    return frame.assign(tweet_id=ids)


def _workbook(path: Path, frames: Mapping[str, "pd.DataFrame"]) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, frame in frames.items():
        sheet = book.create_sheet(name)
        sheet.append(list(frame.columns))
        for row in _with_keys(frame).astype(object).where(frame.notna(), None).itertuples(index=False):
            sheet.append([_cell(sheet, value) for value in row])
    book.save(path)
    return path


def _cell(sheet: "Worksheet", value: object) -> object:
    """A value, or a cell that is a text though it begins like a formula: what R reads of it is the text alone."""
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, bool | int | float):
        return value
    text = " | ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    cell = WriteOnlyCell(sheet, of_xml(text))
    cell.data_type = "s"
    cell.quotePrefix = FORMULA.match(text) is not None
    return cell


def _notes(
    wide: "pd.DataFrame", notes: Mapping[str, Mapping[str, str]], memos: Mapping[str, Mapping[str, str]]
) -> "pd.DataFrame":
    """A row a note beside a sampled tweet, in the order of the draw; then a row a memo on a variable."""
    import pandas as pd

    rows: list[tuple[str | None, ...]] = [
        (one, None, who, note) for one in wide["tweet_id"] for who, note in notes.get(one, {}).items()
    ]
    rows += [(None, name, who, memo) for name, written in memos.items() for who, memo in written.items()]
    return pd.DataFrame(rows, columns=["tweet_id", "variable", "coder", "note"], dtype=object)


def _wide(
    warehouse: Warehouse,
    window: CollectionWindow,
    notes: Mapping[str, Mapping[str, str]],
    variables: Sequence[CodedVariable],
) -> tuple["pd.DataFrame", list[CodedVariable]]:
    """A row a sampled tweet, a column a variable that has final codes; the notes last.

    Returns:
        The rows, and the variables under the names of their columns: where one of the tweet itself has its name, the
        variable's says that people coded it.
    """
    tweets = warehouse.query("coding/export_tweets", {"collection_window": window.key}).df()
    codes = warehouse.query("coding/codes_by_people", {"collection_window": window.key}).df()
    called = _called([one.name for one in variables], list(map(str, tweets.columns)))
    wide = codes.pivot_table(index="tweet_id", columns="variable", values="code", aggfunc=SEVERAL.join)
    merged = tweets.merge(wide.rename(columns=called), how="left", left_on="tweet_id", right_index=True)
    said = [" | ".join(f"{who}: {note}" for who, note in notes.get(one, {}).items()) for one in merged["tweet_id"]]
    merged[NOTES] = [note or None for note in said]
    return merged, [replace(one, name=called[one.name]) for one in variables]


def _called(variables: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """What the column of each variable is called, beside those that are there."""
    found = {}
    for name in variables:
        new = name
        while new in taken or (new != name and new in variables):
            new = by_people(new)
        found[name] = new
    return found
