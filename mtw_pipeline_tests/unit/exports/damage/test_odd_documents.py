"""Documents of every JSON format in which anything may stand anywhere, and as other programs write the same ones."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import count

import pytest

from mtw_pipeline.exports.formats.documents.json_values import text_of
from mtw_pipeline.exports.formats.model import EMPTY_ROW, JsonFormat
from mtw_pipeline.exports.formats.registry import JSON_FORMATS
from mtw_pipeline.exports.reading.json_files.documents import Document
from mtw_pipeline.exports.reading.json_files.rows import elements_of
from mtw_pipeline.exports.reading.opening.json_texts import parsed
from mtw_pipeline.exports.reading.recognition import recognise
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.study.settings.export_rows import TEXT_FIELDS, WORDS
from mtw_pipeline_tests.samples.sample import documents_of

Path = tuple[str | int, ...]
ODD: Sequence[object] = (
    None, "", 0, True, 1.5, 10**30, [], {}, [None], [[]], [5], ["x"], [{"a": None}], {"a": [1]}, {"0": {"id": 1}},
    "{'x': 1}", "\ud83d", "\x00",
)  # fmt: skip


def paths_in(value: object, path: Path = ()) -> Iterator[Path]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths_in(one, (*path, key))


def with_value(document: object, path: Path, value: object) -> object:
    if not path:
        return value
    assert isinstance(document, dict | list)
    changed = document.copy()
    changed[path[0]] = with_value(document[path[0]], path[1:], value)  # type: ignore[index]
    return changed


@pytest.mark.parametrize("known", JSON_FORMATS, ids=lambda known: known.name)
def test_whatever_stands_anywhere_ends_no_reading_and_is_a_text_or_none(known: JsonFormat) -> None:
    numbers = count()
    for document in documents_of(known.name).documents:
        for path in paths_in(document):
            for value in (ODD[next(numbers) % len(ODD)] for _ in range(2)):
                odd = with_value(document, path, value)
                recognise(SniffedFile("json", document=odd), "a.json")
                for row, reason, _ in elements_of(Document(1, odd), known):
                    assert (row is None) != (reason is None)
                    cells = [
                        one for cell in (row or {}).values() for one in (cell if isinstance(cell, list) else [cell])
                    ]
                    assert all(cell is None or isinstance(cell, str) for cell in cells)


NAMED = frozenset(
    {*TEXT_FIELDS} - WORDS - {"language", "source", "platform", "metrics_of"} - {"tweet_id", "created_at"}
)
"""Without either of the last two a row is rejected, which names it."""


@pytest.mark.parametrize("known", JSON_FORMATS, ids=lambda known: known.name)
def test_a_list_in_place_of_a_count_a_time_an_id_or_a_handle_is_there_to_be_named(known: JsonFormat) -> None:
    lost = []
    for document in documents_of(known.name).documents:
        whole = [row or {} for row, _, _ in elements_of(Document(1, document), known)]
        for path in paths_in(document):
            value = reduce(lambda held, key: held[key], path, document)  # type: ignore[index]
            if not isinstance(value, str | int | float):
                continue
            odd = [row or {} for row, _, _ in elements_of(Document(1, with_value(document, path, [5, "odd"])), known)]
            is_told = any('[5, "odd"]' in row.values() for row in odd)
            lost += [
                (name, path)
                for before, after in zip(whole, odd, strict=False)
                for name in NAMED & before.keys() & after.keys()
                if before[name] == text_of(value) and after[name] is None and not is_told
            ]
    assert lost == []


def wrapped(value: object) -> object:
    """As mongoexport writes it."""
    if isinstance(value, dict):
        return {key: wrapped(one) for key, one in value.items()}
    if isinstance(value, list):
        return [wrapped(one) for one in value]
    return {"$numberLong": str(value)} if isinstance(value, int) and not isinstance(value, bool) else value


def boxed(value: object) -> object:
    """As R's jsonlite writes a list of lists that was read by httr or rtweet."""
    if isinstance(value, dict):
        return {key: boxed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [one if not isinstance(one, dict | list) else boxed(one) for one in value]
    return {} if value is None else [value]


def holed(value: object) -> object:
    """As Python writes what pandas made dictionaries of."""
    if isinstance(value, dict):
        return {key: holed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [holed(one) for one in value]
    return math.nan if value is None else value


def rows_of(known: JsonFormat, document: object) -> list[object]:
    return [row for row, _, _ in elements_of(Document(1, document), known)]


@pytest.mark.parametrize("write", [wrapped, boxed, holed])
@pytest.mark.parametrize("known", JSON_FORMATS, ids=lambda known: known.name)
def test_values_in_what_a_program_puts_around_them_are_what_they_are(
    known: JsonFormat, write: Callable[[object], object]
) -> None:
    for document in documents_of(known.name).documents:
        found = [row for row in rows_of(known, parsed(json.dumps(write(document)))) if isinstance(row, dict)]
        wanted = [row for row in rows_of(known, document) if isinstance(row, dict)]
        for row, whole in zip(found, wanted, strict=True):
            assert row == whole


@pytest.mark.parametrize("document", [{"a": 5}, {"a": [5], "b": [5, 6]}, ["a"], [["a"]], {"a": [{"b": "c"}]}, {}, []])
def test_lists_of_one_stay_lists_beside_plain_values_and_where_no_object_is(document: object) -> None:
    beside = {"plain": 1, "of one": document}
    assert parsed(json.dumps(beside)) == beside
    if isinstance(document, list):
        assert parsed(json.dumps(document)) == document


def test_a_list_by_place_and_one_object_in_place_of_a_list_are_lists() -> None:
    [known] = [one for one in JSON_FORMATS if one.name == "x_api_v1"]
    tweet = {
        "id_str": "1346400000000000001", "created_at": "Tue Jan 05 10:00:00 +0000 2021", "full_text": "x",
        "user": {"id_str": "9", "screen_name": "inv_9"},
    }  # fmt: skip
    for tags in ({"0": {"text": "a"}, "1": {"text": "b"}}, [{"text": "a"}, {"text": "b"}]):
        [row] = rows_of(known, {**tweet, "entities": {"hashtags": tags, "user_mentions": {"screen_name": "inv_8"}}})
        assert isinstance(row, dict)
        assert (row["hashtags"], row["mention_handles"]) == (["a", "b"], ["inv_8"])


@pytest.mark.parametrize("known", JSON_FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize("content", [None, {}, ""])
def test_documents_in_which_nothing_stands_are_empty_rows(known: JsonFormat, content: object) -> None:
    assert list(elements_of(Document(1, content), known)) == [(None, EMPTY_ROW, content)]
