"""Lists of mapped tables and of twarc's, with elements that are nothing, objects, or hold the sign that parts them."""

import csv
import io
import json
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put

LISTS = ("hashtags", "mention_handles", "mention_ids", "urls", "media_types")
OURS = '[[column_map]]\nname = "ours"\n' + "\n".join(
    f'columns.{name} = "{name}"' for name in ("tweet_id", "text", "author_handle", *LISTS)
)
NOTHING_AMONG = (["one", None], [None, "dee_inv"], ["21", None], [None, "https://example.org/a,b"], ["photo", None])
OBJECTS = (
    [{"text": "one", "indices": [1, 4]}, None],
    [{"name": "Dee, D", "screen_name": "dee_inv", "id": "21"}],
    [{"name": "Dee, D", "screen_name": "dee_inv", "id": "21"}],
    [{"url": "https://t.co/1", "expanded_url": "https://example.org/a,b"}],
    [{"url": "https://example.org/p", "type": "photo"}],
)
PLANTED = (["one"], ["dee_inv"], ["21"], ["https://example.org/a,b"], ["photo"])
ID = 1_345_747_200_000_000_000


def with_map(study: Study) -> Study:
    settings = study.root / "study.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{OURS}\n", encoding="utf-8")
    return Study.load(study.root)


def table(lists: Sequence[object]) -> dict[str, list[object]]:
    cells = {"tweet_id": str(ID), "text": "invented words", "author_handle": "ann_inv"}
    return {name: [cell] for name, cell in (cells | dict(zip(LISTS, lists, strict=True))).items()}


def as_csv(lists: Sequence[object]) -> bytes:
    rows = table(lists)
    stream = io.StringIO()
    csv.writer(stream).writerows([rows, [str(*cells) for cells in rows.values()]])
    return stream.getvalue().encode()


def as_python_wrote(lists: Sequence[object]) -> bytes:
    return as_csv([repr(cell) for cell in lists])


def as_python_printed_classes(lists: Sequence[object]) -> bytes:
    """As pandas writes what a scraper made: ``[User(screen_name='dee_inv', id='21')]``."""
    return as_csv([f"[{', '.join(map(_printed, cell))}]" if isinstance(cell, list) else cell for cell in lists])


def _printed(element: object) -> str:
    if not isinstance(element, dict):
        return repr(element)
    return f"Made({', '.join(f'{name}={value!r}' for name, value in element.items())}, about=None)"


def as_json_in_csv(lists: Sequence[object]) -> bytes:
    return as_csv([json.dumps(cell) for cell in lists])


def as_jsonl(lists: Sequence[object]) -> bytes:
    return json.dumps({name: cell for name, [cell] in table(lists).items()}).encode()


def as_json_in_jsonl(lists: Sequence[object]) -> bytes:
    return as_jsonl([json.dumps(cell) for cell in lists])


def as_parquet(lists: Sequence[object]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(table(lists)), stream)
    return stream.getvalue()


@pytest.mark.parametrize("lists", [NOTHING_AMONG, OBJECTS], ids=["nothing", "objects"])
@pytest.mark.parametrize("written", [
    as_python_wrote, as_python_printed_classes, as_json_in_csv, as_jsonl, as_json_in_jsonl, as_parquet,
])  # fmt: skip
def test_of_a_mapped_list_elements_are_what_they_are_called(
    study: Study, warehouse: Warehouse, lists: Sequence[object], written: Callable[[Sequence[object]], bytes]
) -> None:
    ours = with_map(study)
    put(ours, "a.data", written(lists))
    read_window(warehouse, ours, WINDOW)
    found = warehouse.connection.execute(f"select {', '.join(LISTS)} from raw_tweets").fetchall()
    assert found == [PLANTED]


NOTHING: tuple[object, ...] = (
    "[0]", "[0.0]", '["0"]', "['0']", "[-1]", "c(0)", "{}", "[{}]", "0", "0.0", "-1", 0, 0.0, -1, [0], ["0"], [{}],
    [["one"], ["two"]],
)  # fmt: skip
"""What programs write for a list that is empty, pandas, which fills empty cells with 0, among them; lists of lists."""


@pytest.mark.parametrize("written", [as_csv, as_jsonl])
def test_of_a_mapped_list_zero_alone_and_what_is_no_element_is_nothing(
    study: Study, warehouse: Warehouse, written: Callable[[Sequence[object]], bytes]
) -> None:
    ours = with_map(study)
    files = [written([cell] * len(LISTS)).splitlines() for cell in NOTHING]
    rows = [lines[-1].replace(str(ID).encode(), str(ID + number).encode()) for number, lines in enumerate(files, 1)]
    put(ours, "a.data", b"\n".join([*files[0][:-1], *rows]))
    read_window(warehouse, ours, WINDOW)
    found = warehouse.connection.execute(f"select {', '.join(LISTS)} from raw_tweets order by row_number").fetchall()
    assert {cell: row for cell, row in zip(map(repr, NOTHING), found, strict=True) if any(row)} == {}


TWARC = ("id", "author_id", "author.username", "created_at", "text", "lang", "public_metrics.like_count")
TWARC_LISTS = ("entities.hashtags", "entities.mentions", "entities.urls")
BY_HAND = {
    ("one,two", "dee_inv,e_inv", "https://example.org/a,https://example.org/b"): 2,
    ("#one #two", "@dee_inv @e_inv", "https://example.org/a https://example.org/b"): 2,
    ("one", "dee_inv", "https://example.org/a"): 1,
    ('{"tag": "one"}', '{"username": "dee_inv"}', '{"expanded_url": "https://example.org/a"}'): 1,
    ('[null, "one"]', '[null, {"username": "dee_inv"}]', '[null, "https://example.org/a"]'): 1,
    ('[NaN, "one"]', '[NaN, "dee_inv"]', '[NaN, "https://example.org/a"]'): 1,
    **{
        (cell, cell, cell): 0
        for cell in ("", "null", "None", "nan", "NaN", "NA", '"null"', "{}", "[{}]", "[0]", "[0.0]", '["0"]', "['0']")
    },
    **{(cell, cell, cell): 0 for cell in ("[null]", "[None]", "[nan]", "[NaN]", "set()", '[""]')},
}
"""Lists of twarc's tables as somebody's hand left them, and how many elements each of them has."""


def test_lists_of_twarcs_tables_are_read_though_somebody_wrote_some_by_hand(study: Study, warehouse: Warehouse) -> None:
    rows = [
        [str(ID + number), "11", "ann_inv", "2021-01-03T15:01:49.000Z", f"invented words {number}", "en", "1", *cells]
        for number, cells in enumerate([('["#one"]', '["@dee_inv"]', '["https://example.org/a"]'), *BY_HAND])
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows([(*TWARC, *TWARC_LISTS), *rows])
    put(study, "a.csv", stream.getvalue())
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute(
        "select hashtags, mention_handles, urls from raw_tweets order by row_number"
    ).fetchall()
    all_of = (["one", "two"], ["dee_inv", "e_inv"], ["https://example.org/a", "https://example.org/b"])
    assert found == [tuple(each[:many] for each in all_of) for many in (1, *BY_HAND.values())]
