"""JSON of a known format within what scripts and databases put around it: the tweets are those of the format alone."""

import json
from collections.abc import Callable, Sequence

import pytest

from mtw_pipeline.exports.formats.registry import JSON_FORMATS
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.sample import documents_of
from mtw_pipeline_tests.unit.exports.rewriting.steps import ASKED, FIRST, rewrite
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

Around = Callable[[Sequence[object]], str]
WHOLE = [known.name for known in JSON_FORMATS if known.name not in {"x_archive", "bluesky_jetstream"}]
"""Formats of which a file alone gives tweets, and whose documents nobody keeps one by one in their own envelope."""


def by_line(around: Callable[[int, object], object]) -> Around:
    return lambda documents: "".join(json.dumps(around(*one)) + "\n" for one in enumerate(documents))


AROUND: dict[str, Around] = {
    "Elasticsearch, by line": by_line(lambda number, one: {"_index": "t", "_id": str(number), "_source": one}),
    "Elasticsearch, an answer": lambda all_of: json.dumps(
        {"took": 3, "hits": {"total": 9, "hits": [{"_id": "1", "_source": one} for one in all_of]}}
    ),
    "CouchDB": lambda all_of: json.dumps({"total_rows": 1, "rows": [{"id": "a", "doc": one} for one in all_of]}),
    "a script's list": lambda all_of: json.dumps({"collected": "today", "tweets": all_of}, indent=1),
    "lists in a list": lambda all_of: json.dumps([all_of[:1], all_of[1:]]),
    "each under its name": by_line(lambda _number, one: {"status": one, "query": "#one"}),
    "a constant of a script": lambda all_of: f"const tweets = {json.dumps(all_of)};\n",
    "a variable of a script": lambda all_of: f"let tweets={json.dumps(all_of, indent=2)};",
    "a module": lambda all_of: f"export default {json.dumps(all_of)};",
    "a function's argument": lambda all_of: f"callback({json.dumps(all_of)});\n",
    "an object's function's": lambda all_of: f"/**/ jQuery1_2.take( {json.dumps(all_of, indent=1)} )",
    "a named export": lambda all_of: f"export const tweets = {json.dumps(all_of)};",
}


def wrapped(name: str, around: str) -> str:
    return AROUND[around](documents_of(name).documents)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", WHOLE)
@of_file(wrapped, ".json")
def test_tweets_in_an_envelope_are_those_of_their_format(read: ReadFile, name: str, around: str) -> None:
    sample = documents_of(name)
    assert read.outcome.format == name
    assert read.outcome.rows_read == sample.rows
    assert set(read.raw("tweet_id")) == set(sample.tweets)


@of_file('[{"tweets": [{"colour": "red"}], "replies": []}, {"json": 3, "doc": {"a": {"b": 1}}}]', ".json")
def test_what_holds_no_tweet_is_of_no_known_format(read: ReadFile) -> None:
    assert "of no known format" in read.refusal


def with_profiles(name: str) -> str:
    profiles = [{"id": 5, "id_str": "5", "screen_name": "ann_inv", "name": "Ann", "followers_count": 3}]
    return json.dumps({"tweets": documents_of(name).documents, "users": profiles})


@pytest.mark.parametrize("name", ["x_api_v1", "mastodon_api", "bluesky_api"])
@of_file(with_profiles, ".json")
def test_profiles_may_stand_beside_tweets(read: ReadFile, name: str) -> None:
    assert set(read.raw("tweet_id")) == set(documents_of(name).tweets)


def with_odd_ones() -> str:
    [first, *_] = documents_of("x_api_v1").documents
    return json.dumps({"tweets": [first, {"colour": "red"}, "a word", None]})


@of_file(with_odd_ones, ".json")
def test_what_else_stands_in_an_envelope_is_rejected_one_by_one(read: ReadFile) -> None:
    assert len(read.raw("tweet_id")) == 1
    assert len(read.reasons()) == read.outcome.rows_read - 1 == 3


def ids_in(study: Study, warehouse: Warehouse) -> dict[str, list[str]]:
    """The ids of the tweets of every file."""
    read_window(warehouse, study, WINDOW)
    asked = "select export_file, list(tweet_id) from raw_tweets group by export_file"
    return dict(warehouse.connection.execute(asked).fetchall())


def test_a_forgotten_tweet_goes_with_its_envelope(study: Study, warehouse: Warehouse) -> None:
    paths = {around: put(study, f"{number}.json", wrapped("x_api_v1", around)) for number, around in enumerate(AROUND)}
    before = ids_in(study, warehouse)
    rewrite(study, ASKED)
    after = ids_in(study, warehouse)
    for around, path in paths.items():
        assert FIRST not in path.read_text(), around
        assert FIRST in before[path.name], around
        assert FIRST not in after[path.name], around
        assert after[path.name], around
