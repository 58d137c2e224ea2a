"""The handles and display names that a study knows, to be found in what people write.

What belongs here: from names to an index, and whether a word or several words in a row are one. What does not: where
the names come from (people.py) and what is put in their place (masking/).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import pyarrow as pa

from mtw_pipeline.arrays.hashes import GatheredHashes, Hashes, TextsByHash, batched
from mtw_pipeline.published.names.allowed import AllowedWords
from mtw_pipeline.published.names.folding import (
    RUN_SCRIPTS,
    canonical,
    half_decoded,
    key_of,
    with_own_letters,
    words_in_own_letters,
    words_of,
)
from mtw_pipeline.published.names.phrases import Phrases, number_of, states_of
from mtw_pipeline.text.inflected_names import inflected
from mtw_pipeline.text.ways_of_writing import is_written_in_one_way, without_shortcodes, written_otherwise

_SIGNS = r"[|•·–—,(/~:;\[\]]|\s-\s"
_SEGMENTS = (re.compile(_SIGNS), re.compile(rf"{_SIGNS}|[\u2190-\u2bff\U0001f000-\U0001faff]"))
_SHORTEST_TOLD_APART = 5
"""Characters of a handle with a digit or an underscore that is looked for inside of longer words."""
_SHORTEST_OF_LETTERS = 7
"""Letters of a name that is looked for inside of hashtags, domains and paths."""
_SHORTEST_ANYWHERE = 10
"""Letters of a name that is looked for inside of every word."""
_SHORTEST_RUN = 2
_WORDS_OF_A_NAME = 2
_LONGEST_NUMBER = 4


_NAMES_AT_ONCE = 20_000


@dataclass(frozen=True)
class Names:
    """Some names in every form in which they are looked for.

    Args:
        handles: from the handles as one word to the handles.
        keys: every name as one word: display names without blanks, handles without underscores.
        told_apart: keys of handles that have more than letters.
        of_letters: keys that name somebody inside of some longer words.
        runs: keys of scripts that write no blanks between words.
        phrases: names of several words.
        with_servers: handles with dots or a server, in lower case.
        numbers: ids that are too short to be told from numbers.
        id_keys: keys of records and dids, which look like words.
    """

    handles: Mapping[str, str]
    keys: frozenset[str]
    told_apart: frozenset[str]
    of_letters: frozenset[str]
    runs: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    with_servers: frozenset[str]
    numbers: frozenset[str]
    id_keys: frozenset[str]

    @classmethod
    def of(cls, handles: Iterable[str], names: Iterable[str], numbers: Iterable[str], allowed: AllowedWords) -> "Names":
        """The forms of some names; the arguments are those of ``KnownNames``."""
        ids = frozenset(numbers)
        digits = frozenset(filter(str.isdigit, ids))
        by_key: dict[str, str] = {}
        with_servers = set()
        for handle in handles:
            if "." in handle or "@" in handle:
                with_servers.add(handle.lower())
            key = key_of("".join(words_of(handle)))
            if key and not (key.isdigit() and len(key) <= _LONGEST_NUMBER):
                by_key.setdefault(key, handle)
        forms = {form for name in names for form in _forms_of(name, allowed)}
        keys = {key_of("".join(form)) for form in forms}
        runs = {key for key in keys if RUN_SCRIPTS.search(key) and len(key) >= _SHORTEST_RUN}
        whole = frozenset(keys | by_key.keys())
        return cls(
            handles=by_key,
            keys=whole,
            told_apart=frozenset(key for key, one in by_key.items() if not one.isalpha() and _is_told_apart(key)),
            of_letters=frozenset(
                key for key in whole - runs if len(key) >= _SHORTEST_OF_LETTERS and not _may_stand(key, allowed)
            ),
            runs=frozenset(runs),
            phrases=frozenset(one for one in (*forms, *map(words_of, by_key.values())) if len(one) > 1),
            with_servers=frozenset(with_servers),
            numbers=digits,
            id_keys=ids - digits,
        )

    @property
    def looked_for_inside(self) -> frozenset[str]:
        """Keys that name somebody inside of some longer words too."""
        return self.of_letters | self.told_apart


class Inside:
    """Keys that are looked for inside of a longer word, by their first characters.

    Args:
        start: how many characters.
    """

    def __init__(self, start: int) -> None:
        self._start = start
        self._keys, self._beginnings = GatheredHashes(), GatheredHashes()
        self._lengths: set[int] = set()

    def add(self, keys: Collection[str]) -> None:
        """Look for some more keys."""
        self._keys.add(keys)
        self._beginnings.add({key[: self._start] for key in keys})
        self._lengths.update(map(len, keys))

    def found_in(self, word: str) -> bool:
        """Whether one of the keys stands in a word."""
        keys, size = self._keys.all, len(word)
        return any(
            word[place : place + length] in keys
            for place in self._beginnings.all.places_in(word, self._start)
            for length in self._lengths
            if place + length <= size
        )

    def is_parted_in(self, word: str, at: int) -> bool:
        """Whether a place of a word is within one of the keys that stands there."""
        keys = self._keys.all
        return any(
            place < at < place + length and word[place : place + length] in keys
            for place in self._beginnings.all.places_in(word, self._start)
            for length in self._lengths
        )


class RunWords(NamedTuple):
    """The words of names of several of which any is of a script that writes no blanks.

    Args:
        before: those that another follows.
        behind: those that follow another.
    """

    before: GatheredHashes
    behind: GatheredHashes

    @property
    def are_any(self) -> bool:
        """Whether there is such a name."""
        return len(self.before.all) > 0


class KnownNames:
    """The names of a study, as hashes: of names themselves no more than some ten thousands are held at once.

    Args:
        handles: handles, in any case, without @.
        names: display names.
        numbers: ids that are too short to be told from numbers, and keys of records and dids, which look like words.
        allowed: words that stay although somebody is called so.
    """

    def __init__(
        self, handles: Iterable[str], names: Iterable[str], numbers: Iterable[str], allowed: AllowedWords
    ) -> None:
        self._allowed = allowed
        self._keys, self._numbers, self._id_keys, self._with_servers = (GatheredHashes() for _ in range(4))
        self._of_letters, self._anywhere = Inside(_SHORTEST_TOLD_APART), Inside(_SHORTEST_ANYWHERE)
        self._runs = Inside(_SHORTEST_RUN)
        self.run_words = RunWords(GatheredHashes(), GatheredHashes())
        """Of names of several words."""
        of_handles, as_written, phrases = GatheredHashes(), [pa.array([], pa.string())], []
        for some in _some_at_once(handles, names, numbers, allowed):
            self._keys.add(some.keys)
            self._numbers.add(some.numbers)
            self._id_keys.add(some.id_keys)
            self._with_servers.add(some.with_servers)
            self._of_letters.add(some.looked_for_inside)
            self._anywhere.add({key for key in some.of_letters if len(key) >= _SHORTEST_ANYWHERE})
            self._runs.add(some.runs)
            of_handles.add(some.handles)
            as_written.append(pa.array(some.handles.values(), pa.string()))
            phrases.append(states_of(some.phrases))
            in_runs = [phrase for phrase in some.phrases if any(map(RUN_SCRIPTS.search, phrase))]
            self.run_words.before.add(list(chain.from_iterable(phrase[:-1] for phrase in in_runs)))
            self.run_words.behind.add(list(chain.from_iterable(phrase[1:] for phrase in in_runs)))
        self.handles = TextsByHash(of_handles.hashes(), pa.concat_arrays(as_written))
        """From a handle as one word to the handle."""
        self.phrases = Phrases(phrases)

    @property
    def with_servers(self) -> Hashes:
        """Handles with dots or a server, in lower case."""
        return self._with_servers.all

    @property
    def id_keys(self) -> Hashes:
        """Keys of records and dids."""
        return self._id_keys.all

    def is_name(self, word: str, *, is_compound: bool = False) -> bool:
        """Whether a folded word names somebody.

        Args:
            word: the word, with its underscores.
            is_compound: whether it is made of words written as one, as hashtags, domains and file names are.
        """
        key = key_of(word)
        if key in self._keys.all:
            return not _may_stand(word, self._allowed)
        if word in self._allowed.words:
            return False
        if not word.isalpha() and self._names_a_part(word):
            return True
        inside = self._of_letters if is_compound or not word.isalpha() else self._anywhere
        if inside.found_in(key):
            return True
        return not key.isascii() and RUN_SCRIPTS.search(key) is not None and self._runs.found_in(key)

    def is_name_as_written(self, word: str, written: str) -> bool:
        """Whether a word that may stand as folded names somebody, because it is another word as it is written.

        Args:
            word: the word, folded.
            written: the word as it stands there: ``Løve`` for ``love``.
        """
        if key_of(word) not in self._keys.all:
            return False
        own = with_own_letters(written)
        return own != word and not _may_stand(key_of(own), self._allowed)

    def is_parted_in(self, word: str, at: int) -> bool:
        """Whether a place of a folded word is within a name, of a script that writes no blanks, that stands there."""
        return self._runs.is_parted_in(word, at)

    def is_number_of_somebody(self, digits: str) -> bool:
        """Whether a number is an id."""
        return digits in self._numbers.all

    def has_phrase(self, words: Iterable[str]) -> bool:
        """Whether some words in a row have a display name of several words in them."""
        numbers = list(map(number_of, words))
        return any(self.phrases.length_at(numbers, place) for place in range(len(numbers)))

    def _names_a_part(self, word: str) -> bool:
        parts = [part for part in word.split("_") if part]
        if any(part in self._keys.all and not _may_stand(part, self._allowed) for part in parts):
            return True
        return self.has_phrase(parts)


def _some_at_once(
    handles: Iterable[str], names: Iterable[str], numbers: Iterable[str], allowed: AllowedWords
) -> Iterator[Names]:
    for some in batched(handles, _NAMES_AT_ONCE):
        yield Names.of(some, (), (), allowed)
    for some in batched(names, _NAMES_AT_ONCE):
        yield Names.of((), some, (), allowed)
    for some in batched(numbers, _NAMES_AT_ONCE):
        yield Names.of((), (), some, allowed)


def _may_stand(word: str, allowed: AllowedWords) -> bool:
    return word in allowed.words or (word,) in allowed.phrases


def _is_told_apart(key: str) -> bool:
    return len(key) >= _SHORTEST_TOLD_APART


def _forms_of(name: str, allowed: AllowedWords) -> set[tuple[str, ...]]:
    """A display name as it may stand in a text: whole, its beginning before a sign, turned round, written otherwise."""
    if is_written_in_one_way(name):
        whole = tuple(name.lower().split())
        is_sought = _is_looked_for(whole, allowed)
        return {whole, whole[::-1], *inflected(whole, allowed.languages)} if is_sought else set()
    bare = without_shortcodes(canonical(name).strip())
    segments = [signs.split(bare, maxsplit=1)[0] for signs in _SEGMENTS]
    beginnings = set(map(words_of, segments))
    forms = {words_of(name), words_of(bare), *map(words_of, half_decoded(name))}
    forms |= {form for form in beginnings if len(form) > 1 or len("".join(form)) >= _SHORTEST_OF_LETTERS}
    forms |= set(map(words_of, written_otherwise(bare)))
    turned = {form[::-1] for form in forms if len(form) == _WORDS_OF_A_NAME}
    forms |= {other for form in forms if form for other in inflected(form, allowed.languages)} | turned
    found = {form for form in forms if form and _is_looked_for(form, allowed)}
    whole = words_of(name)
    if len(whole) > 1 and whole not in found and not bare.isascii():
        found |= {whole} if _is_looked_for(words_in_own_letters(name), allowed) else set()
    return found


def _is_looked_for(form: tuple[str, ...], allowed: AllowedWords) -> bool:
    letters = "".join(form)
    if not any(one.isalpha() for one in letters) or form in allowed.phrases:
        return False
    if len(form) == 1:
        return len(letters) >= (_SHORTEST_RUN if not letters.isascii() else 3)
    return not all(word in allowed.function_words for word in form)
