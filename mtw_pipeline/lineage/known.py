"""The lineage as it was derived last, so that nothing has to parse a statement to know it.

What belongs here: its shape, and the file that holds it. What does not: deriving (derivation.py).
"""

import json
from pathlib import Path

FILE = Path(__file__).with_name("lineage.json")

EXPORT_FILES = "export_files"
"""Where every way ends: the files of a window, their columns named ``format.column``."""
REPORT = "study_report"
"""Its columns are named ``statement.column``, after the statements of sql/report/ that it is written from."""
PUBLISHED = "published_warehouse"
"""Its columns are named ``view.column``; its tables are those of the warehouse, column by column."""

Source = tuple[str, str]
"""A table (or one of the three above) and a column of it."""
Lineage = dict[str, dict[str, list[Source]]]
"""By table and column, the columns that it is made of, sorted."""


def known_lineage() -> Lineage:
    """The lineage of every table, of the report and of the views, as derived last."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        table: {column: [_source(name) for name in sources] for column, sources in columns.items()}
        for table, columns in content.items()
    }


def as_json(lineage: Lineage) -> str:
    """The content of the file: a line a column, so that a change of one is a change of one line."""
    tables = (
        f"{json.dumps(table)}: {{\n"
        + ",\n".join(
            f"  {json.dumps(column)}: {json.dumps(list(map('.'.join, columns[column])))}" for column in columns
        )
        + "\n }"
        for table, columns in lineage.items()
    )
    return "{\n " + ",\n ".join(tables) + "\n}\n"


def _source(name: str) -> Source:
    table, _, column = name.partition(".")
    return table, column
