"""A handle that goes from one user to another stands in each window of the copy for whoever had it there."""

from mtw_pipeline.published.people import user_ids_of_handles
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.published.test_leaks import plant
from mtw_pipeline_tests.unit.published.test_parts import anew, content, published

HOLDERS = {"w1": None, "w2": "1", "w3": None, "w4": "2", "w5": None, "w6": "3"}
"""The user id of ``gus`` by window; None where no export gives one."""
BEHIND = {"w1": "1", "w2": "1", "w3": "1", "w4": "2", "w5": "2", "w6": "3"}
COLUMNS = ("author", "author_id", "author_handle", "retweeted", "mention_handles")


def plant_window(warehouse: Warehouse, window: str, user_id: str | None, handle: str = "Gus") -> None:
    cells = {"collection_window": window, "tweet_id": window, "author_id": user_id, "author_handle": handle}
    plant(warehouse, "raw_tweets", **cells, created_at=f"2021-01-0{window[1]}")
    plant(
        warehouse, "tweets", **cells, author=handle.lower(), retweeted=handle.lower(), text="a fine day",
        mention_handles=["bob", f"@{handle}", None],
    )  # fmt: skip
    plant(warehouse, "interactions", collection_window=window, source="bob", target=handle.lower(), kind="mention")
    if user_id:
        plant(
            warehouse, "identities", collection_window=window, user_id=user_id, handle=handle.lower(),
            account=handle.lower(), is_holder=True,
        )  # fmt: skip


def accounts(warehouse: Warehouse, study: Study) -> dict[str, list[object]]:
    """By window, what the copy shows in place of accounts: of its tweet, then of its tie."""
    copy = published(warehouse, study)
    parquet = f"{copy.version}/parquet"
    asked = (
        f"select collection_window, {', '.join(COLUMNS)}, target from '{parquet}/tweets/*.parquet'"
        f" join '{parquet}/interactions/*.parquet' using (collection_window) order by collection_window"
    )
    return {row[0]: list(row[1:]) for row in warehouse.connection.execute(asked).fetchall()}


def test_each_window_shows_whoever_had_the_handle_there_else_before_else_after(
    study: Study, warehouse: Warehouse
) -> None:
    for window, user_id in HOLDERS.items():
        plant_window(warehouse, window, user_id)
    found = accounts(warehouse, study)
    pseudonyms = Pseudonyms(study_key(study.pseudonym_key), {})
    bob = pseudonyms.of_handle("bob")
    for window, behind in BEHIND.items():
        one = pseudonyms.of_user_id(behind)
        assert found[window] == [one, one if HOLDERS[window] else None, one, one, [bob, one, None], one]


def test_a_copy_that_takes_parts_of_the_one_before_is_the_copy_made_anew_whenever_a_handle_moves(
    study: Study, warehouse: Warehouse
) -> None:
    for window in ("w1", "w2", "w4"):
        plant_window(warehouse, window, HOLDERS[window])
    published(warehouse, study)
    plant_window(warehouse, "w6", "3")
    copy = published(warehouse, study)
    assert copy.plan.reused is not None
    assert content(study) == anew(warehouse, study)
    warehouse.connection.execute("update identities set user_id = '3' where user_id = '1'")
    copy = published(warehouse, study)
    assert copy.plan.reused is not None
    assert content(study) == anew(warehouse, study)


def test_a_further_window_of_the_last_holder_makes_nothing_of_the_others_anew(
    study: Study, warehouse: Warehouse
) -> None:
    for window in ("w1", "w2", "w3", "w4"):
        plant_window(warehouse, window, HOLDERS[window])
    published(warehouse, study)
    plant_window(warehouse, "w5", None)
    copy = published(warehouse, study)
    assert {frozenset(windows) for windows in copy.remade.values() if windows} == {frozenset({"w5"})}


def test_user_ids_of_a_window_are_those_of_its_holders(study: Study, warehouse: Warehouse) -> None:
    for window, user_id in HOLDERS.items():
        plant_window(warehouse, window, user_id)
    plant_window(warehouse, "w2", "9", handle="Ann")
    user_ids = user_ids_of_handles(warehouse)
    assert {window: user_ids.in_window(window).get("gus") for window in HOLDERS} == BEHIND
    assert {user_ids.in_window(window).get("ann") for window in HOLDERS} == {"9"}
    assert user_ids.in_window("w1").get("bob") is None
