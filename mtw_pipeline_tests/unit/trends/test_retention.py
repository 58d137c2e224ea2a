"""Who stays, leaves, returns and is new, counted by hand over four windows."""

from datetime import datetime

import pytest
from statsmodels.stats.proportion import proportion_confint

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.trends import MEMBER_RETENTION
from mtw_pipeline_tests.planted_rows import plant, tweet

WINDOWS = [CollectionWindow.between(f"2021-0{month}-01", f"2021-0{month}-28") for month in (1, 2, 3, 4)]
POSTED = [("ann", "bob", "cy", "old_dee"), ("ann", "dee", "eve"), ("ann",), ("bob", "eve", "flo", "ann")]


@pytest.fixture
def retention(warehouse: Warehouse) -> list[dict[str, object]]:
    for window, members in zip(WINDOWS, POSTED, strict=True):
        rows = [
            {**tweet(1 + number, author=author), "tweet_id": f"{window.start.month}{number}{again}"}
            for number, author in enumerate(members)
            for again in (0, 1)
        ]
        plant(warehouse, "tweets", rows, window)
    for window, handle in ((WINDOWS[0], "old_dee"), (WINDOWS[1], "dee")):
        plant(warehouse, "identities", [_seen("7", handle, window)], window)
    warehouse.replace_all(MEMBER_RETENTION)
    cursor = warehouse.connection.execute("from member_retention order by collection_window")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_members_are_accounts_and_a_renamed_one_is_the_same(retention: list[dict[str, object]]) -> None:
    found = [
        tuple(row[name] for name in ("members", "members_before", "stayed", "left_members", "returned", "new_members"))
        for row in retention
    ]
    assert found == [
        (4, None, None, None, None, None),
        (3, 4, 2, 2, 0, 1),  # ann and dee, who was old_dee
        (1, 3, 1, 2, 0, 0),
        (4, 1, 1, 0, 2, 1),  # bob after two windows, eve after one; flo is new
    ]


@pytest.mark.parametrize(
    ("holders", "wanted"),
    [
        (("1", "2", None), [(0, 1), (1, 0)]),
        ((None, "1", "2", None), [(1, 0), (0, 1), (1, 0)]),
        (("2", None, "1"), [(1, 0), (0, 1)]),
    ],
)
def test_who_took_over_a_name_is_another_member(
    warehouse: Warehouse, holders: tuple[str | None, ...], wanted: list[tuple[int, int]]
) -> None:
    """``gus`` is one user, then another; where no export gives an id it is whoever had the name before, else after."""
    for window, user_id in zip(WINDOWS, holders, strict=False):
        plant(warehouse, "tweets", [tweet(1, author="gus")], window)
        if user_id:
            plant(warehouse, "identities", [_seen(user_id, "gus", window)], window)
    assert _stayed_and_new(warehouse) == wanted


def test_a_former_name_is_that_of_who_is_called_otherwise_in_a_later_window(warehouse: Warehouse) -> None:
    """In January no export gives an id; in February user 7 is first old_dee and then dee."""
    plant(warehouse, "tweets", [tweet(1, author="old_dee")], WINDOWS[0])
    plant(warehouse, "tweets", [tweet(2, author="dee")], WINDOWS[1])
    names = [_seen("7", handle, WINDOWS[1], account="dee") for handle in ("old_dee", "dee")]
    plant(warehouse, "identities", names, WINDOWS[1])
    assert _stayed_and_new(warehouse) == [(1, 0)]


def test_the_parts_add_up_and_the_share_has_wilsons_interval(retention: list[dict[str, object]]) -> None:
    assert (retention[0]["retention"], retention[0]["low"], retention[0]["high"]) == (None, None, None)
    for row in retention[1:]:
        stayed, before = int(str(row["stayed"])), int(str(row["members_before"]))
        assert row["members"] == stayed + int(str(row["returned"])) + int(str(row["new_members"]))
        assert before == stayed + int(str(row["left_members"]))
        assert row["retention"] == stayed / before
        assert (row["low"], row["high"]) == pytest.approx(
            proportion_confint(stayed, before, method="wilson"), abs=1e-12
        )


def _seen(user_id: str, handle: str, window: CollectionWindow, *, account: str | None = None) -> dict[str, object]:
    seen_at = datetime(2021, window.start.month, 1)
    return {
        "user_id": user_id,
        "handle": handle,
        "account": account or handle,
        "last_seen_at": seen_at,
        "is_holder": True,
    }


def _stayed_and_new(warehouse: Warehouse) -> list[tuple[int, int]]:
    """Of every window but the first."""
    warehouse.replace_all(MEMBER_RETENTION)
    found = warehouse.connection.execute("select stayed, new_members from member_retention order by collection_window")
    return found.fetchall()[1:]
