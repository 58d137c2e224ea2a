"""Following a column back, step by step.

What belongs here: the way as a sequence of steps. What does not: deriving it, and how it is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import document
from mtw_pipeline.lineage.known import REPORT, Lineage, Source


@dataclass(frozen=True)
class Step:
    """A column on the way back.

    Args:
        depth: how many steps it lies from the column asked for, which is 0.
        source: its table and its name.
        is_repeated: whether its own way stands further above already.
    """

    depth: int
    source: Source
    is_repeated: bool


def way_back(lineage: Lineage, table: str, column: str) -> Iterator[Step]:
    """Every column that a column is made of, in the order in which a tree is printed; the column itself comes first.

    Args:
        lineage: the lineage.
        table: a table, the report or the published copy.
        column: a column of it.
    """
    seen: set[Source] = set()

    def steps(depth: int, source: Source) -> Iterator[Step]:
        made_of = [other for other in lineage.get(source[0], {}).get(source[1], []) if other != source]
        repeated = bool(made_of) and source in seen
        yield Step(depth, source, repeated)
        seen.add(source)
        for other in [] if repeated else made_of:
            yield from steps(depth + 1, other)

    yield from steps(0, (table, column))


def asked_columns(lineage: Lineage, name: str) -> list[Source]:
    """The columns that a person means: one as ``table.column``, those of a whole table, or those of one view.

    Args:
        lineage: the lineage.
        name: as typed.

    Raises:
        UserError: nothing is called so, or it is made of nothing.
    """
    by_name = {f"{table}.{column}": (table, column) for table, columns in lineage.items() for column in columns}
    found = [source for full, source in by_name.items() if full == name or full.startswith(f"{name}.")]
    found = found or [source for source in by_name.values() if source[1] == name or source[1].startswith(f"{name}.")]
    if not found:
        names = [*lineage, *by_name, *(column for _, column in by_name.values())]
        near = ", ".join(dict.fromkeys(get_close_matches(name, names, n=5)))
        listed = f"{document('data-dictionary.md')} lists them all; for figures of the report: mtw lineage {REPORT}"
        raise UserError(
            f"No table or column {name!r} is known that is made of others",
            remedy=f"The nearest names are {near}" if near else listed,
        )
    return found
