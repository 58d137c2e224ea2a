"""Many texts masked at once: every distinct word between blanks once, and only texts that hold something.

What belongs here: finding the texts that have to change, and putting their words together again. What does not: what
is remembered of a word (tokens.py), what becomes of a word or of a text (one_text.py).
"""

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.masking.addresses import FEWEST_DIGITS
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.tokens import (
    SIGN,
    SPELLED_DOT,
    SPELLED_HOST,
    SURE_SIGN,
    Codes,
    Flags,
    MaskedTokens,
    Tokens,
)
from mtw_pipeline.published.names.folding import canonical
from mtw_pipeline.published.names.known import KnownNames
from mtw_pipeline.published.names.phrases import Phrases

_BLANK = " "
_PLAIN_HASHTAGS = r"\A[\pL\pM\pN_\n]+\z"
"""Hashtags without blanks and signs, so that each can be what stands between two blanks; a pattern of Arrow."""

Changes = tuple[Flags, pa.Array]
"""Of each value whether it does not stay as it is, and what stands in place of those that do not."""


class MaskedTexts:
    """Masks columns of texts.

    Args:
        masking: the study's masking.
        names: the names that it knows.
    """

    def __init__(self, masking: Masking, names: KnownNames) -> None:
        self.masking = masking
        self._phrases = names.phrases
        self._tokens = MaskedTokens(masking, self._phrases)

    def changed(self, texts: pa.Array) -> Iterator[tuple[pa.Array, pa.Array]]:
        """The texts that must change, and what stands in their place.

        Args:
            texts: texts without NULL, each once.
        """
        for changes, masked in self.changes(texts):
            yield texts.filter(pa.array(changes)), masked

    def changes(self, texts: pa.Array) -> Iterator[Changes]:
        """Of each text whether it must change, and what stands in place of those that must; each is in one of these.

        Args:
            texts: texts without NULL, each once.
        """
        if not len(texts):
            return
        split = pc.split_pattern(texts, _BLANK)
        encoded = split.flatten().dictionary_encode()
        codes: Codes = encoded.indices.to_numpy(zero_copy_only=False)
        starts: Codes = split.offsets.to_numpy(zero_copy_only=False)[:-1]
        starts = starts - starts[0]
        tokens = self._tokens.of(encoded.dictionary.to_pylist())
        changes = np.logical_or.reduceat(tokens.changes[codes], starts)
        across = np.flatnonzero(_across(tokens, self._phrases, codes, starts))
        if len(across):
            masked = list(map(self._across_words, texts.take(pa.array(across)).to_pylist()))
            is_across = np.zeros(len(texts), dtype=bool)
            is_across[across] = [one is not None for one in masked]
            changes &= ~is_across
            if is_across.any():
                yield is_across, pa.array([one for one in masked if one is not None], pa.string())
        if changes.any():
            yield changes, _joined(codes, starts, changes, tokens.masked)

    def changes_of_hashtags(self, lists: pa.Array) -> Iterator[Changes]:
        """As ``changes``, of lists of hashtags without their signs, a line each."""
        are_plain: Flags = pc.match_substring_regex(lists, _PLAIN_HASHTAGS).to_numpy(zero_copy_only=False)
        signed = pc.replace_substring(lists.filter(pa.array(are_plain)), "\n", f"{_BLANK}#")
        signed = pc.binary_join_element_wise(pa.scalar("#"), signed, pa.scalar(""))
        others, masked_others = changes_one_by_one(lists.filter(pa.array(~are_plain)), self.masking.hashtags)
        yield _among(~are_plain, others), masked_others
        for changes, masked in self.changes(signed):
            lines = pc.replace_substring_regex(masked, f"{_BLANK}#?", "\n")
            yield _among(are_plain, changes), pc.replace_substring_regex(lines, r"\A#", "")

    def _across_words(self, text: str) -> str | None:
        """A text of which something goes over several words; None where nothing does."""
        plain = canonical(text)
        found = self.masking.across_words(plain)
        tokens = (text if found == plain else found).split(_BLANK)
        masked = self._tokens.masked(tokens)
        whole = self.masking.put_together(tokens, masked)
        return None if found == plain and whole == _BLANK.join(masked) else whole


def changes_one_by_one(values: pa.Array, function: Callable[[str], str]) -> Changes:
    """What a function changes of some values."""
    masked = pa.array(map(function, values.to_pylist()), pa.string())
    differs = pc.not_equal(values, masked)
    return differs.to_numpy(zero_copy_only=False), masked.filter(differs)


def _among(those: Flags, changes: Flags) -> Flags:
    """Of all values whether they change, from the changes of some of them."""
    found = np.zeros(len(those), dtype=bool)
    found[those] = changes
    return found


def _joined(codes: Codes, starts: Codes, wanted: Flags, masked: pa.Array) -> pa.Array:
    lengths = np.diff(np.append(starts, len(codes)))
    offsets = np.concatenate([[0], np.cumsum(lengths[wanted])])
    words = masked.take(pa.array(codes[np.repeat(wanted, lengths)]))
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), words), _BLANK)


def _across(tokens: Tokens, phrases: Phrases, codes: Codes, starts: Codes) -> Flags:
    """The texts in which something may stand that goes over several tokens."""
    places = [
        np.flatnonzero((tokens.has_phrase | tokens.names_left)[codes]),
        _phrases(tokens, phrases, codes, starts),
        _phrases_in_runs(tokens, codes),
        _phrases_at_cuts(tokens, phrases, codes, starts),
        _long_numbers(tokens, codes, starts),
        _spelled_addresses(tokens, codes),
    ]
    found = np.zeros(len(starts), dtype=bool)
    found[np.searchsorted(starts, np.concatenate(places), side="right") - 1] = True
    return found


def _phrases(tokens: Tokens, phrases: Phrases, codes: Codes, starts: Codes) -> Codes:
    """The tokens with whose last word a display name begins that goes on in the next."""
    with_words = np.flatnonzero(tokens.has_words[codes])
    those = codes[with_words]
    begins = np.flatnonzero(tokens.begins[those[:-1]] & (tokens.first[those[1:]] > 0))
    state = phrases.next_states(tokens.state[those[begins]], tokens.first[those[begins + 1]])
    begins, state = begins[state > 0], state[state > 0]
    ends = np.append(starts[1:], len(codes))[np.searchsorted(starts, with_words[begins], side="right") - 1]
    place, inside = begins + 1, np.zeros(len(begins), dtype=np.int64)
    found = [begins[:0]]
    while len(begins):
        is_there = (place < len(with_words)) & (with_words[np.minimum(place, len(with_words) - 1)] < ends)
        is_whole = phrases.are_whole(state)
        found.append(begins[is_there & is_whole])
        goes_on = is_there & (state > 0) & ~is_whole
        begins, place, state, inside, ends = (one[goes_on] for one in (begins, place, state, inside, ends))
        inside = inside + 1
        is_over = tokens.words_from[those[place]] + inside >= tokens.words_from[those[place] + 1]
        place, inside = np.where(is_over, place + 1, place), np.where(is_over, 0, inside)
        code = those[np.minimum(place, len(those) - 1)]
        state = phrases.next_states(state, tokens.words[tokens.words_from[code] + inside])
    return with_words[np.concatenate(found)]


def _phrases_in_runs(tokens: Tokens, codes: Codes) -> Codes:
    """The tokens with the end of which a display name may begin, or go on, that does so in the next, inside a word."""
    with_words = np.flatnonzero(tokens.has_words[codes])
    those, following = codes[with_words][:-1], codes[with_words][1:]
    is_within = tokens.begins_within[those] | tokens.goes_on_within[following]
    found: Codes = with_words[:-1][tokens.is_before[those] & tokens.is_behind[following] & is_within]
    return found


def _phrases_at_cuts(tokens: Tokens, phrases: Phrases, codes: Codes, starts: Codes) -> Codes:
    """The tokens with whose last word a display name may begin that goes on in the next, of texts with a cut link."""
    is_cut = tokens.is_cut[codes]
    if not is_cut.any():
        return np.zeros(0, dtype=np.int64)
    has_cut = np.repeat(np.logical_or.reduceat(is_cut, starts), np.diff(np.append(starts, len(codes))))
    with_words = np.flatnonzero(tokens.has_words[codes] & has_cut)
    those = codes[with_words]
    state = np.where(tokens.is_cut, tokens.state_left, tokens.state)[those[:-1]]
    first = np.where(tokens.is_cut, tokens.first_left, tokens.first)[those[1:]]
    begins = np.flatnonzero((state > 0) & (first > 0))
    state = phrases.next_states(state[begins], first[begins])
    begins, state = begins[state > 0], state[state > 0]
    return with_words[begins[phrases.are_whole(state) | _may_go_on(tokens, phrases, those, begins + 1, state)]]


def _may_go_on(tokens: Tokens, phrases: Phrases, codes: Codes, at: Codes, state: Codes) -> Flags:
    """Whether a display name may go on behind some tokens: where these are a word each, by the next one's first."""
    code, following = codes[at], codes[np.minimum(at + 1, len(codes) - 1)]
    has_several = tokens.is_cut[code] | (tokens.words_from[code + 1] - tokens.words_from[code] > 1)
    first = np.where(tokens.is_cut, tokens.first_left, tokens.first)[following]
    goes_on: Flags = (first > 0) & (phrases.next_states(state, first) > 0)
    return has_several | (goes_on & (at + 1 < len(codes)))


def _long_numbers(tokens: Tokens, codes: Codes, starts: Codes) -> Codes:
    """The tokens with which digits begin that go on in the next and are enough for a telephone number or an id."""
    in_number = tokens.begins_in_number | tokens.ends_in_number
    places = np.flatnonzero(in_number[codes])
    if not len(places):
        return places
    those = codes[places]
    is_first = np.zeros(len(codes), dtype=bool)
    is_first[starts[starts < len(codes)]] = True
    goes_on = np.zeros(len(places), dtype=bool)
    goes_on[1:] = (np.diff(places) == 1) & ~is_first[places[1:]]
    goes_on[1:] &= tokens.ends_in_number[those[:-1]] & tokens.begins_in_number[those[1:]]
    is_number = tokens.is_number[those]
    # Each token is two halves, what it begins with and what it ends with; one that is a number has only the first.
    is_apart = np.empty(2 * len(places), dtype=bool)
    is_apart[0::2], is_apart[1::2] = ~goes_on, ~is_number
    digits = np.empty(2 * len(places), dtype=np.int64)
    digits[0::2], digits[1::2] = tokens.first_digits[those], np.where(is_number, 0, tokens.last_digits[those])
    first = np.flatnonzero(is_apart)
    last = np.append(first[1:], 2 * len(places)) - 1
    is_long = (np.add.reduceat(digits, first) >= FEWEST_DIGITS) & (first // 2 < last // 2)
    return places[first[is_long] // 2]


def _spelled_addresses(tokens: Tokens, codes: Codes) -> Codes:
    """The signs that may be the @ of an address: in brackets, before a host, or before a word and a dot."""
    is_sign = tokens.spelled & (SIGN | SURE_SIGN) > 0
    if not is_sign.any():
        return np.zeros(0, dtype=np.int64)
    signs = np.flatnonzero(is_sign[codes])
    behind = _next_shown(tokens, codes, signs)
    spelled = np.append(tokens.spelled, 0)  # the last is that of no token
    at_sign, at_next, at_second = (
        spelled[np.append(codes, -1)[np.minimum(one, len(codes))]]
        for one in (signs, behind, _next_shown(tokens, codes, behind))
    )
    host = (at_sign | at_next) & (SPELLED_HOST | SPELLED_DOT) | at_second & SPELLED_DOT
    found: Codes = signs[(host > 0) | (at_sign & SURE_SIGN > 0)]
    return found


def _next_shown(tokens: Tokens, codes: Codes, places: Codes) -> Codes:
    """The place of the next token that shows something, whosever text it is of; behind all where there is none."""
    found = places + 1
    while True:
        inside = np.flatnonzero(found < len(codes))
        blank = inside[tokens.is_blank[codes[found[inside]]]]
        if not len(blank):
            return found
        found[blank] += 1
