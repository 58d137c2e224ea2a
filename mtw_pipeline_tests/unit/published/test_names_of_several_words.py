"""The search finds, where two words begin display names, the longest that stands there, whatever lengths names have."""

from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.published.search import _Names, _number

WORD = st.sampled_from("abc")
NAMES = st.lists(st.lists(WORD, min_size=2, max_size=4).map(tuple), max_size=8)
LONG = ("a", "b", *("c" * 70))


@given(NAMES, NAMES, st.lists(WORD, min_size=2, max_size=9), st.booleans())
def test_the_longest_name_at_a_place_is_found(
    some: list[tuple[str, ...]], others: list[tuple[str, ...]], text: list[str], is_long: bool
) -> None:
    names = {*some, *others, *([LONG] if is_long else [])}
    words = (*text, *LONG)
    found = _Names([set(some), set(others), {LONG} if is_long else set()])
    numbers = tuple(map(_number, words))
    for at in range(len(words) - 1):
        there = [name for name in names if words[at : at + len(name)] == name]
        expected = max(there, key=len, default=())
        assert found.longest_at(numbers, at) == tuple(map(_number, expected))
