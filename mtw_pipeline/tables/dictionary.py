"""The data dictionary in docs/, written from the declarations: run this module to write it anew."""

from pathlib import Path

from mtw_pipeline.tables import TABLES, Column, Table

DICTIONARY = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"


def data_dictionary() -> str:
    """The dictionary as Markdown."""
    head = (
        "# Data dictionary\n\nWritten from mtw_pipeline/tables/ by `python -m mtw_pipeline.tables.dictionary`."
        " NULL means not known, never 0. Times are UTC.\n"
    )
    return head + "".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    lines = [f"| {_row(column)} |" for column in table.columns]
    return (
        f"\n## {table.name}\n\nA row is {table.row}. Key: {', '.join(table.key)}.\n\n"
        "| column | type | meaning | rules |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"
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


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
