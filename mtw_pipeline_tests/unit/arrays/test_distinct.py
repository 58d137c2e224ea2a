"""Distinct numbers, held to Python's sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.arrays.distinct import each_once


@given(st.lists(st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1)))
def test_each_number_stands_once_in_order(numbers: list[int]) -> None:
    given_ones = np.array(numbers, dtype=np.int64)
    assert each_once(given_ones).tolist() == sorted(set(numbers))
    assert given_ones.tolist() == numbers


@pytest.mark.parametrize("kind", [np.uint64, np.int32])
def test_the_kind_of_the_numbers_stays(kind: type[np.integer]) -> None:
    assert each_once(np.array([2, 1, 2], dtype=kind)).dtype == kind
