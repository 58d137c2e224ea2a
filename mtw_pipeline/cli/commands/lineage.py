"""The command on lineage."""

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from mtw_pipeline.cli.options import StudyOption
from mtw_pipeline.cli.output import console, whole_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtw_pipeline.lineage.known import Source
    from mtw_pipeline.lineage.trail import Step


def lineage(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A column (users.tweets), a table, a view, or study_report for the report's figures."
        ),
    ],
    study: StudyOption = None,  # noqa: ARG001 - every command takes it; the lineage is the same in all studies
) -> None:
    """Say what columns are made of: one all the way back to the exports, several by the step before each."""
    from mtw_pipeline.lineage.known import known_lineage
    from mtw_pipeline.lineage.trail import asked_columns, way_back

    known = known_lineage()
    asked = asked_columns(known, name)
    screen = console()
    if len(asked) == 1:
        for line in _lines(way_back(known, *asked[0])):
            screen.print(line, markup=False, highlight=False, soft_wrap=True)
        screen.print("Exports of JSON documents are read by code, not by a statement: their columns are not listed.")
        return
    table = whole_table("column", "made from")
    for source, column in asked:
        table.add_row(f"{source}.{column}", "\n".join(_named(known[source][column])))
    screen.print(table)


def _lines(steps: "Iterable[Step]") -> list[str]:
    """A line a column, further in with every step; the columns of the exports, a line a format."""
    return [
        f"{'  ' * depth}{name}{'  (see above)' if repeated else ''}"
        for (depth, repeated), together in groupby(steps, key=lambda step: (step.depth, step.is_repeated))
        for name in _named([step.source for step in together])
    ]


def _named(sources: "Iterable[Source]") -> list[str]:
    from mtw_pipeline.lineage.known import EXPORT_FILES

    found: dict[str, list[str]] = {}
    for table, column in sources:
        form, _, name = column.partition(".")
        if table == EXPORT_FILES:
            found.setdefault(f"{form} export: ", []).append(name)
        else:
            found[f"{table}.{column}"] = []
    return [start + ", ".join(names) for start, names in found.items()]
