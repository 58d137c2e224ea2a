"""One statement that fails among all that the report asks; the others are asked once for many tests.

What belongs here: that. What does not: what must become of the page (test_left_out.py, here and of the supplement).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from mtw_pipeline.warehouse.connection import Warehouse

QUOTED = "a text that an error quotes"


@dataclass(frozen=True)
class Answer:
    """What a statement gave, to be fetched as from its cursor."""

    description: Sequence[Sequence[object]]
    rows: Sequence[tuple[object, ...]]

    def fetchall(self) -> list[tuple[object, ...]]:
        return [*self.rows]


@dataclass(frozen=True)
class Answers:
    """What statements answer in warehouses without a row, each asked once: fifty of them take longer than the page."""

    known: dict[str, Answer] = field(default_factory=dict)

    def but(self, patch: pytest.MonkeyPatch, statement: str) -> None:
        """Let every warehouse answer so, and one statement fail."""
        query = Warehouse.query

        def answer(self_: Warehouse, name: str, parameters: Mapping[str, object] | None = None) -> object:
            if name == statement:
                raise ZeroDivisionError(QUOTED)
            asked = f"{name} {sorted((parameters or {}).items())}"
            if asked not in self.known:
                cursor = query(self_, name, parameters)
                self.known[asked] = Answer(cursor.description, cursor.fetchall())
            return self.known[asked]

        patch.setattr(Warehouse, "query", answer)
