"""Parquet and Arrow files: types, containers, partitions, damage.

That each format's rows equal its CSV's is asked of all formats at once (test_every_format.py), and so is forgetting
(test_rewritten_exports.py).
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import feather, ipc, parquet

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.inspection import inspect_files, with_proposals
from mtw_pipeline.exports.reading.columnar.cells import cell_texts, plain_values
from mtw_pipeline.exports.reading.columnar.rows import text_batches
from mtw_pipeline.exports.reading.columnar.sizes import BYTES_AT_ONCE, ROWS_AT_ONCE
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row, v2_tweet, with_bounds
from mtw_pipeline_tests.samples.sample import JsonSample, parquet_bytes

ROWS = [rtweet_row(number, hashtags="OneTag Other" if number % 2 else "") for number in range(1, 7)]
COLUMNS = {name: pa.array([row[name] or None for row in ROWS], pa.string()) for name in ROWS[0]}
ID = 1_354_338_351_313_849_901


def read(study: Study, warehouse: Warehouse, files: Mapping[str, str | bytes]) -> dict[str, FileOutcome]:
    for name, content in files.items():
        put(study, name, content)
    return {outcome.export_file: outcome for outcome in read_window(warehouse, study, WINDOW)}


def said(warehouse: Warehouse, name: str) -> list[tuple[object, ...]]:
    """What the rows of a file say, in order."""
    asked = "select * exclude (export_file, row_number) from raw_tweets where export_file = $name order by row_number"
    return warehouse.connection.execute(asked, {"name": name}).fetchall()


def in_container(kind: str, columns: Mapping[str, pa.Array] = COLUMNS) -> bytes:
    table = pa.table(dict(columns))
    stream = io.BytesIO()
    if kind == "feather":
        feather.write_feather(table, stream, compression="zstd")
    else:
        with (ipc.new_file if kind == "arrow" else ipc.new_stream)(stream, table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (pa.array([1, None, 2**63 - 1]), ["1", None, str(2**63 - 1)]),
        (pa.array([2**64 - 1], pa.uint64()), [str(2**64 - 1)]),
        (pa.array([3.0, 0.5, None, float("nan"), float("-inf")]), ["3", "0.5", None, None, None]),
        (pa.array([2.0**53 - 1, 2.0**53, float(ID)]), [str(2**53 - 1), "9.00719925474099E+15", "1.35433835131385E+18"]),
        (pa.array([2.0**24 - 1, 2.0**24], pa.float32()), ["16777215", "1.67772160000000E+07"]),
        (pa.array([Decimal(ID), None], pa.decimal128(20, 0)), [str(ID), None]),
        (pa.array([Decimal("12.00"), Decimal("12.50")], pa.decimal128(9, 2)), ["12", "12.50"]),
        (pa.array([True, None, False]), ["true", None, "false"]),
        (pa.array(["a", None, ""]).dictionary_encode(), ["a", None, ""]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array(["a", None], pa.string_view()), ["a", None]),
        (pa.array([b"caf\xc3\xa9", b"caf\xe9", None]), ["café", "café", None]),
        (pa.array([None, None]), [None, None]),
        (pa.array([date(2021, 1, 5)]), ["2021-01-05"]),
        (pa.array([time(10, 5, 1)], pa.time64("us")), ["10:05:01"]),
        (pa.array([pa.MonthDayNano([1, 2, 3])]), ["MonthDayNano(months=1, days=2, nanoseconds=3)"]),
        (pa.array([datetime(2021, 1, 5, 10)]), ["2021-01-05 10:00:00"]),
        (pa.array([datetime(2021, 1, 5, 10)], pa.timestamp("ms", "Europe/Berlin")), ["2021-01-05 10:00:00Z"]),
        (pa.array([1_609_840_800_123_456_789], pa.timestamp("ns", "UTC")), ["2021-01-05 10:00:00.123456Z"]),
        (pa.array([["a", "b"], [], None, [None], ["c"]]), ["a b", "", None, "", "c"]),
        (pa.array([["a"], None, ["b", "c"]], pa.large_list(pa.string()))[1:], [None, "b c"]),
        (pa.array([[1, 2], None], pa.list_(pa.int64(), 2)), ["1 2", None]),
        (pa.array([[{"tag": "a", "no": None}], [], None]), ['[{"tag": "a"}]', None, None]),
        (pa.array([{"a": {"b": 1, "c": None}}, {"a": None}]), ['{"a": {"b": 1}}', None]),
        (pa.array([{"a": 3.0, "b": float(ID)}]), ['{"a": 3, "b": "1.35433835131385E+18"}']),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), ['{"a": 1}']),
    ],
)  # fmt: skip
def test_a_typed_cell_is_the_text_that_a_csv_would_hold(cells: pa.Array, texts: list[str | None]) -> None:
    found = cell_texts(cells, " ").to_pylist()
    assert [one or None for one in found] == [one or None for one in texts]


def test_a_list_is_json_where_its_format_writes_it_so() -> None:
    lists = pa.array([["a", 'b"'], [None], [], None])
    assert cell_texts(lists).to_pylist() == ['["a", "b\\""]', None, None, None]


def test_every_container_and_compression_gives_the_rows_of_the_csv(study: Study, warehouse: Warehouse) -> None:
    files = {
        f"{one}.parquet": parquet_bytes(COLUMNS, compression=one)
        for one in ("snappy", "zstd", "gzip", "lz4", "brotli", "none")
    }
    files |= {f"x.{kind}": in_container(kind) for kind in ("feather", "arrow", "arrows")}
    lists = {"hashtags": pa.array([(row["hashtags"] or None) and row["hashtags"].split() for row in ROWS])}
    indexed = {**COLUMNS, **lists, "__index_level_0__": pa.array(range(len(ROWS)))}
    files["indexed, with lists.parquet"] = parquet_bytes(indexed, row_group_size=2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/part-0.parquet", parquet_bytes(COLUMNS, write_statistics=False))
        archive.writestr("folder/_SUCCESS", "")
    outcomes = read(study, warehouse, {"plain.csv": csv_text(ROWS).encode(), **files, "x.zip": packed.getvalue()})
    assert outcomes.keys() == {"plain.csv", *files, "x.zip/folder/part-0.parquet"}
    assert len(said(warehouse, "plain.csv")) == len(ROWS)
    for name, outcome in outcomes.items():
        assert (outcome.format, outcome.rows_read, outcome.unknown_columns) == ("rtweet", len(ROWS), []), name
        assert said(warehouse, name) == said(warehouse, "plain.csv"), name
    dress = [
        (outcomes[name].encoding, outcomes[name].compression) for name in ("zstd.parquet", "none.parquet", "x.arrow")
    ]
    assert dress == [("parquet", "zstd"), ("parquet", "none"), ("arrow", "none")]
    [compression] = [column for column in COLLECTION_EXPORTS.columns if column.name == "compression"]
    assert {outcome.compression for outcome in outcomes.values()} <= set(compression.allowed)


def test_what_shows_nothing_is_taken_out_of_a_file_that_is_read_alone(study: Study, warehouse: Warehouse) -> None:
    marked = {**COLUMNS, "source": pa.array([f"App\u200b {number}" for number in range(len(ROWS))])}
    read(study, warehouse, {"a.arrow": in_container("arrow", marked)})
    sources = warehouse.connection.execute("select source from raw_tweets order by row_number").fetchall()
    assert sources == [(f"App {number}",) for number in range(len(ROWS))]


def test_a_partitioned_table_says_in_its_folders_what_its_files_do_not(study: Study, warehouse: Warehouse) -> None:
    bare = {name: cells for name, cells in COLUMNS.items() if name not in {"lang", "source"}}
    empty = {name: cells[:0] for name, cells in bare.items()}
    names = [f"tweets/lang=es/source={source}/part-0.parquet" for source in ("a%20b", "__HIVE_DEFAULT_PARTITION__")]
    files = dict(zip(names, (parquet_bytes(bare), parquet_bytes(bare, row_group_size=3)), strict=True))
    marks = {f"tweets/{name}": b"" for name in ("_SUCCESS", "_committed_1", "lang=es/.part-0.parquet.crc")}
    marks["tweets/_metadata"] = parquet_bytes(empty)
    empty_part = {
        "tweets/lang=de/part-1.parquet": parquet_bytes(empty),
        "_started_in_may.parquet": parquet_bytes(empty),
    }
    outcomes = read(study, warehouse, {**files, **empty_part, **marks})
    rows = {name: outcome.rows_read for name, outcome in outcomes.items()}
    assert rows == dict.fromkeys(names, 6) | dict.fromkeys(empty_part, 0)
    found = warehouse.connection.execute("select distinct export_file, language, source from raw_tweets").fetchall()
    assert sorted(found) == sorted([(names[0], "es", "a b"), (names[1], "es", None)])


def test_an_id_that_was_kept_as_a_double_is_rejected_with_its_row(study: Study, warehouse: Warehouse) -> None:
    doubles = {**COLUMNS, "status_id": pa.array([float(ID), float(ID + 1), None] + [4.0e15] * 3)}
    read(study, warehouse, {"a.parquet": parquet_bytes(doubles)})
    found = warehouse.connection.execute(
        "select row_number, line_number, reason, raw from rejected_rows order by 1"
    ).fetchall()
    assert [row[:2] for row in found] == [(1, 1), (2, 2), (3, 3)]
    assert all("rounded" in reason for _, _, reason, _ in found[:2])
    assert found[2][2] == "no tweet id"
    raw = [json.loads(row[3]) for row in found]
    assert [one.get("status_id") for one in raw] == ["1.35433835131385E+18", "1.35433835131385E+18", None]
    assert [one["text"] for one in raw] == [row["text"] for row in ROWS[:3]]
    assert len(said(warehouse, "a.parquet")) == 3


def test_times_of_spark_are_utc_and_those_without_a_zone_are_the_formats(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path / "study", settings='\n[export_time_zones]\nrtweet = "America/Mexico_City"\n')
    moment = datetime(2021, 1, 5, 10)
    times = {
        "int96.parquet": (pa.timestamp("ns"), {"use_deprecated_int96_timestamps": True}),
        "zoned.parquet": (pa.timestamp("us", "UTC"), {}),
        "bare.parquet": (pa.timestamp("ns"), {}),
    }
    one = {name: cells[:1] for name, cells in COLUMNS.items()}
    read(study, warehouse, {
        name: parquet_bytes({**one, "created_at": pa.array([moment], kind)}, **options)
        for name, (kind, options) in times.items()
    })  # fmt: skip
    found = warehouse.connection.execute("select export_file, created_at from raw_tweets").fetchall()
    local = moment + timedelta(hours=6)
    assert dict(found) == {"int96.parquet": moment, "zoned.parquet": moment, "bare.parquet": local}


def test_objects_of_spark_are_the_documents_that_they_were(study: Study, warehouse: Warehouse) -> None:
    tweets = [
        v2_tweet(1, entities={"hashtags": [{"tag": "OneTag", "start": 1}]}),
        v2_tweet(
            2, referenced_tweets=[{"type": "replied_to", "id": "1345000000000000001"}], in_reply_to_user_id="9001"
        ),
    ]
    pages: list[object] = [
        {"data": tweets, "includes": {"users": [{"id": "9001", "username": "inv_1"}]}},
        {"data": [v2_tweet(3)]},
    ]
    given: dict[str, Sequence[object]] = {"tweets": tweets, "pages": pages}
    for name, documents in given.items():
        put(study, f"{name}.parquet", JsonSample(documents, {}, 0).parquet())
        put(study, f"{name}.jsonl", "".join(json.dumps(one) + "\n" for one in documents))
    outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert {one.format for one in outcomes.values()} == {"x_api_v2"}
    for name, rows in {"tweets": 2, "pages": 3}.items():
        assert len(said(warehouse, f"{name}.jsonl")) == rows
        assert said(warehouse, f"{name}.parquet") == said(warehouse, f"{name}.jsonl")


def test_a_part_without_rows_is_of_the_format_of_its_kin(study: Study, warehouse: Warehouse) -> None:
    one = JsonSample([v2_tweet(1, entities={"hashtags": [{"tag": "OneTag"}]})], {}, 1).parquet()
    stream = io.BytesIO()
    parquet.write_table(parquet.read_table(io.BytesIO(one))[:0], stream)
    [outcome] = read(study, warehouse, {"part-1.parquet": stream.getvalue()}).values()
    assert (outcome.format, outcome.refusal, outcome.rows_read) == ("x_api_v2", None, 0)


NESTED = {
    "post_no": pa.array([str(ID), str(ID + 1), None]),
    "when": pa.array([datetime(2021, 1, 5, 10)] * 3),
    "words": pa.array(["first words", "second words", "third words"]),
    "person": pa.array([{"screen": "inv_1", "tags": ["a", "b"]}, {"screen": "inv_2", "tags": None}, None]),
}
MAP = """
[[column_map]]
name = "ours"
columns.tweet_id = "post_no"
columns.created_at = "when"
columns.text = "words"
columns.author_handle = "person.screen"
columns.hashtags = "person.tags"
time_format = "%d.%m.%Y"
"""


def test_a_column_map_reaches_into_structs_and_takes_lists_and_times_as_they_are(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    study = make_study(tmp_path / "study", settings=MAP)
    [outcome] = read(study, warehouse, {"a.parquet": parquet_bytes(NESTED)}).values()
    assert (outcome.format, outcome.refusal, outcome.rows_read) == ("column map ours", None, 3)
    asked = "select tweet_id, created_at, author_handle, hashtags from raw_tweets order by row_number"
    assert warehouse.connection.execute(asked).fetchall() == [
        (str(ID), datetime(2021, 1, 5, 10), "inv_1", ["a", "b"]), (str(ID + 1), datetime(2021, 1, 5, 10), "inv_2", []),
    ]  # fmt: skip


def test_a_map_is_proposed_for_a_table_of_no_known_format(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    columns = {"tweet id": NESTED["post_no"][:2], "created": NESTED["when"][:2], "full text": NESTED["words"][:2]}
    path.write_bytes(parquet_bytes({**columns, "user": pa.array([{"screen_name": "inv_1"}, {"screen_name": "inv_2"}])}))
    [inspection] = with_proposals(inspect_files([path]), [path])
    assert inspection.proposal is not None
    assert inspection.proposed is not None
    assert (inspection.proposed.outcome.refusal, inspection.proposed.tweets) == (None, 2)


WHOLE = parquet_bytes(COLUMNS)
DAMAGED: dict[str, tuple[bytes, str]] = {
    "cut at its end": (WHOLE[:-20], "damaged or not whole"),
    "of its mark alone": (b"PAR1", "damaged or not whole"),
    "without its middle": (WHOLE[:600] + WHOLE[1200:], "damaged or not whole"),
    "an Arrow file that is cut": (in_container("arrow")[:-30], "damaged or not whole"),
    "a stream that is cut": (in_container("arrows")[:700], "damaged or not whole"),
    "encrypted": (b"PARE" + WHOLE[4:-4] + b"PARE", "an encrypted Parquet file"),
    "Feather of old": (b"FEA1" + bytes(200), "Feather file of the first version"),
    "of no known columns": (parquet_bytes({"a": pa.array(["1"]), "b": pa.array(["2"])}), "its columns are a, b"),
    "without columns": (parquet_bytes({}), "The file is empty"),
    "packed once more.gz": (WHOLE, "a Parquet file within a compressed one, which is not read. Unpack it"),
}


def test_what_cannot_be_read_is_told_and_costs_nothing_else(study: Study, warehouse: Warehouse) -> None:
    good = {"good.parquet": WHOLE, "a table of another kind.parquet": csv_text(ROWS).encode()}
    outcomes = read(study, warehouse, {name: content for name, (content, _) in DAMAGED.items()} | good)
    for name, (_, words) in DAMAGED.items():
        assert words in str(outcomes[name].refusal), name
    for name in good:
        assert (outcomes[name].refusal, len(said(warehouse, name))) == (None, len(ROWS)), name


# One reading a time, as each of its files costs the same: some forty damages in all, other ones with every run.
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.data())
def test_damage_anywhere_is_accounted_for(study: Study, warehouse: Warehouse, damage: st.DataObject) -> None:
    files = {}
    for number in range(20):
        whole = bytearray(WHOLE if number % 2 else in_container("arrow"))
        for _ in range(damage.draw(st.integers(1, 3))):
            whole[damage.draw(st.integers(4, len(whole) - 1))] = damage.draw(st.integers(0, 255))
        files[f"{number}.parquet"] = bytes(whole)
    for name, outcome in read(study, warehouse, files).items():
        counted = partial("select count(*) from {} where export_file = $name".format)
        taken = sum(
            warehouse.connection.execute(counted(table), {"name": name}).fetchall()[0][0]
            for table in ("raw_tweets", "rejected_rows")
        )
        assert outcome.rows_read == taken
        assert outcome.refusal or taken or not outcome.rows_read


def test_what_swells_beyond_its_bounds_is_refused(study: Study, warehouse: Warehouse) -> None:
    many = {name: pa.concat_arrays([cells] * 2_000) for name, cells in COLUMNS.items()}
    small = with_bounds(study, unpacked_megabytes=1, unpacked_ratio=1)
    [outcome] = read(small, warehouse, {"a.parquet": parquet_bytes(many)}).values()
    assert "packed ones, which no export does" in str(outcome.refusal)
    once = pa.DictionaryArray.from_arrays(pa.array([0] * len(ROWS), pa.int8()), pa.array(["x" * 900_000]))
    stream = io.BytesIO()
    feather.write_feather(pa.table({**COLUMNS, "text": once}), stream)
    outcome = read(small, warehouse, {"b.feather": stream.getvalue()})["b.feather"]
    assert "packed ones, which no export does" in str(outcome.refusal)
    long = with_bounds(study, cell_megabytes=1)
    text = {**COLUMNS, "text": pa.array(["x" * (1 << 20) + "y"] * len(ROWS))}
    outcome = read(long, warehouse, {"a.parquet": parquet_bytes(text)})["a.parquet"]
    assert "cell_megabytes" in str(outcome.refusal)


@pytest.mark.parametrize("container", ["parquet", "arrow"])
def test_long_texts_that_a_dictionary_holds_once_are_written_out_a_part_at_a_time(
    tmp_path: Path, container: str
) -> None:
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 4_000, pa.int8()), pa.array(["x" * 20_000]))
    table = pa.table({"text": once, "number": pa.array(range(4_000))})
    path = tmp_path / "a"
    parquet.write_table(table, path) if container == "parquet" else feather.write_feather(table, path)
    numbers, longest = [], 0
    for text, number in text_batches(ExportFile(path, "a"), ("text", "number"), (0, 1), ","):
        numbers += number.to_pylist()
        longest = max(longest, text.nbytes)
    assert numbers == list(map(str, range(4_000)))
    assert longest < 2 * BYTES_AT_ONCE


SWOLLEN = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int8()), pa.array(["x" * 20_000]))
OF_SWOLLEN = pa.ListArray.from_arrays(pa.array(range(20_001), pa.int32()), SWOLLEN)


@pytest.mark.parametrize(
    ("container", "cells", "is_kept"),
    [
        ("parquet", SWOLLEN, True), ("parquet", SWOLLEN, False), ("parquet", OF_SWOLLEN, False),
        ("feather", SWOLLEN, True), ("feather", OF_SWOLLEN, True),
    ],
)  # fmt: skip
def test_what_a_dictionary_repeats_beyond_the_bounds_is_refused_before_a_row_is_written_out(
    tmp_path: Path, container: str, cells: pa.Array, is_kept: bool
) -> None:
    path, table = tmp_path / "a", pa.table({"text": cells})
    if container == "parquet":
        parquet.write_table(table, path, store_schema=is_kept, compression="zstd")
    else:
        feather.write_feather(table, path)
    pool = pa.default_memory_pool()
    before = pool.max_memory()
    with pytest.raises(UserError, match="packed ones, which no export does"):
        next(text_batches(ExportFile(path, "a"), ("text",), (0,), ","))
    assert pool.max_memory() - before < BYTES_AT_ONCE


def test_an_honest_file_with_categories_is_read_in_as_few_batches_as_one_without(tmp_path: Path) -> None:
    texts = pa.array([f"invented text {number % 500}" for number in range(20_000)])
    columns = {"plain": texts, "category": texts.dictionary_encode()}
    parquet.write_table(pa.table(columns), path := tmp_path / "a")
    batches = text_batches(ExportFile(path, "a"), tuple(columns), (0, 1), ",")
    lengths = [len(plain) for plain, category in batches if plain.equals(category)]
    assert lengths == [ROWS_AT_ONCE, ROWS_AT_ONCE, 20_000 - 2 * ROWS_AT_ONCE]


LAKES = {
    "delta/_delta_log/00000000000000000000.json": "Delta", "delta/part-0.parquet": "Delta",
    "delta/lang=es/part-1.parquet": "Delta", "ice/metadata/v1.metadata.json": "Iceberg",
    "ice/data/00000-0.parquet": "Iceberg",
}  # fmt: skip


@pytest.mark.parametrize("is_packed", [False, True])
def test_tables_of_a_lake_are_told_by_their_folders_and_nothing_of_them_is_read(
    study: Study, warehouse: Warehouse, is_packed: bool
) -> None:
    files: dict[str, str | bytes] = {name: WHOLE if name.endswith("t") else "{}" for name in LAKES}
    files |= {"delta/beside.csv": csv_text([rtweet_row(50)]), "other/part-0.parquet": WHOLE}
    if is_packed:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        files = {"a.zip": stream.getvalue()}
    outcomes = {name.removeprefix("a.zip/"): one for name, one in read(study, warehouse, files).items()}
    assert {name: kind for name, kind in LAKES.items() if f"table of {kind}" in str(outcomes[name].refusal)} == LAKES
    assert [outcomes[name].refusal for name in ("delta/beside.csv", "other/part-0.parquet")] == [None, None]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_nul_characters_are_no_part_of_any_cell(kind: pa.DataType) -> None:
    cells = pa.array(["a\0b", "plain", None], pa.string()).cast(pa.string())
    cells = cells.dictionary_encode() if pa.types.is_dictionary(kind) else cells.cast(kind)
    assert cell_texts(cells).to_pylist() == ["ab", "plain", None]
    assert plain_values(pa.array([{"of": ["a\0b"]}])) == [{"of": ["ab"]}]
