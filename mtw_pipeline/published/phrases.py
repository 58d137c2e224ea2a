"""Names of several words as numbers, to be found in long rows of words.

What belongs here: the numbers of words, and what may follow what. What does not: what a name is (names.py).
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

_LIKELY = 1 << 20
_Numbers = npt.NDArray[np.int64]


class Phrases:
    """A trie of phrases: words are numbered from 1, 0 is any other; states from 0, which is where nothing is found.

    Args:
        phrases: of two words or more.
    """

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._numbers: dict[str, int] = {}
        steps: dict[tuple[int, int], int] = {}
        whole = set()
        for phrase in phrases:
            state = 0
            for word in phrase:
                number = self._numbers.setdefault(word, len(self._numbers) + 1)
                state = steps.setdefault((state, number), len(steps) + 1)
            whole.add(state)
        self._base = len(self._numbers) + 1
        self._pairs = frozenset(step for step in steps if step[0])
        self._first = {number: state for (before, number), state in steps.items() if not before}
        coded = sorted((before * self._base + number, state) for (before, number), state in steps.items())
        self._steps: _Numbers = np.array([one for one, _ in coded], dtype=np.int64)
        self._states: _Numbers = np.array([state for _, state in coded], dtype=np.int64)
        self._is_likely = np.zeros(_LIKELY, dtype=bool)
        self._is_likely[self._steps % _LIKELY] = True
        self.is_whole = np.zeros(len(steps) + 1, dtype=bool)
        self.is_whole[sorted(whole)] = True

    def number(self, word: str) -> int:
        """The number of a folded word."""
        return self._numbers.get(word, 0)

    def beginning(self, number: int) -> int:
        """Where one is with a word as the first; 0 where no phrase begins with it."""
        return self._first.get(number, 0)

    def begins_with(self, first: int, second: int) -> bool:
        """Whether a phrase begins with two words."""
        return (self.beginning(first), second) in self._pairs

    def next_states(self, states: _Numbers, words: _Numbers) -> _Numbers:
        """Where one is with a further word each; 0 where no phrase goes on with it."""
        found = np.zeros(len(states), dtype=np.int64)
        wanted = states * self._base + words
        likely = np.flatnonzero(self._is_likely[wanted % _LIKELY])  # a search of all would take most of the time
        if len(likely):
            places = np.minimum(np.searchsorted(self._steps, wanted[likely]), len(self._steps) - 1)
            found[likely] = np.where(self._steps[places] == wanted[likely], self._states[places], 0)
        return found
