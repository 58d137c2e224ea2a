"""A dictionary of categories, and which of them a word has.

The rules: an exact term beats every wildcard; of several wildcards the longest counts; a word has all categories of the
term that counts. LIWC's own rule is not published.

What belongs here: these rules. What does not: files of dictionaries (reading.py), what is measured by them (style.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Condition:
    """Categories that a word has or has not by its neighbour, as LIWC 2007 writes them.

    Args:
        before: categories of which the word before must have one; empty where the word after counts.
        after: the word that must follow; empty where the word before counts.
        then: the category where it is so; None for none.
        otherwise: the category where it is not; None for none.
    """

    before: frozenset[str]
    after: str
    then: str | None
    otherwise: str | None


@dataclass(frozen=True)
class Dictionary:
    """A dictionary as read.

    Args:
        name: the file's name, or the name of this program's own.
        categories: the names of the categories, in the file's order.
        words: from a word to its categories.
        prefixes: from the beginning of words (without the ``*``) to their categories.
        phrases: from several words, parted by one blank, to their categories; the last may end in ``*``.
        symbols: from an emoticon or another term with marks in it to its categories.
        conditions: from a word to what its neighbours decide.
        stems: from the beginning of compounds, with its hyphen and the ``*``, to their categories: ``fair-*``.
    """

    name: str
    categories: tuple[str, ...]
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prefixes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phrases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    symbols: Mapping[str, frozenset[str]] = field(default_factory=dict)
    conditions: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    stems: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _prefix_lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(prefix) for prefix in self.prefixes}, reverse=True))

    def categories_of(self, word: str) -> frozenset[str]:
        """The categories of a word in lower case, whatever stands beside it."""
        exact = self.words.get(word)
        if exact is not None:
            return exact
        for length in self._prefix_lengths:
            if length <= len(word):
                found = self.prefixes.get(word[:length])
                if found is not None:
                    return found
        return frozenset()

    def decided(self, word: str, *, before: str | None, after: str | None) -> Iterable[str]:
        """The categories that the neighbours of a word decide."""
        for condition in self.conditions.get(word, ()):
            if condition.after:
                holds = after == condition.after
            else:
                holds = before is not None and not condition.before.isdisjoint(self.categories_of(before))
            category = condition.then if holds else condition.otherwise
            if category is not None:
                yield category

    @property
    def terms(self) -> int:
        """How many terms it holds."""
        return len(self.words.keys() | self.conditions.keys()) + sum(
            map(len, (self.prefixes, self.phrases, self.symbols, self.stems))
        )
