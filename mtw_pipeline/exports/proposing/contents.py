"""What the cells of a column look like: ids, times, handles, addresses, counts, texts, lists.

What belongs here: facts about cells. What does not: which field of a tweet they make (columns.py).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from mtw_pipeline.exports.formats.cells import COUNT
from mtw_pipeline.exports.formats.delimited.column_map import (
    HANDLE_IN_ADDRESS,
    ID_IN_ADDRESS,
    PREFIXED_ID,
    WRITTEN_LIST,
)
from mtw_pipeline.exports.formats.written_objects import begins_with_objects, objects_in
from mtw_pipeline.exports.reading.odd_cells.written_lists import NO, YES
from mtw_pipeline.exports.reading.written_times import WrittenTimes, is_clock, time_in_id, written_times

_MOST = 0.9
_GUARDED_ID = re.compile(r"^(?:ID_|id:)?[=\"'\s]*([0-9]{1,19})[\"'\s]*$")
_ID_AS_NUMBER = re.compile(r"([0-9]{1,15})\.0")
"""What pandas makes of ids of users beside empty cells; longer ones went through a double."""
_ROUNDED = re.compile(r"[0-9][.,]?[0-9]*[eE][+]?[0-9]+")
_HANDLE = re.compile(r"[@＠]?[A-Za-z0-9_]{1,20}")
_NAMED_HANDLE = re.compile(r"[^@]*\s\(?@([A-Za-z0-9_]{1,20})\)?")
"""The name that an account shows, and its handle."""
_ADDRESS = re.compile(r"https?://\S+|\w+\.\w{2,}/\S+")
_NUMBERS = re.compile(r"\w+")
_COUNT = re.compile(rf"(?![0-9]{{13}})(?:{COUNT})")
TRUE = frozenset(YES)
_TRUTH = TRUE.union(NO)
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?|zxx|und")
_WORD = re.compile(r"[#＃@＠]?[\w'’·.-]+")
_OBJECTS = re.compile(r"""[\[(\s]*\{\s*["']\w+["']\s*:""")
_SEPARATORS = (",", ";", "|", "/", " ")
_OF_LINKS = (",", ";", "|", " ")
_LONG_TEXT = 15
_SNOWFLAKE_DIGITS = 15
_LATEST_YEAR = 2035


@dataclass(frozen=True)
class Column:
    """A column of a table, or a field of JSON documents, with the cells of some rows.

    Args:
        name: its name in the file.
        place: its number, from 1.
        cells: its cells, "" where there is nothing; lists of JSON joined.
        is_list: whether JSON has lists there.
    """

    name: str
    place: int
    cells: tuple[str, ...]
    is_list: bool = False

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.strip())

    def share(self, is_so: Callable[[str], object]) -> float:
        """The share of the filled cells of which something is so; 0 where none is filled."""
        return sum(bool(is_so(cell.strip())) for cell in self.filled) / len(self.filled) if self.filled else 0.0

    def mostly(self, is_so: Callable[[str], object]) -> bool:
        """Whether it is so of nearly all filled cells."""
        return self.share(is_so) >= _MOST

    @cached_property
    def different(self) -> float:
        """The share of different cells among the filled."""
        return len(set(self.filled)) / len(self.filled) if self.filled else 0.0

    @cached_property
    def holds_ids(self) -> bool:
        """Ids of tweets or users: whole numbers, perhaps guarded."""
        return self.mostly(id_in)

    @cached_property
    def holds_tweet_ids(self) -> bool:
        """Ids that hold a time since November 2010, or stand in the addresses of tweets."""
        return self.mostly(lambda cell: tweet_id_in(cell) and _is_of_a_tweet(tweet_id_in(cell) or ""))

    @cached_property
    def holds_addresses_of_tweets(self) -> bool:
        """Addresses with a tweet's id."""
        return self.share_of_addresses >= _MOST

    @cached_property
    def share_of_addresses(self) -> float:
        """The share of cells with a tweet's address."""
        return self.share(lambda cell: re.search(ID_IN_ADDRESS, cell))

    @cached_property
    def has_rounded_ids(self) -> bool:
        """Whether a spreadsheet wrote ids as 1.23E+18."""
        return self.share(is_rounded) > 0

    @cached_property
    def holds_handles(self) -> bool:
        """Handles, or addresses of accounts or their tweets; no ids, short and long ones."""
        return self.mostly(handle_in) and not self.holds_ids and not self.holds_counts

    @cached_property
    def holds_tweet_ids_alone(self) -> bool:
        """Long ids that are in no address."""
        return self.holds_tweet_ids and not self.holds_addresses_of_tweets

    @cached_property
    def holds_addresses(self) -> bool:
        """Links, one or several to a cell."""
        return self.mostly(lambda cell: _ADDRESS.match(cell.lstrip("[\"' ")))

    @cached_property
    def holds_counts(self) -> bool:
        """Whole numbers."""
        return self.mostly(_COUNT.fullmatch)

    @cached_property
    def holds_numbers_alone(self) -> bool:
        """Whole numbers, one or several to a cell: counts or ids, and no names."""
        return self.mostly(lambda cell: all(word.isdigit() for word in _NUMBERS.findall(cell)))

    @cached_property
    def holds_truths(self) -> bool:
        """Yes and no."""
        return self.mostly(lambda cell: cell.lower() in _TRUTH)

    @cached_property
    def holds_languages(self) -> bool:
        """Codes of languages."""
        return self.mostly(_LANGUAGE.fullmatch)

    @cached_property
    def holds_objects(self) -> bool:
        """Several named values to a cell, as Python and JSON write an object or a list of such."""
        return self.mostly(_OBJECTS.match)

    @cached_property
    def lists_objects(self) -> bool:
        """Lists of such, and of nothing else."""
        return self.mostly(begins_with_objects)

    def names_objects_by(self, names: Sequence[str]) -> bool:
        """Whether nearly all objects in its lists have one of these names, which says what they are called.

        Args:
            names: those of a list's elements (list_elements.py).
        """
        objects = [one for listed in self.objects for one in listed] if self.lists_objects else []
        having = [one for one in objects if isinstance(one, Mapping) and any(one.get(name) for name in names)]
        return len(having) >= _MOST * len(objects) > 0

    @cached_property
    def objects(self) -> tuple[list[object], ...]:
        """Of each cell the objects that it lists."""
        return tuple(objects_in(cell.strip())[0] if begins_with_objects(cell.strip()) else [] for cell in self.cells)

    @cached_property
    def holds_texts(self) -> bool:
        """Running text: several words in most cells."""
        is_running = self.share(lambda cell: " " in cell and len(cell) > _LONG_TEXT)
        return is_running > 0.5 and not self.holds_addresses and self.times is None  # noqa: PLR2004

    @cached_property
    def mean_length(self) -> float:
        """Characters to a filled cell."""
        return sum(map(len, self.filled)) / len(self.filled) if self.filled else 0.0

    @cached_property
    def times(self) -> WrittenTimes | None:
        """How its times are written; None where it holds none."""
        return written_times(self.filled)

    @cached_property
    def is_clock(self) -> bool:
        """Whether it holds the time of day alone."""
        return is_clock(self.filled)

    @cached_property
    def is_rising(self) -> bool:
        """Whether it is the number of the row."""
        numbers = [int(cell) for cell in self.filled if cell.isdigit() and len(cell) < _SNOWFLAKE_DIGITS]
        return len(numbers) == len(self.cells) > 1 and all(two - one == 1 for one, two in pairwise(numbers))

    @cached_property
    def list_separator(self) -> str | None:
        """What parts the values of its cells; None where they are no lists of words or links."""
        if self.is_list or self.mostly(lambda cell: re.match(WRITTEN_LIST, cell, re.DOTALL)):
            return ","
        if self.holds_addresses:
            return next((sign for sign in _OF_LINKS if self.share(_parts_links(sign)) > 0), ",")
        fits = [sign for sign in _SEPARATORS if self.mostly(_parts_words(sign))]
        return max(fits, key=lambda sign: self.share(_holding(sign)), default=None)


def is_rounded(cell: str) -> bool:
    """Whether a cell is an id that a program wrote as 1.23E+18."""
    return _ROUNDED.fullmatch(cell) is not None


def id_in(cell: str) -> str | None:
    """The digits of a guarded or prefixed id; None where it is none."""
    found = _GUARDED_ID.match(cell) or _ID_AS_NUMBER.fullmatch(cell) or re.match(PREFIXED_ID, cell)
    return found[1] if found else None


def tweet_id_in(cell: str) -> str | None:
    """The id of a tweet in a cell, by itself or in its address."""
    found = re.search(ID_IN_ADDRESS, cell)
    return found[1] if found else id_in(cell)


def handle_in(cell: str) -> str | None:
    """The handle in a cell: by itself, in an address, or behind the name that the account shows."""
    found = re.match(HANDLE_IN_ADDRESS, cell) or _NAMED_HANDLE.fullmatch(cell)
    return found[1] if found else cell.lstrip("@＠") if _HANDLE.fullmatch(cell) else None


def _is_of_a_tweet(digits: str) -> bool:
    moment = time_in_id(digits)
    return len(digits) >= _SNOWFLAKE_DIGITS and moment is not None and moment.year < _LATEST_YEAR


def _holding(sign: str) -> Callable[[str], object]:
    return lambda cell: sign in cell


def _parts_words(sign: str) -> Callable[[str], object]:
    return lambda cell: all(_WORD.fullmatch(part.strip()) for part in cell.split(sign) if part.strip())


def _parts_links(sign: str) -> Callable[[str], object]:
    return lambda cell: re.search(rf"{re.escape(sign)}\s*https?://", cell)
