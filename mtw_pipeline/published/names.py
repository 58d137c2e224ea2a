"""The handles and display names that a study knows, to be found in what people write.

What belongs here: from names to an index, and whether a word or several words in a row are one. What does not: where
the names come from (people.py) and what is put in their place (masking.py).
"""

import re
from collections.abc import Iterable, Sequence

from mtw_pipeline.published.allowed import AllowedWords
from mtw_pipeline.published.folding import canonical, key_of, words_of

_SIGNS = r"[|•·–—,(/~:;\[\]]|\s-\s"
_SEGMENTS = (re.compile(_SIGNS), re.compile(rf"{_SIGNS}|[\u2190-\u2bff\U0001f000-\U0001faff]"))
_PLAIN_NAME = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)?")
_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "miss", "sir", "dra"})
RUN_SCRIPTS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
"""Scripts that write no blanks between words, or write particles behind names without one."""
_SHORTEST_TOLD_APART = 5
"""Characters of a handle with a digit or an underscore that is looked for inside of longer words."""
_SHORTEST_OF_LETTERS = 7
"""Letters of a name that is looked for inside of hashtags, domains and paths."""
_SHORTEST_ANYWHERE = 10
"""Letters of a name that is looked for inside of every word."""
_SHORTEST_RUN = 2
_WORDS_OF_A_NAME = 2
_LONGEST_NUMBER = 4


class Inside:
    """Keys that are looked for inside of a longer word, by their first characters."""

    def __init__(self, keys: Iterable[str], start: int) -> None:
        self._start = start
        self._keys = frozenset(keys)
        self._lengths: dict[str, list[int]] = {}
        for key in self._keys:
            lengths = self._lengths.setdefault(key[:start], [])
            if len(key) not in lengths:
                lengths.append(len(key))

    def found_in(self, word: str) -> bool:
        """Whether one of the keys stands in a word."""
        lengths_of, start = self._lengths, self._start
        for place in range(len(word) - start + 1):
            lengths = lengths_of.get(word[place : place + start])
            if lengths and any(word[place : place + length] in self._keys for length in lengths):
                return True
        return False


class KnownNames:
    """The names of a study.

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
        ids = frozenset(numbers)
        self.numbers = frozenset(filter(str.isdigit, ids))
        self.id_keys = ids - self.numbers
        self.handles: dict[str, str] = {}
        with_servers = set()
        for handle in handles:
            if "." in handle or "@" in handle:
                with_servers.add(handle.lower())
            key = key_of("".join(words_of(handle)))
            if key and not (key.isdigit() and len(key) <= _LONGEST_NUMBER):
                self.handles.setdefault(key, handle)
        forms = {form for name in names for form in _forms_of(name, allowed)}
        keys = {key_of("".join(form)) for form in forms}
        self._keys = frozenset(keys | self.handles.keys())
        phrases = {words for words in (*forms, *map(words_of, self.handles.values())) if len(words) > 1}
        self.phrases: dict[str, list[tuple[str, ...]]] = {}
        self._phrases_by_two: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for words in sorted(phrases, key=len, reverse=True):
            self.phrases.setdefault(words[0], []).append(words)
            self._phrases_by_two.setdefault((words[0], words[1]), []).append(words)
        self.with_servers = frozenset(with_servers)
        """Handles with dots or a server, in lower case."""
        told_apart = {key for key, handle in self.handles.items() if not handle.isalpha() and _is_told_apart(key)}
        runs = {key for key in keys if RUN_SCRIPTS.search(key) and len(key) >= _SHORTEST_RUN}
        of_letters = {key for key in self._keys - runs if len(key) >= _SHORTEST_OF_LETTERS and not self._may_stand(key)}
        self.looked_for_inside = frozenset(of_letters | told_apart)
        """Keys that name somebody inside of some longer words too."""
        self._of_letters = Inside(self.looked_for_inside, _SHORTEST_TOLD_APART)
        self._anywhere = Inside({key for key in of_letters if len(key) >= _SHORTEST_ANYWHERE}, _SHORTEST_ANYWHERE)
        self._runs = Inside(runs, _SHORTEST_RUN)

    @property
    def keys(self) -> frozenset[str]:
        """Every name as one word: display names without blanks, handles without underscores."""
        return self._keys

    def _may_stand(self, word: str) -> bool:
        return word in self._allowed.words or (word,) in self._allowed.phrases

    def is_name(self, word: str, *, is_compound: bool = False) -> bool:
        """Whether a folded word names somebody.

        Args:
            word: the word, with its underscores.
            is_compound: whether it is made of words written as one, as hashtags, domains and file names are.
        """
        key = key_of(word)
        if key in self._keys:
            return not (word == key and self._may_stand(key))
        if word in self._allowed.words:
            return False
        if not word.isalpha() and self._names_a_part(word):
            return True
        inside = self._of_letters if is_compound or not word.isalpha() else self._anywhere
        if inside.found_in(key):
            return True
        return not key.isascii() and RUN_SCRIPTS.search(key) is not None and self._runs.found_in(key)

    def is_number_of_somebody(self, digits: str) -> bool:
        """Whether a number is an id."""
        return digits in self.numbers

    def phrase_at(self, words: Sequence[str], place: int) -> int:
        """How many words from a place on are a display name; 0 where none are."""
        if place + 1 >= len(words):
            return 0
        for phrase in self._phrases_by_two.get((words[place], words[place + 1]), ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def _names_a_part(self, word: str) -> bool:
        parts = [part for part in word.split("_") if part]
        if any(part in self._keys and not self._may_stand(part) for part in parts):
            return True
        return any(self.phrase_at(parts, place) for place in range(len(parts)))


def _is_told_apart(key: str) -> bool:
    return len(key) >= _SHORTEST_TOLD_APART


def _forms_of(name: str, allowed: AllowedWords) -> set[tuple[str, ...]]:
    """A display name as it may stand in a text: whole, its beginning before a sign, turned round, without a title."""
    if _PLAIN_NAME.fullmatch(name):
        whole = tuple(name.lower().split())
        return {whole, whole[::-1]} if _is_looked_for(whole, allowed) else set()
    bare = canonical(name).strip()
    beginnings = {words_of(signs.split(bare, maxsplit=1)[0]) for signs in _SEGMENTS}
    forms = {words_of(name)}
    forms |= {form for form in beginnings if len(form) > 1 or len("".join(form)) >= _SHORTEST_OF_LETTERS}
    forms |= {form[1:] for form in forms if len(form) > _WORDS_OF_A_NAME and form[0] in _TITLES}
    forms |= {form[::-1] for form in forms if len(form) == _WORDS_OF_A_NAME}
    return {form for form in forms if form and _is_looked_for(form, allowed)}


def _is_looked_for(form: tuple[str, ...], allowed: AllowedWords) -> bool:
    letters = "".join(form)
    if not any(one.isalpha() for one in letters) or form in allowed.phrases:
        return False
    if len(form) == 1:
        return len(letters) >= (_SHORTEST_RUN if not letters.isascii() else 3)
    return not all(word in allowed.function_words for word in form)
