"""The bounds of an answer: what keeps within them stays as it came, and what does not is cut and no more."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtw_pipeline.collect import answers
from mtw_pipeline.collect.answers import DEEPEST, LONGEST_NUMBER, LONGEST_TEXT, bounded, within_bounds
from mtw_pipeline.collect.requester import TransientError

LEAVES = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))
DOCUMENTS = st.recursive(LEAVES, lambda some: st.lists(some) | st.dictionaries(st.text(max_size=3), some), max_leaves=8)


@settings(max_examples=40, deadline=None)
@given(document=DOCUMENTS, is_ascii=st.booleans())
def test_what_a_post_may_hold_stays_byte_for_byte(document: Any, is_ascii: bool) -> None:
    content = json.dumps(document, ensure_ascii=is_ascii).encode()
    assert within_bounds(content) == (content, 0)


def nested(depth: int, inner: str) -> str:
    return '[{"a":' * (depth // 2) + inner + "}]" * (depth // 2)


LONG = "x" * (LONGEST_TEXT + 5)
BEYOND = {
    "deep": (nested(DEEPEST + 2, "1"), nested(DEEPEST - 2, "[null]")),
    "very deep": (nested(60_000, "1"), nested(DEEPEST - 2, "[null]")),
    "text": (f'"{LONG}"', f'"{LONG[:LONGEST_TEXT]}"'),
    "escapes": ('"' + "\\u00e9\\n" * LONGEST_TEXT + '"', json.dumps("é\n" * (LONGEST_TEXT // 2))),
    "half a sign": (json.dumps("x" + "😀" * LONGEST_TEXT), json.dumps("x" + "😀" * (LONGEST_TEXT - 1))),
    "number": ("7" * 100_000, "null"),
    "broken number": ("-" + "1e" * LONGEST_NUMBER, "null"),
}


@pytest.mark.parametrize("kind", BEYOND)
def test_what_no_post_holds_is_cut_and_the_rest_stays(kind: str) -> None:
    given_, expected = BEYOND[kind]
    around = '{"id":"1", "text":"a \\"[{quoted}]\\" word","odd": %s, "then":[1.50,{"b":"\\\\"}]}'
    cut, many = within_bounds((around % given_).encode())
    assert many == 1
    assert json.loads(cut) == json.loads(around % expected)


@pytest.mark.parametrize(
    "broken", ["", '{"a":', '"' + '\\"' * 200_000, "[" * 300_000, "\x00", '{"a":1}]]]]', "no JSON"]
)
def test_what_is_no_json_is_left_to_whoever_parses_it(broken: str) -> None:
    cut, _ = within_bounds(broken.encode())
    with pytest.raises((ValueError, RecursionError)):
        json.loads(cut)


def test_an_answer_that_unpacks_without_an_end_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGEST_ANSWER", 1 << 20)
    taken = 0

    def blocks() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield zlib.decompress(zlib.compress(bytes(1 << 16)))

    with pytest.raises(TransientError, match="larger than 1 megabytes"):
        bounded(blocks())
    assert taken == 17


def test_an_answer_of_a_byte_a_minute_is_read_no_further() -> None:
    seconds = iter(range(0, 10**6, 60))
    with pytest.raises(TransientError, match="longer than 10 minutes"):
        bounded((b"x" for _ in range(10**6)), lambda: next(seconds))
    assert next(seconds) <= 60 * 14
