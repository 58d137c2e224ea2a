"""Edge lists: ties without tweets, in the forms in which network programs write them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.network import INTERACTIONS
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS, USERS
from mtw_pipeline_tests.builders import WINDOW, make_study, put


def read(study: Study, warehouse: Warehouse, content: str) -> FileOutcome:
    put(study, "edges.csv", content)
    [account] = read_window(warehouse, study, WINDOW)
    return account


def make_accounts(warehouse: Warehouse) -> None:
    """Make the ties and accounts of what was read, as a run does."""
    for table in (IDENTITIES, TWEETS, INTERACTIONS, USERS):
        warehouse.replace_window(table, WINDOW, **(tweet_patterns() if table is TWEETS else {}))


def ties(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(
        "select source, target, kind, times, strftime(created_at, '%Y-%m-%d') from raw_ties order by row_number"
    ).fetchall()


@pytest.mark.parametrize("header", ["source,target", "from,to", "Vertex 1,Vertex 2", "Target,Source"])
def test_the_columns_may_have_any_of_their_names(study: Study, warehouse: Warehouse, header: str) -> None:
    account = read(study, warehouse, f"{header}\n@Inv_1,Inv_2\nInv_2,Inv_2\n")
    expected = [("Inv_1", "Inv_2", "not said", 1, None), ("Inv_2", "Inv_2", "not said", 1, None)]
    if header == "Target,Source":
        expected[0] = ("Inv_2", "Inv_1", "not said", 1, None)
    assert (account.format, account.rows_read, ties(warehouse)) == ("edge_list", 2, expected)


def test_kind_weight_and_time_are_taken_where_they_stand(study: Study, warehouse: Warehouse) -> None:
    read(
        study,
        warehouse,
        "Vertex 1,Vertex 2,Relationship,Edge Weight,Relationship Date (UTC)\n"
        "inv_1,inv_2,Replies to,3,2021-01-05 10:00:00\ninv_1,inv_2,Mentions,,Tue Jan 05 10:00:00 +0000 2021\n",
    )
    assert ties(warehouse) == [
        ("inv_1", "inv_2", "reply", 3, "2021-01-05"), ("inv_1", "inv_2", "mention", 1, "2021-01-05"),
    ]  # fmt: skip


def test_a_weight_that_is_no_number_of_times_is_named(study: Study, warehouse: Warehouse) -> None:
    weights = {"3": 3, "2.0": 2, "1E3": 1000, "": 1, "1.5": 1, "0.3": 1, "0": 1, "-3": 1, "inf": 1, "many": 1}
    lines = [f"inv_1,inv_{place},{weight}" for place, weight in enumerate(weights, start=2)]
    read(study, warehouse, "\n".join(["source,target,weight", *lines, ""]))
    assert [times for _, _, _, times, _ in ties(warehouse)] == list(weights.values())
    named = warehouse.connection.execute("select bad_cells from raw_ties order by row_number").fetchall()
    assert [cells for (cells,) in named] == [
        [] if place < 4 else [f"times: {weight}"] for place, weight in enumerate(weights)
    ]


@pytest.mark.parametrize("weight", ["weight", "Edge Weight", "times", "count", "n", "Frequency", "freq"])
def test_a_weight_may_have_any_of_its_names(study: Study, warehouse: Warehouse, weight: str) -> None:
    read(study, warehouse, f'"","from","to","{weight}"\n"1","inv_1","inv_2",7\n')
    assert ties(warehouse) == [("inv_1", "inv_2", "not said", 7, None)]


@pytest.mark.parametrize("name", ["2", "inv_2"])
def test_accounts_that_are_all_numbers_are_told(study: Study, warehouse: Warehouse, name: str) -> None:
    account = read(study, warehouse, f"Source,Target,Type,Id,Weight\n0,1,Directed,0,1.0\n1,{name},Directed,1,1.0\n")
    assert ties(warehouse) == [("1", name, "not said", 1, None)]
    told = [note for note in account.notes if "numbers and no names" in note]
    assert len(told) == (name == "2")


def test_inspect_says_of_a_weight_what_it_is_and_what_becomes_of_its_tie(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("source,target,weight,date\na,b,1.5,2021-01-01 10:00:00\nb,c,0,never\n", encoding="utf-8")
    shown = " ".join(CliRunner().invoke(build_app(), ["inspect", str(path)]).stdout.split())
    assert "unreadable 2 weights that are no numbers of times: these ties would count once" in shown
    assert "unreadable 1 cell of created_at, which would be NULL" in shown


def test_every_word_that_programs_have_for_a_kind_is_known(study: Study, warehouse: Warehouse) -> None:
    words = {
        "mention": ("mention", "Mentions", "MT"),
        "reply": ("reply", "replies", "Replies to", "replied_to", "reply to", "RE"),
        "retweet": ("retweet", "retweets", "Retweeted", "RT"),
        "quote": ("quote", "quotes", "quoted"),
        "not said": ("follows", ""),
    }
    told = [(kind, word) for kind, all_words in words.items() for word in all_words]
    read(study, warehouse, "source,target,relationship\n" + "".join(f"a,b,{word}\n" for _, word in told))
    assert [(kind, word) for (_, _, kind, *_), (_, word) in zip(ties(warehouse), told, strict=True)] == told


MAPPED_EDGES = """
[[column_map]]
name = "kanten"
columns.source = "Wer"
columns.target = {target}
"""


@pytest.mark.parametrize(
    ("header", "settings"),
    [
        ("source,target", ""),
        ("Target,Source", ""),
        ("from,to", ""),
        ("Vertex 1,Vertex 2", ""),
        ("Wer,Wen", MAPPED_EDGES.format(target='"Wen"')),
        ("Wer,Wen", MAPPED_EDGES.format(target=2)),
        (
            "Wen,Wie oft",
            MAPPED_EDGES.format(target='"Wen"').replace('columns.source = "Wer"', 'constants.source = "inv"'),
        ),
    ],
)
def test_a_header_within_the_list_is_no_tie(tmp_path: Path, warehouse: Warehouse, header: str, settings: str) -> None:
    study = make_study(tmp_path / "edges", settings=settings)
    account = read(study, warehouse, f"{header}\ninv_1,inv_2\n{header}\ninv_2,inv_3\n")
    assert account.rows_read == 3
    assert len(ties(warehouse)) == 2
    assert warehouse.connection.execute("select row_number, reason from rejected_rows").fetchall() == [
        (2, "the header once more")
    ]


def test_accounts_of_a_list_without_header_may_be_called_as_columns_are(tmp_path: Path, warehouse: Warehouse) -> None:
    bare = '\n[[column_map]]\nname = "bare"\nfiles = "*.csv"\nheader = false\ncolumns.source = 1\ncolumns.target = 2\n'
    read(make_study(tmp_path / "bare", settings=bare), warehouse, "source,target\nsource,target\n")
    assert [tie[:2] for tie in ties(warehouse)] == [("source", "target")] * 2


def test_what_is_no_tie_is_rejected_with_its_reason_and_its_text(study: Study, warehouse: Warehouse) -> None:
    account = read(
        study,
        warehouse,
        "source,target,type,date\na,,Directed,\n,b,Directed,\na,b,Undirected,\na,a,Tweet,\n"
        "a,b,MentionsInRetweet,\na,b,Directed,2019-01-01 00:00:00\na,b,Directed,\n",
    )
    rejected = warehouse.connection.execute(
        "select line_number, reason, raw from rejected_rows order by row_number"
    ).fetchall()
    assert account.rows_read == 7
    assert ties(warehouse) == [("a", "b", "not said", 1, None)]
    assert [row[0] for row in rejected] == [2, 3, 4, 5, 6, 7]
    assert [str(row[1]).split(",")[0] for row in rejected] == [
        "no target account", "no source account", "an undirected edge: who named whom is not said",
        "a tweet that names nobody", "named within a retweet", "posted 2019-01-01",
    ]  # fmt: skip
    assert rejected[0][2] == "a,,Directed,"


def test_ties_become_interactions_and_accounts_whatever_their_case(study: Study, warehouse: Warehouse) -> None:
    read(study, warehouse, "source,target\nInv_1,inv_2\ninv_1,INV_2\nInv_3,Inv_1\n")
    make_accounts(warehouse)
    found = warehouse.connection.execute("select source, target, kind, times from interactions").fetchall()
    accounts = warehouse.connection.execute("select account, times_named from users order by account").fetchall()
    assert found == [("inv_1", "inv_2", "not said", 2), ("inv_3", "inv_1", "not said", 1)]
    assert accounts == [("inv_1", 1), ("inv_2", 2), ("inv_3", 0)]


def test_an_account_was_named_as_often_as_its_ties_were_seen(study: Study, warehouse: Warehouse) -> None:
    read(study, warehouse, "source,target,weight\ninv_1,inv_2,7\ninv_3,inv_2,2\ninv_2,inv_1,\n")
    make_accounts(warehouse)
    named = warehouse.connection.execute("select account, times_named from users order by account").fetchall()
    seen = warehouse.connection.execute(
        "select target, sum(times) from interactions group by target order by target"
    ).fetchall()
    assert named == [("inv_1", 1), ("inv_2", 9), ("inv_3", 0)]
    assert seen == named[:2]


def test_a_table_with_an_app_in_its_column_source_is_no_edge_list(study: Study, warehouse: Warehouse) -> None:
    account = read(study, warehouse, "source,text\nan app,an invented sentence\n")
    assert (account.status, account.format) == ("refused", None)
