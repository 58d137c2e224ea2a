"""The data dictionary in docs/, written from the declarations: run this module to write it anew.

What belongs here: tables and views for those who query them, and what of people the analysts' copy shows. What does
not: the declarations (tables/, sql/published/views/).
"""

from mtw_pipeline.installation import document
from mtw_pipeline.published.columns import IN_THE_COPY, TO_THE_HOUR
from mtw_pipeline.published.provenance import PROVENANCE
from mtw_pipeline.published.views import View, views
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Column, Table, Type

DICTIONARY = document("data-dictionary.md")

_HEAD = """# Data dictionary

Written from mtw_pipeline/warehouse/tables/ and sql/published/views/ by `python -m mtw_pipeline.published.dictionary`.
NULL means not known, never 0. Times are UTC.

People stand in the analysts' copy under pseudonyms; names, ids and addresses within texts are masked, links are cut to
their registered domain, times to the hour, followers to the lower end of their band (0, 1, 10, 100, ... 1,000,000),
unless `study.toml` says `[publish] identify = true`: the last column of each table says what becomes of it.
"""


def data_dictionary() -> str:
    """The dictionary as Markdown."""
    parts = [
        _HEAD,
        "\n# Views of the analysts' copy\n",
        *map(_view, views()),
        "\n# Tables\n",
        *map(_table, (PROVENANCE, *TABLES)),
    ]
    return "".join(parts)


def _view(view: View) -> str:
    lines = [f"| {name} | {meaning} |" for name, meaning in view.columns.items()]
    return f"\n## {view.name}\n\n{view.comment}\n\n| column | meaning |\n|---|---|\n" + "\n".join(lines) + "\n"


def _table(table: Table) -> str:
    is_collected = table is not PROVENANCE and not table.only_identified
    lines = [f"| {_row(column)} | {_shown(column) if is_collected else ''} |" for column in table.columns]
    absent = " It stands in the analysts' copy only where identities are published." if table.only_identified else ""
    return (
        f"\n## {table.name}\n\nA row is {table.row}. Key: {', '.join(table.key)}.{absent}\n\n"
        "| column | type | meaning | rules | in the copy |\n|---|---|---|---|---|\n" + "\n".join(lines) + "\n"
    )


def _row(column: Column) -> str:
    rules = [
        "never NULL" if column.required else "",
        f"one of: {', '.join(column.allowed)}" if column.allowed else "",
        f"from {column.minimum:g}" if column.minimum is not None else "",
        f"to {column.maximum:g}" if column.maximum is not None else "",
    ]
    unit = f" [{column.unit}]" if column.unit else ""
    return f"{column.name} | {column.type.lower()} | {column.meaning}{unit} | {'; '.join(filter(None, rules))}"


def _shown(column: Column) -> str:
    held = column.holds_of_people
    if held is None:
        return "left out"
    return TO_THE_HOUR if column.type is Type.TIME and not IN_THE_COPY[held] else IN_THE_COPY[held]


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
