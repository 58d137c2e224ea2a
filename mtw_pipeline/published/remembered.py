"""What was worked out of distinct texts, remembered as columns, of which those of many texts are taken at once.

What belongs here: the places of texts, and columns that grow. What does not: what is worked out of a text
(masking/tokens.py, search.py).
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

Columns = tuple[npt.NDArray[Any], ...]
"""A row each text; a column may hold several numbers a row, or objects."""


class Remembered:
    """Works something out of each text once, as long as it is remembered; threads may ask at once.

    Args:
        worked_out: what is remembered of some texts.
        most: how many texts are remembered before all are forgotten.
    """

    def __init__(self, worked_out: Callable[[Sequence[str]], Columns], most: int) -> None:
        self._worked_out = worked_out
        self._most = most
        self._places: dict[str, int] = {}
        self._columns: Columns = ()
        self._alone = Lock()

    def of(self, texts: Sequence[str]) -> Columns:
        """The columns of some texts, each given once; a row each, in their order."""
        with self._alone:  # places are of these columns alone
            if len(self._places) > self._most:
                self._places, self._columns = {}, ()
            places = list(map(self._places.get, texts))
            if None in places or not self._columns:
                self._take_in([text for text, place in zip(texts, places, strict=True) if place is None])
                places = list(map(self._places.get, texts))
            columns = self._columns
        rows = np.array(places, dtype=np.int64)
        return tuple(column[rows] for column in columns)

    def _take_in(self, texts: Sequence[str]) -> None:
        columns = self._worked_out(texts)
        known = zip(self._columns, columns, strict=True)
        self._columns = tuple(map(np.concatenate, known)) if self._columns else columns
        first = len(self._places)
        self._places.update(zip(texts, range(first, first + len(texts)), strict=True))


def objects(values: Sequence[object]) -> npt.NDArray[np.object_]:
    """Some objects as a column, whatever they are."""
    return np.fromiter(values, dtype=object, count=len(values))
