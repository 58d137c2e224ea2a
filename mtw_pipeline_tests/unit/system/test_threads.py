"""Pieces of work in threads: all of them, in their order, and a single one without a thread."""

from threading import current_thread

import pytest

from mtw_pipeline.system.threads import in_threads


@pytest.mark.parametrize("pieces", [0, 1, 2, 3, 40])
def test_every_piece_is_worked_on_once_in_order(pieces: int) -> None:
    assert list(in_threads(lambda piece: piece * piece, iter(range(pieces)))) == [one * one for one in range(pieces)]


def test_a_piece_that_is_the_only_one_starts_no_thread() -> None:
    alone = list(in_threads(lambda _: current_thread(), [0]))
    two = list(in_threads(lambda _: current_thread(), [0, 1]))
    assert alone == [current_thread()]
    assert current_thread() not in two
