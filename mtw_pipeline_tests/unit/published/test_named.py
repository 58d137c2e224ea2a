"""Which row of a copy names somebody is told to everybody, what stands there to the owner of the study alone."""

import re
from collections.abc import Iterator
from functools import partial

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.published.inspection import findings
from mtw_pipeline.published.named import Named, first_of, row_unlike, row_with, with_its_words
from mtw_pipeline.published.names.allowed import AllowedWords
from mtw_pipeline.published.names.known import KnownNames
from mtw_pipeline.published.publishing import made_copy
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type
from mtw_pipeline_tests.unit.published.test_leaks import plant


def finds(values: pa.Array) -> int:
    return sum("zoe9" in value for value in values.to_pylist())


@pytest.fixture
def named(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[dict[str, Named], duckdb.DuckDBPyConnection]]:
    """By its place whom a copy names whose masking knows nobody, and the copy."""
    nobody = KnownNames((), (), (), AllowedWords(frozenset(), frozenset(), frozenset()))
    monkeypatch.setattr("mtw_pipeline.published.publishing.known_names", lambda *_: nobody)
    plant(warehouse, "raw_tweets", tweet_id="1", author_handle="zoe9")
    plant(warehouse, "raw_tweets", tweet_id="2", author_name="Zoe Vorland")
    for number, text in enumerate(("a fine day", "so Zoe9 said,\n\x1b[31mtoday")):
        plant(warehouse, "tweets", tweet_id=str(number), author="x", text=text)
    plant(warehouse, "word_frequencies", word="zoe9", rank=7, tweets=1, uses=1)
    plant(warehouse, "bigram_frequencies", first_word="zoe", second_word="vorland", tweets=1, uses=1)
    plant(warehouse, "tweet_tokens", tweet_id="2", tokens="so zoe9 zoe vorland")
    with made_copy(warehouse, study, "run") as copy:
        found = findings(warehouse, study, copy).named
        with duckdb.connect(str(copy.folder / "study.duckdb"), read_only=True) as reading:
            yield {one.where: one for one in found}, reading


def test_the_first_row_is_told_by_window_and_key_as_they_stand_in_the_copy(
    named: tuple[dict[str, Named], duckdb.DuckDBPyConnection],
) -> None:
    found, copy = named
    told = re.fullmatch(r"tweets\.text: 1 handle, first in (\S+), tweet_id (tweet_\w{15})", str(found["tweets.text"]))
    assert told is not None
    [(text,)] = copy.execute(
        "select text from tweets where collection_window = ? and tweet_id = ?", [*told.groups()]
    ).fetchall()
    assert "zoe9" in text.lower()
    assert re.search(r"first in \S+, tweet_id tweet_", str(found["tweet_tokens.tokens"]))


def test_nobody_is_named_in_what_is_told_to_everybody_also_where_the_key_is_a_word(
    named: tuple[dict[str, Named], duckdb.DuckDBPyConnection],
) -> None:
    found, _ = named
    assert {"tweets.text", "word_frequencies.word", "bigram_frequencies.first_word+second_word"} <= set(found)
    assert not [str(one) for one in found.values() if re.search("zoe|vorland", str(one), re.IGNORECASE)]
    assert str(found["word_frequencies.word"]).endswith(": 1 handle, first in 2021-01-01_2021-01-31")


def test_what_stands_there_is_shown_with_the_words_that_name_somebody_on_one_line(
    named: tuple[dict[str, Named], duckdb.DuckDBPyConnection],
) -> None:
    found, _ = named
    assert found["tweets.text"].shown.endswith(': "Zoe9" in: so Zoe9 said,  [31mtoday')
    assert found["bigram_frequencies.first_word+second_word"].shown.endswith(': "zoe vorland"')


def test_a_row_that_holds_what_is_no_pseudonym_is_told_without_it() -> None:
    text = partial(Column, type=Type.TEXT, meaning="")
    columns = (text("collection_window"), text("tweet_id", holds=Holds.TWEET_ID), text("kind", allowed=("a", "b")))
    table = Table("things", "a thing", "tweets", columns, ("collection_window", "tweet_id", "kind"))
    with duckdb.connect() as copy:
        copy.execute("create table things as select 'w1' as collection_window, '1345' as tweet_id, 'a' as kind")
        copy.execute("insert into things values ('w1', 'tweet_0123456789abcde', 'b')")
        assert row_unlike(copy, table, columns[1], "^tweet_") == ("w1, kind a", "1345")
        assert (
            row_with(copy, table, columns[1:2], "tweet_0123456789abcde") == "w1, tweet_id tweet_0123456789abcde, kind b"
        )
        assert row_with(copy, table, columns[1:2], "another") == ""


def test_the_value_and_its_words_are_found_among_many() -> None:
    values = pa.array([f"value {number}" for number in range(1000)] + ["and so zoe9 said", "zoe9"])
    assert first_of(values, finds) == "and so zoe9 said"
    assert with_its_words("and so zoe9 said", finds) == '"zoe9" in: and so zoe9 said'
    assert with_its_words("zoe9", finds) == '"zoe9"'
    assert len(with_its_words("zoe9 " + "word " * 1000, finds)) < 400
