"""Where an engine works on one window in several steps: what one statement gives, the next reads under a name.

What belongs here: the interface. What does not: any engine (spark/), and what is worked on (network/large_layer.py).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class Workbench(Protocol):
    """Keeps what statements give for as long as it is open. Statements are texts of DuckDB's SQL."""

    def keep(self, name: str, text: str, parameters: Mapping[str, object]) -> None:
        """Keep what a statement gives under a name, in place of what was kept so, which it may read."""

    def rows(self, text: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """What a statement gives, where that is few rows."""

    def arrow(self, text: str, parameters: Mapping[str, object]) -> "pa.Table":
        """What a statement gives, where this machine holds it."""
