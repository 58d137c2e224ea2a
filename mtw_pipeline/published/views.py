"""The views of the published copy: one statement a file in sql/published/views/, named for the question it answers.

The header comment of a file becomes the view's comment (its first line) and those of its columns (lines ``-- column:
meaning``).

What belongs here: finding the statements of views. What does not: what a view shows (sql/published/views/).
"""

from dataclasses import dataclass

from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.statements import SQL_FOLDER


@dataclass(frozen=True)
class View:
    """A view: its name, its statement, and what it and its columns mean."""

    name: str
    statement: str
    comment: str
    columns: dict[str, str]

    def ddl(self) -> list[str]:
        """The statements that make the view with its comments."""
        return [
            f"create view {self.name} as {self.statement}",
            f"comment on view {self.name} is {literal(self.comment)}",
            *(f"comment on column {self.name}.{name} is {literal(said)}" for name, said in self.columns.items()),
        ]


def views() -> tuple[View, ...]:
    """Every view, by name."""
    return tuple(_view(path.stem, path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.sql")))


def _view(name: str, text: str) -> View:
    lines = text.splitlines()
    header = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
    columns = dict(line.split(": ", 1) for line in header[1:])
    body = "\n".join(line for line in lines if not line.startswith("--"))
    return View(name, body, header[0], columns)


_FOLDER = SQL_FOLDER / "published" / "views"
