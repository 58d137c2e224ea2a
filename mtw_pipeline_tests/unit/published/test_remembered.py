"""What is remembered of a text is what was worked out of it, whoever asks meanwhile, and after all was forgotten."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from mtw_pipeline.published.remembered import Columns, Remembered, objects

TEXTS = [f"{number}{'x' * (number % 7)}" for number in range(500)]


class Lengths:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Columns:
        self.asked += texts
        numbers = np.array([(len(text), int(text.rstrip("x"))) for text in texts], dtype=np.int64).reshape(-1, 2)
        return numbers, objects([(text, text) for text in texts])


def is_right(found: Columns, texts: Sequence[str]) -> bool:
    numbers, pairs = found
    lengths = [[len(text), int(text.rstrip("x"))] for text in texts]
    return bool(numbers.tolist() == lengths and pairs.tolist() == [(text, text) for text in texts])


def test_each_text_is_worked_out_once_and_given_in_the_order_asked_for() -> None:
    worked_out = Lengths()
    remembered = Remembered(worked_out, 1_000)
    for texts in (TEXTS[:3], TEXTS[5:1:-1], [], TEXTS[::-1]):
        assert is_right(remembered.of(texts), texts)
    assert sorted(worked_out.asked) == sorted(TEXTS)


def test_more_than_may_be_remembered_is_forgotten() -> None:
    worked_out = Lengths()
    remembered = Remembered(worked_out, 3)
    for texts in (TEXTS[:4], TEXTS[3:5], TEXTS[:4]):
        assert is_right(remembered.of(texts), texts)
    assert worked_out.asked == [*TEXTS[:4], *TEXTS[3:5], *TEXTS[:3]]  # all once four were known, none once two were


def test_threads_that_ask_at_once_each_get_their_own() -> None:
    remembered = Remembered(Lengths(), 50)
    pieces = [TEXTS[first : first + 20] for first in range(0, 480, 3)]
    with ThreadPoolExecutor(4) as pool:
        assert all(map(is_right, pool.map(remembered.of, pieces), pieces))
