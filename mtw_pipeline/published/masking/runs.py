"""Names of several words in scripts that write no blanks between words, where others write on at them without one.

What belongs here: where such a name begins inside of a word and ends inside of another: ``田中 架空さん``, as particles
and titles are written in Japanese, Korean and Thai. What does not: what a name is (names/), what is put in its place
(one_text.py).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mtw_pipeline.published.masking.reach import Span
from mtw_pipeline.published.names.folding import MARKS, RUN_SCRIPTS, WORD, folded
from mtw_pipeline.published.names.known import RunWords
from mtw_pipeline.published.names.phrases import Phrases, number_of

_LONGEST_PART = 40
"""Letters of the longest part of a name that is looked for inside of a word."""
FEWEST_LETTERS = 3
"""Of a whole name that is looked for inside of words: two stand side by side by chance."""
_MARK = re.compile(f"[{MARKS}]")


class _Found(NamedTuple):
    """A name: the place of its last word, and where it begins and ends in the text."""

    last: int
    start: int
    end: int


class NamesInRuns:
    """Finds names of several words, the first and the last also inside of a longer one.

    Args:
        phrases: the names.
        words: of those of which any word is in such a script, the words that another follows, and those that follow.
        is_parted_in: whether a place of a folded word is within a name of one word that stands there. Such a name is
            one by itself: of it and the next word no other is made, as one that is turned round would be.
    """

    def __init__(self, phrases: Phrases, words: RunWords, is_parted_in: Callable[[str, int], bool]) -> None:
        self._phrases = phrases
        self._words = words
        self._is_parted_in = is_parted_in
        self.are_any = words.are_any
        """Whether there is such a name."""

    def may_stand_in(self, text: str) -> bool:
        """Whether a text is to be looked through for them."""
        return self.are_any and not text.isascii() and RUN_SCRIPTS.search(text) is not None

    def spans(self, text: str) -> Iterator[Span]:
        """Where names stand in a text, in order, none over another."""
        words = [found for found in WORD.finditer(text) if found[0].strip("_")]  # which part those of a hashtag
        place = behind = 0
        while place < len(words) - 1:
            found = self._found_at(words, place, behind)
            if found is None:
                place += 1
            else:
                yield found.start, found.end
                place, behind = found.last, found.end

    def has_before(self, word: str) -> bool:
        """Whether a word of a name that another follows is the end of a word of such a script, or all of any word."""
        if not self.are_any:
            return False
        part, before = _Parts(word), self._words.before.all
        return any(part.text(start, len(word)) in before for start in _beginnings(word, 0))

    def has_behind(self, word: str) -> bool:
        """Whether a word of a name that follows another is the beginning of a word of such a script, or all of any."""
        if not self.are_any:
            return False
        part, behind = _Parts(word), self._words.behind.all
        return any(part.text(0, end) in behind for end in _ends(word))

    def _found_at(self, words: Sequence[re.Match[str]], place: int, behind: int) -> _Found | None:
        word, at = words[place][0], words[place].start()
        part = _Parts(word)
        for start in _beginnings(word, max(0, behind - at)):
            state = self._phrases.beginning(part.number(start, len(word)))
            if state and start and self._is_parted_in(part.plain, len(part.text(0, start))):
                continue
            ends = self._end(words, place, start, state) if state else None
            if ends is not None:
                last, length = ends
                return _Found(last, at + start, words[last].start() + length)
        return None

    def _end(self, words: Sequence[re.Match[str]], place: int, start: int, state: int) -> tuple[int, int] | None:
        """The last word of the longest name that begins there, and how much of it is of the name."""
        found, letters = None, len(words[place][0]) - start
        for last in range(place + 1, len(words)):
            word = words[last][0]
            part = _Parts(word)
            for end in _ends(word):
                is_cut = start > 0 or end < len(word)
                is_long_enough = letters + end >= FEWEST_LETTERS or not is_cut
                if not is_long_enough or not self._phrases.is_whole(
                    self._phrases.next_state(state, part.number(0, end))
                ):
                    continue
                if end == len(word) or not self._is_parted_in(part.plain, len(part.text(0, end))):
                    found = last, end
                    break
            state = self._phrases.next_state(state, part.number(0, len(word)))
            if not state:
                break
            letters += len(word)
        return found


class _Parts:
    """The parts of a word; it is folded once where each of its letters stays one, as most words do."""

    def __init__(self, word: str) -> None:
        self._word, self.plain = word, folded(word)
        self._is_by_letter = len(self.plain) == len(word)

    def text(self, start: int, end: int) -> str:
        """The letters from one place to another, folded."""
        return self.plain[start:end] if self._is_by_letter else folded(self._word[start:end])

    def number(self, start: int, end: int) -> int:
        """Their number."""
        return number_of(self.text(start, end))


def _beginnings(word: str, least: int) -> Iterator[int]:
    """Where the first word of a name may begin in a word, the longest first."""
    if RUN_SCRIPTS.match(word):
        places = range(max(least, len(word) - _LONGEST_PART), len(word))
        yield from (one for one in places if not _MARK.match(word[one]))
    elif least == 0:
        yield 0


def _ends(word: str) -> Iterator[int]:
    """Where the last word of a name may end in a word, the longest first; a mark goes with its letter."""
    if RUN_SCRIPTS.match(word):
        places = range(min(len(word), _LONGEST_PART), 0, -1)
        yield from (one for one in places if not _MARK.match(word[one : one + 1]))
    else:
        yield len(word)
