"""Every row of a table comes into the copy once, with what stands in place of each of its values, or of none."""

from collections.abc import Iterator
from itertools import product

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.published import maps as making_maps
from mtw_pipeline.published.copying import MappedColumn, copying_statement
from mtw_pipeline.published.left_out import LeftOut
from mtw_pipeline.published.maps import in_order_of_work, maps
from mtw_pipeline.published.masking.one_text import Masking
from mtw_pipeline.published.masking.texts import MaskedTexts
from mtw_pipeline.published.parts.planning import planned, sources
from mtw_pipeline.published.people import known_names, people, user_ids_of_handles
from mtw_pipeline.published.pseudonyms import Pseudonyms
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline_tests.unit.published.test_leaks import plant
from mtw_pipeline_tests.unit.published.test_pseudonyms import hmac_by_hand

KEY = b"k" * 32
HANDLES = (None, "Ann_1", "@ann_1", "bob", "")
IDS = (None, "77")
LISTS = (None, [], ["Ann_1"], ["bob", None, "Ann_1"], [None])
TAGS = (None, [], ["so"], ["so", "ann_1"])
TEXTS = (None, "", "a fine day", "thanks @Ann_1")


def test_rows_with_and_without_each_value_are_copied_once(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, "raw_tweets", tweet_id="1", author_handle="ann_1", author_id="77")
    rows = [
        (*some, TAGS[(number + number // 4) % 4], TEXTS[(number + number // 8) % 4])
        for number, some in enumerate(product(HANDLES, IDS, LISTS))
    ]
    for number, (handle, user_id, mentions, tags, text) in enumerate(rows):
        plant(
            warehouse, "tweets", tweet_id=f"{number:05}", author="x", author_handle=handle, author_id=user_id,
            mention_handles=mentions, hashtags=tags, text=text,
        )  # fmt: skip
    known, user_ids = people(warehouse, study), user_ids_of_handles(warehouse)
    pseudonyms, names = Pseudonyms(KEY, user_ids), known_names(known, study.settings)
    plan = planned(warehouse, study, known)
    masking = Masking(pseudonyms, names)
    with sources(warehouse, plan), maps(warehouse, pseudonyms, lambda: MaskedTexts(masking, names), known) as made:
        made.wait_for(table_named("tweets"))
        statement = copying_statement(table_named("tweets"), identify=False)
        found = warehouse.connection.execute(
            f"select tweet_id, author_handle, author_id, mention_handles, hashtags, text from ({statement})"
        ).fetchall()

    ann, bob, nobody = (pseudonyms.of_handle(one) for one in ("ann_1", "bob", ""))
    assert ann == pseudonyms.of_user_id("77")
    of_handles = dict(zip(HANDLES, (None, ann, ann, bob, nobody), strict=True))
    of_lists = dict(zip(map(str, LISTS), (None, [], [ann], [bob, None, ann], [None]), strict=True))
    of_tags = dict(zip(map(str, TAGS), (None, [], ["so"], ["so", ann]), strict=True))
    of_texts = dict(zip(TEXTS, (None, "", "a fine day", f"thanks @{ann}"), strict=True))
    wanted = {
        "tweet_" + hmac_by_hand(KEY, f"tweet:{number:05}")[:15]: (
            of_handles[handle], ann if user_id else None, of_lists[str(mentions)], of_tags[str(tags)], of_texts[text],
        )
        for number, (handle, user_id, mentions, tags, text) in enumerate(rows)
    }  # fmt: skip
    assert len(found) == len(rows)
    assert {row[0]: row[1:] for row in found} == wanted
    assert [row[0] for row in found] == sorted(row[0] for row in found)  # not in the order of the collection


@pytest.mark.parametrize(
    "texts", [("a fine day", "so it is", "thanks @Ann_1", "good"), ("thanks @Ann_1", "a fine day")]
)
def test_values_that_stay_are_copied_whichever_are_masked_first(
    texts: tuple[str, ...], warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("ann_1", "day", "fine") if texts[0].startswith("thanks") else ("day", "fine", "ann_1", "good")
    for number, text in enumerate((*texts, None)):
        plant(warehouse, "tweets", tweet_id=str(number), author="x", author_handle="Ann_1", text=text)
    for rank, word in enumerate(words):
        plant(warehouse, "word_frequencies", word=word, rank=rank, uses=1, tweets=1, posters=1)
    plant(warehouse, "raw_tweets", tweet_id="1", author_handle="ann_1")
    in_order = {"tweets": texts, "word_frequencies": words}

    def one_by_one(_: duckdb.DuckDBPyConnection, column: MappedColumn) -> Iterator[pa.Array]:
        yield from (pa.array([one]) for one in in_order.get(column.table, ()) if column.column.name in ("text", "word"))

    monkeypatch.setattr(making_maps, "_batches", one_by_one)
    known, user_ids = people(warehouse, study), user_ids_of_handles(warehouse)
    pseudonyms, names = Pseudonyms(KEY, user_ids), known_names(known, study.settings)
    masking, plan = Masking(pseudonyms, names), planned(warehouse, study, known)
    found = {}
    LeftOut(warehouse.connection)
    with sources(warehouse, plan), maps(warehouse, pseudonyms, lambda: MaskedTexts(masking, names), known) as made:
        for table, column in (("tweets", "text"), ("word_frequencies", "word")):
            made.wait_for(table_named(table))
            statement = copying_statement(table_named(table), identify=False)
            found[table] = warehouse.connection.execute(f"select {column} from ({statement})").fetchall()

    shown = [f"thanks @{pseudonyms.of_handle('ann_1')}" if "@" in text else text for text in texts]
    assert sorted(found["tweets"], key=str) == sorted([(text,) for text in (*shown, None)], key=str)
    assert {word for (word,) in found["word_frequencies"]} == set(words) - {"ann_1"}


def test_rows_are_sorted_by_their_pseudonyms_as_they_are_written(warehouse: Warehouse, study: Study) -> None:
    for number, (source, target, window) in enumerate(product("abcdefgh", "abcdefgh", ("1", "2"))):
        plant(
            warehouse, "network_ties", collection_window=window, layer="xy"[number % 3 % 2], source=f"s{source}",
            target=f"t{target}",
        )  # fmt: skip
    plant(warehouse, "network_ties", collection_window="2", layer="x", target="ta")
    known, user_ids = people(warehouse, study), user_ids_of_handles(warehouse)
    pseudonyms, names = Pseudonyms(KEY, user_ids), known_names(known, study.settings)
    plan, masking = planned(warehouse, study, known), Masking(pseudonyms, names)
    table = table_named("network_ties")
    asked = "select collection_window, layer, source, target from ({})"
    with sources(warehouse, plan), maps(warehouse, pseudonyms, lambda: MaskedTexts(masking, names), known) as made:
        made.wait_for(table)
        found = warehouse.connection.execute(asked.format(copying_statement(table, identify=False))).fetchall()
        warehouse.connection.execute("delete from network_ties where collection_window = '1'")
        statement = copying_statement(table, identify=False, of_one_window=True)
        of_one = warehouse.connection.execute(asked.format(statement)).fetchall()

    def written(row: tuple[str | None, ...]) -> list[str]:
        return ["~" if one is None else one for one in row]  # those without an account last

    assert len(found) == 129
    assert found == sorted(found, key=written)
    assert of_one == [row for row in found if row[0] == "2"]


def test_every_table_is_copied_and_those_of_texts_last() -> None:
    ordered = in_order_of_work(TABLES)
    assert {table.name for table in ordered} == {table.name for table in TABLES}
    assert ordered.index(table_named("tweet_mentions")) < ordered.index(table_named("tweets"))
