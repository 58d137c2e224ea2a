"""What a process beside does for the analysts' copy: it masks values and searches files, for those whom it was given.

What belongs here: what it is given, and from a question to its answer. What does not: the process itself (process.py),
masking and searching. Both take names from the same list, as in the run's own process, and share nothing else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import pyarrow as pa

from mtw_pipeline.hashes import TextsByHash, hashes_of
from mtw_pipeline.published.allowed import AllowedWords
from mtw_pipeline.published.beside.masks import Changed, MasksHere
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.names import KnownNames
from mtw_pipeline.published.people import People
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.published.search import Search
from mtw_pipeline.published.searched_texts import ROWS_AT_ONCE, found_in, found_in_comments
from mtw_pipeline.warehouse.tables.model import Holds, Table

_TEXTS_AT_ONCE = 32_768


@dataclass(frozen=True)
class Texts(Collection[str]):
    """Texts of an array, of which some ten thousands at once are Python's.

    Args:
        array: the texts.
    """

    array: pa.Array

    def __iter__(self) -> Iterator[str]:
        """Each text, in their order."""
        for start in range(0, len(self.array), _TEXTS_AT_ONCE):
            yield from self.array.slice(start, _TEXTS_AT_ONCE).to_pylist()

    def __len__(self) -> int:
        """How many they are."""
        return len(self.array)

    def __contains__(self, text: object) -> bool:
        """Whether a text is one of them."""
        return any(one == text for one in self)


@dataclass(frozen=True)
class Given:
    """What the process knows.

    Args:
        known: whom the study knows.
        handles: handles in lower case of which the user id is known.
        user_ids: the user id behind each.
        allowed: words that may stand although an account is called so.
        key: the study's key.
        publishers: domains whose links keep their paths.
        hashtags: the study's own hashtags, which stay.
    """

    known: People
    handles: pa.Array
    user_ids: pa.Array
    allowed: AllowedWords
    key: bytes
    publishers: tuple[str, ...]
    hashtags: tuple[str, ...]


class Work:
    """Answers questions.

    Args:
        given: what it knows.
    """

    def __init__(self, given: Given) -> None:
        self._given = given

    @cached_property
    def masks(self) -> MasksHere:
        """What masks."""
        given, known = self._given, self._given.known
        keys = hashes_of(Texts(given.handles))
        pseudonyms = Pseudonyms(given.key, TextsByHash(keys, given.user_ids))
        names = KnownNames(known.handles, chain(known.names, known.names_of_coders), known.short_ids, given.allowed)
        return MasksHere(Masking(pseudonyms, names, given.publishers, given.hashtags), names)

    @cached_property
    def search(self) -> Search:
        """What searches."""
        return Search(self._given.known, self._given.allowed)


@dataclass(frozen=True)
class Masked:
    """Asks what of some values of a column does not stay as it is, and what stands in its place."""

    holds: Holds
    values: pa.Array

    def __call__(self, work: Work) -> Sequence[Changed]:
        """The answer."""
        return work.masks.changed_of(self.holds, self.values)


@dataclass(frozen=True)
class MaskedText:
    """Asks for a text without names, ids and addresses."""

    text: str

    def __call__(self, work: Work) -> str:
        """The answer."""
        return work.masks.text(self.text)


@dataclass(frozen=True)
class ReadyToSearch:
    """Asks to take in who is sought, before there is anything to be searched."""

    def __call__(self, work: Work) -> bool:
        """Whether it is ready."""
        return work.search is not None


@dataclass(frozen=True)
class FoundInFiles:
    """Asks where somebody stands in Parquet files of a table, and how often."""

    table: Table
    files: Sequence[Path]

    def __call__(self, work: Work) -> list[str]:
        """The answer, in words that name nobody."""
        return found_in(work.search, self.table, self.files, ROWS_AT_ONCE)


@dataclass(frozen=True)
class FoundInComments:
    """Asks the same of what tables, views and columns say."""

    texts: Sequence[str]

    def __call__(self, work: Work) -> list[str]:
        """The answer."""
        return found_in_comments(work.search, self.texts)
