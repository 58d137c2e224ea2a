"""One person, one account: renamed, taken-over and never-named users in every table that holds accounts.

The tables are found by what their declarations say of their columns, so that a new one is asked too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Holds, Table, Type
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, make_study, put, v2_page, v2_tweet
from mtw_pipeline_tests.studies import run

RENAMED, HAD_IT_BEFORE, HAS_IT_NOW, NEVER_NAMED, PAL = "7041", "1", "2", "88", "7042"
ACCOUNTS = {
    "after": RENAMED,
    "id:1": HAD_IT_BEFORE,
    "taken": HAS_IT_NOW,
    "id:88": NEVER_NAMED,
    "pal": PAL,
    "third": None,
}
"""All accounts of the window, with their user ids; ``third`` stands in an edge list alone."""
HOLDERS = [table for table in TABLES if any(column.holds is Holds.ACCOUNT for column in table.columns)]
WITH_CHOSEN_FEW = {"communities"}
"""Tables that do not list every account that has ties."""


def user(user_id: str, handle: str) -> dict[str, object]:
    return {"id": user_id, "username": handle, "name": handle}


def naming(number: int, author: str, day: int, handle: str, user_id: str, **facts: object) -> dict[str, object]:
    mention = {"start": 0, "end": 1 + len(handle), "username": handle, "id": user_id}
    return v2_tweet(
        number, text=f"@{handle} words {number}", author_id=author, created_at=f"2021-01-{day:02d}T09:00:00.000Z",
        entities={"mentions": [mention]}, **facts,
    )  # fmt: skip


@pytest.fixture(scope="module")
def warehouse_with_accounts(
    tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess
) -> Iterator[Warehouse]:
    study = make_study(tmp_path_factory.mktemp("accounts"))
    early = [
        naming(1, HAD_IT_BEFORE, 5, "before", RENAMED),
        naming(2, PAL, 6, "before", RENAMED, in_reply_to_user_id=RENAMED),
        naming(3, NEVER_NAMED, 6, "before", RENAMED),
        v2_tweet(4, author_id=RENAMED, in_reply_to_user_id=NEVER_NAMED, created_at="2021-01-06T10:00:00.000Z"),
        naming(5, PAL, 7, "taken", HAD_IT_BEFORE),
    ]
    late = [
        naming(6, HAS_IT_NOW, 12, "after", RENAMED),
        naming(7, PAL, 13, "after", RENAMED, in_reply_to_user_id=RENAMED),
        naming(8, RENAMED, 14, "taken", HAS_IT_NOW, in_reply_to_user_id=HAS_IT_NOW),
        v2_tweet(9, author_id=NEVER_NAMED, in_reply_to_user_id=PAL, created_at="2021-01-14T10:00:00.000Z"),
    ]
    users = [user(PAL, "pal"), user(RENAMED, "before"), user(HAD_IT_BEFORE, "taken")]
    put(study, "early.jsonl", v2_page(*early, users=users))
    users = [user(PAL, "pal"), user(RENAMED, "after"), user(HAS_IT_NOW, "taken")]
    put(study, "late.jsonl", v2_page(*late, users=users))
    put(study, "ties.csv", "source,target\nthird,before\nthird,taken\n")
    assert run(
        study, validation, WINDOW, "+leaders or +communities or +tweet_tokens or +account_groups or +first_ties"
    ).succeeded
    with open_warehouse(Path(study.warehouse), "a test") as opened:
        yield opened


def accounts_in(warehouse: Warehouse, table: Table) -> set[str]:
    found: set[str] = set()
    for column in table.columns:
        if column.holds is Holds.ACCOUNT:
            shown = f"unnest({column.name})" if column.type is Type.TEXTS else column.name
            found |= {name for (name,) in warehouse.connection.execute(f"select {shown} from {table.name}").fetchall()}
    return found - {None}


@pytest.mark.parametrize("table", HOLDERS, ids=lambda table: table.name)
def test_no_table_knows_another_account_than_the_persons(warehouse_with_accounts: Warehouse, table: Table) -> None:
    found = accounts_in(warehouse_with_accounts, table)
    assert found <= ACCOUNTS.keys()
    if table.name not in WITH_CHOSEN_FEW:
        assert found >= {"after", "id:1", "taken"}
    if table.name not in WITH_CHOSEN_FEW | {"identities", "tweet_mentions"}:  # no handle of that user is known
        assert "id:88" in found


def test_ties_of_a_renamed_user_are_one_accounts(warehouse_with_accounts: Warehouse) -> None:
    ties = warehouse_with_accounts.connection.execute(
        "select source, target, kind, times from interactions order by all"
    ).fetchall()
    assert ties == [
        ("after", "id:88", "reply", 1), ("after", "taken", "reply", 1), ("id:1", "after", "mention", 1),
        ("id:88", "after", "mention", 1), ("id:88", "pal", "reply", 1), ("pal", "after", "reply", 2),
        ("pal", "id:1", "mention", 1), ("taken", "after", "mention", 1), ("third", "after", "not said", 1),
        ("third", "taken", "not said", 1),
    ]  # fmt: skip


def test_every_user_has_the_id_that_the_files_give(warehouse_with_accounts: Warehouse) -> None:
    users: Mapping[str, str | None] = dict(
        warehouse_with_accounts.connection.execute("select account, user_id from users").fetchall()
    )
    assert users == ACCOUNTS
