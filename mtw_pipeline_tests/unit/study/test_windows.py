"""Collection windows: their key, those that cannot be, and those that share a day."""

import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow, overlapping


def test_a_window_is_filed_under_its_first_and_last_day() -> None:
    window = CollectionWindow.between("2020-12-05", "2021-01-22")
    assert window.key == "2020-12-05_2021-01-22"
    assert CollectionWindow.from_key(window.key) == window


@pytest.mark.parametrize(
    ("start", "end", "complaint"),
    [
        ("2021-02-30", "2021-03-01", "no day"),
        ("2021-01-22", "2020-12-05", "before it starts"),
        ("5 December", "2021-01-22", "YYYY-MM-DD"),
    ],
)
def test_an_impossible_window_is_refused_in_words(start: str, end: str, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        CollectionWindow.between(start, end)


@pytest.mark.parametrize("key", ["2021-01-01", "2021-01-01,2021-01-31", "../2021-01-01_2021-01-31", "x' or 1=1 --"])
def test_only_the_declared_form_is_a_key(key: str) -> None:
    assert not CollectionWindow.is_key(key)
    with pytest.raises(UserError, match="START_END"):
        CollectionWindow.from_key(key)


def test_windows_that_share_a_day_are_found() -> None:
    january, overlap, apart = (
        CollectionWindow.between("2021-01-01", "2021-01-31"),
        CollectionWindow.between("2021-01-31", "2021-02-28"),
        CollectionWindow.between("2021-03-01", "2021-03-31"),
    )
    assert overlapping([january, overlap, apart]) == [(january, overlap)]
    assert overlapping([january, apart]) == []
