"""Tables of codes for other programs: CSV and XLSX of each, SPSS of the coded tweets, APA-style tables in Word.

What belongs here: files. What does not: counting (sql/), the report (report/).
"""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.coding.apa_tables import write_apa_tables
from mtw_pipeline.coding.codebook import CodedVariable, coded_by_people, computed_variables
from mtw_pipeline.spreadsheets import neutral
from mtw_pipeline.study import Study
from mtw_pipeline.tables import (
    CODE_CROSSTABS,
    CODE_FREQUENCIES,
    CODEBOOK,
    CODED_TWEETS,
    CODER_AGREEMENT,
    CODER_CONFUSION,
    CROSSTAB_TESTS,
    ENGAGEMENT_SUMMARY,
    THEME_FREQUENCIES,
)
from mtw_pipeline.warehouse import Warehouse
from mtw_pipeline.windows import CollectionWindow

if TYPE_CHECKING:
    import pandas as pd

_EXPORTED = (
    CODE_FREQUENCIES, ENGAGEMENT_SUMMARY, CODE_CROSSTABS, CROSSTAB_TESTS, THEME_FREQUENCIES, CODER_AGREEMENT,
    CODER_CONFUSION, CODED_TWEETS, CODEBOOK,
)  # fmt: skip


def export_tables(warehouse: Warehouse, study: Study, window: CollectionWindow, folder: Path) -> list[Path]:
    """Write the tables of codes of a window.

    Returns:
        The files: a CSV a table, tables.xlsx, coded_tweets.sav, tables.docx.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frames = {table.name: _frame(warehouse, table.name, table.key, window) for table in _EXPORTED}
    rows = {name: [_plain(row) for row in frame.to_dict("records")] for name, frame in frames.items()}
    written = []
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        _neutral(frame).to_csv(path, index=False, encoding="utf-8")
        written.append(path)
    return [
        *written,
        _workbook(folder / "tables.xlsx", frames),
        _spss(folder / "coded_tweets.sav", _wide(warehouse, window), coded_by_people(study.settings)),
        write_apa_tables(folder / "tables.docx", rows, is_synthetic=study.settings.synthetic),
    ]


def _frame(warehouse: Warehouse, table: str, key: Sequence[str], window: CollectionWindow) -> "pd.DataFrame":
    order = {"code_frequencies": "rowid", "code_crosstabs": "rowid", "theme_frequencies": "rowid", "codebook": "rowid"}
    rows = warehouse.connection.execute(
        f"select * exclude (collection_window) from {table} where collection_window = $window"
        f" order by {order.get(table, ', '.join(key))}",
        {"window": window.key},
    )
    return rows.df()


def _plain(row: Mapping[Hashable, object]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}


def _neutral(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame with texts that no spreadsheet takes for a formula, and ids that none takes for a number."""
    shown = frame.copy()
    for name in shown.columns:
        if name == "tweet_id":
            shown[name] = [f"t{value}" if isinstance(value, str) else value for value in shown[name]]
        else:
            shown[name] = [neutral(value) if isinstance(value, str) else value for value in shown[name]]
    return shown


def _workbook(path: Path, frames: Mapping[str, "pd.DataFrame"]) -> Path:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    for name, frame in frames.items():
        sheet = book.create_sheet(name)
        sheet.append(list(frame.columns))
        for row in _neutral(frame).astype(object).where(frame.notna(), None).itertuples(index=False):
            sheet.append([_cell(value, ILLEGAL_CHARACTERS_RE) for value in row])
    book.save(path)
    return path


def _cell(value: object, illegal: object) -> object:
    import re

    if isinstance(value, str) and isinstance(illegal, re.Pattern):
        return illegal.sub("", value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return " | ".join(map(str, value)) if isinstance(value, Sequence) else str(value)


def _wide(warehouse: Warehouse, window: CollectionWindow) -> "pd.DataFrame":
    """A row a sampled tweet, a column a variable."""
    tweets = warehouse.query("coding/export_tweets", {"collection_window": window.key}).df()
    codes = warehouse.query("coding/codes_by_people", {"collection_window": window.key}).df()
    wide = codes.pivot_table(index="tweet_id", columns="variable", values="code", aggfunc="first")
    return tweets.merge(wide, how="left", left_on="tweet_id", right_index=True)


def _spss(path: Path, frame: "pd.DataFrame", variables: Sequence[CodedVariable]) -> Path:
    """The coded tweets as SPSS has them: codes as numbers with value labels, in the order of the codebook."""
    import pyreadstat

    labels: dict[str, dict[float, str]] = {}
    shown = frame.copy()
    known = {one.name: one for one in (*computed_variables(), *variables) if one.name in shown.columns}
    for name, variable in known.items():
        names = [category.name for category in variable.categories]
        shown[name] = [float(names.index(code) + 1) if code in names else None for code in shown[name]]
        labels[name] = {float(number): category for number, category in enumerate(names, start=1)}
    shown["is_reliability"] = shown["is_reliability"].astype(float)
    titles = {str(name): known[str(name)].label for name in shown.columns if str(name) in known}
    pyreadstat.write_sav(
        shown, str(path), column_labels=dict(titles), variable_value_labels=labels,
        variable_measure=dict.fromkeys(known, "nominal"),
    )  # fmt: skip
    return path
