"""What becomes of the values of a column, by what the column holds.

What belongs here: many values at once, in whatever process. What does not: what becomes of one (masking.py) or of a
text (masked_texts.py), and where it is kept (maps.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.masked_texts import MaskedTexts
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.names import KnownNames
from mtw_pipeline.threads import in_threads
from mtw_pipeline.warehouse.tables.model import Holds

Changed = tuple[pa.Array, pa.Array]
"""Values that do not stay as they are, and what stands in their place."""


class Masks(Protocol):
    """Masks values."""

    def changed(self, holds: Holds, values: Iterable[pa.Array]) -> Iterator[Sequence[Changed]]:
        """What becomes of some values after others, each once, of a column that holds that of people."""
        ...

    def text(self, text: str) -> str:
        """A text without names, ids and addresses."""
        ...


class MasksHere:
    """Masks values in this process, in threads.

    Args:
        masking: the study's masking.
        names: the names that it knows.
    """

    def __init__(self, masking: Masking, names: KnownNames) -> None:
        self._masking = masking
        self._texts = MaskedTexts(masking, names)

    def changed(self, holds: Holds, values: Iterable[pa.Array]) -> Iterator[Sequence[Changed]]:
        """As ``Masks.changed``."""
        return in_threads(lambda some: self.changed_of(holds, some), values)

    def changed_of(self, holds: Holds, values: pa.Array) -> Sequence[Changed]:
        """What becomes of some values."""
        if holds is Holds.HASHTAG:
            return [_changed(values, map(self._masking.hashtags, values.to_pylist()))]
        if holds is Holds.LINK:
            return [_changed(values, map(self._masking.links, values.to_pylist()))]
        return list(self._texts.changed(values))

    def text(self, text: str) -> str:
        """As ``Masks.text``."""
        return self._masking.text(text)


def _changed(values: pa.Array, shown: Iterable[str]) -> Changed:
    masked = pa.array(shown, pa.string())
    differs = pc.not_equal(values, masked)
    return values.filter(differs), masked.filter(differs)
