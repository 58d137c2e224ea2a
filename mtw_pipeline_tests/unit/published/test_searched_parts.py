"""By what a part is told to be searched is what stands in its values, and all that the search finds people by."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from mtw_pipeline.published.names.allowed import AllowedWords
from mtw_pipeline.published.parts.searched import met_in, told_by
from mtw_pipeline.published.parts.word_hashes import in_a_row, piece_hashes, word_hashes
from mtw_pipeline.published.people import People
from mtw_pipeline.published.search import Search, Sought, sought
from mtw_pipeline.published.searched_words import words_in
from mtw_pipeline_tests.unit.published.leaks import HANDLES, NAMES, SHORT_ID, TINY_ID, Leak
from mtw_pipeline_tests.unit.published.test_leaks import PLANTED

NOTHING = AllowedWords(frozenset(), frozenset(), frozenset())
TOKENS = ("a", "b", "C,d", "...", "#x", "é1", "ann_b", "[name]", "12", "user_0a", "e-f-g")


@cache
def of_everybody() -> tuple[Search, list[set[int]]]:
    """The search for everybody, and by what each form of them is told."""
    met = People(HANDLES, NAMES, (SHORT_ID, TINY_ID), ())
    return Search(met, NOTHING), [form for those in sought(met, NOTHING) for form in _forms(those, met.short_ids)]


@pytest.mark.parametrize("leak", PLANTED, ids=lambda leak: leak.name)
def test_what_the_search_finds_has_all_by_which_a_part_is_told_to_be_searched(leak: Leak) -> None:
    (search, forms), of_nobody = of_everybody(), Search(People((), (), (), ()), NOTHING)
    for text in (leak.value, f"so {leak.value} and then", f"so {leak.value}", f"{leak.value}\tand", f"é {leak.value}"):
        values = pa.array(["a day", text, "x"])
        met = _met(values)
        is_suspected = any(met.issuperset(form) for form in forms)
        assert is_suspected or search.found_in(values) == of_nobody.found_in(values)


def test_a_part_that_names_nobody_is_not_told_to_be_searched() -> None:
    _, forms = of_everybody()
    met = _met(pa.array(["a fine day 12 #so", ""]))
    assert not any(met.issuperset(form) for form in forms)


@given(some.lists(some.lists(some.sampled_from(TOKENS)), max_size=4), some.lists(some.sampled_from(TOKENS), min_size=1))
def test_names_of_several_words_are_told_where_their_words_stand_in_a_row_of_one_value(
    texts: list[list[str]], name: list[str]
) -> None:
    words = tuple(word for token in name for word in words_in(token))
    values = [[word for token in text for word in words_in(token)] for text in texts]
    size = min(len(words), 3)
    rows = {tuple(value[at : at + size]) for value in values for at in range(len(value) - size + 1)}
    is_there = {words[at : at + size] for at in range(len(words) - size + 1)} <= rows
    before, after = pa.array(list(name)), pa.array(name[::-1])
    _, found, _ = met_in([before, pa.array(["zz", *map(" ".join, texts)], pa.string()).slice(1), after])
    forms = _forms(Sought(names=[words]) if size > 1 else Sought(single=words))
    assert all(set(found.tolist()).issuperset(form) for form in forms) is (is_there or not words)


@given(some.lists(some.text(max_size=6), unique=True), some.integers(1, 6))
def test_distinct_words_pieces_and_rows_have_distinct_hashes(words: list[str], length: int) -> None:
    begins = [(number, at) for number, word in enumerate(words) for at in range(len(word) - length + 1)]
    pieces = [(number, words[number][at : at + length]) for number, at in begins]
    one = word_hashes(words)
    found = piece_hashes(words, length)
    assert found.of.tolist() == [number for number, _ in pieces]
    of_pieces = dict(zip((piece for _, piece in pieces), found.hashes.tolist(), strict=True))
    rows = in_a_row(one, np.zeros(len(words), np.int64))
    numbers = [*one.tolist(), *of_pieces.values(), *rows.pairs.tolist(), *rows.threes.tolist()]
    assert len(set(numbers)) == len(numbers)
    assert found.hashes.tolist() == [of_pieces[piece] for _, piece in pieces]


def _met(values: pa.Array) -> set[int]:
    [found] = met_in([values])
    return set(found.tolist())


def _forms(those: Sought, ids: Sequence[str] = ()) -> list[set[int]]:
    """What every form is told by."""
    return [set(each.hashes[each.of == form].tolist()) for each in told_by(those, ids) for form in np.unique(each.of)]
