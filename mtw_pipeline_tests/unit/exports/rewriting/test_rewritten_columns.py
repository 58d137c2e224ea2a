"""Columnar exports written anew: what they hold beside their rows goes too, and the rest is as it was."""

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import feather, parquet

from mtw_pipeline.exports.reading.columnar.rows import all_texts
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.forgetting.exports import rewrite_exports
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.forgetting.traces import files_with_traces
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW, put, rtweet_row
from mtw_pipeline_tests.samples.sample import typed

ROWS = [rtweet_row(number, quoted_status_id=str(1_345_000_000_000_000_003)) for number in range(1, 7)]
ROWS[2]["quoted_status_id"] = ""
GONE = ROWS[2]["status_id"]
ASKED = Register("5a17").with_tweets([GONE])


def table() -> pa.Table:
    columns = {name: typed([row[name] or None for row in ROWS]) for name in ROWS[0]}
    columns["mentions_user_id"] = pa.array([[GONE, "7"], None, [], ["8"], None, None])
    columns["our numbers"] = pa.array([{"id": int(GONE), "note": "x"}, None, None, None, None, None])
    said = {"r": f"attributes that name {GONE}", "pandas": '{"attributes": {"of": "inv_3"}, "columns": []}'}
    return pa.table(columns).replace_schema_metadata(said)


def written(**options: str) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(table(), stream, row_group_size=2, **options)
    return stream.getvalue()


def test_rows_ids_and_what_stands_beside_the_columns_go_and_types_stay(study: Study) -> None:
    paths = {name: put(study, name, data) for name, data in {
        "a.parquet": written(compression="zstd"), "b.feather": b"", "c.zip": b"",
    }.items()}  # fmt: skip
    feather.write_feather(table(), paths["b.feather"], compression="lz4")
    with zipfile.ZipFile(paths["c.zip"], "w") as archive:
        archive.writestr("part.parquet", written(compression="gzip"))
    rewritten = rewrite_exports(study, WINDOW, ASKED)
    assert [path.name for path in rewritten.exports] == sorted(paths)
    assert (rewritten.untouched, rewritten.damaged) == ((), ())
    with zipfile.ZipFile(paths["c.zip"]) as archive:
        unpacked = io.BytesIO(archive.read("part.parquet"))
    for left in (
        parquet.read_table(paths["a.parquet"]),
        feather.read_table(paths["b.feather"]),
        parquet.read_table(unpacked),
    ):
        assert left["status_id"].to_pylist() == [int(row["status_id"]) for row in ROWS if row is not ROWS[2]]
        assert left["quoted_status_id"].to_pylist() == [0] * 5
        assert left["our numbers"].to_pylist()[1:] == [None] * 4
        assert left["mentions_user_id"].to_pylist() == [["0", "7"], None, ["8"], None, None]
        before = [one.value_type if pa.types.is_dictionary(one) else one for one in table().schema.types]
        assert left.schema.types == before
        assert GONE not in str(left.to_pylist())
        assert left.schema.metadata == {b"pandas": b'{"attributes": {}, "columns": []}'}
    assert parquet.ParquetFile(paths["a.parquet"]).metadata.row_group(0).column(0).compression == "ZSTD"
    for path in paths.values():
        assert GONE.encode() not in path.read_bytes(), path.name


def test_a_name_that_is_left_in_a_columnar_export_is_found(study: Study) -> None:
    """Whatever the compression, in columns that no table needs, and beside the columns."""
    put(study, "a.parquet", written(compression="zstd"))
    put(study, "b.parquet", written(compression="zstd")[:-9])
    tweet, damaged = files_with_traces(study, ForgottenNames(ASKED), frozenset())
    assert (Path(tweet.place).name, tweet.what) == ("a.parquet", "the id of a forgotten tweet")
    assert (Path(damaged.place).name, "cannot be looked through" in damaged.what) == ("b.parquet", True)
    user, _ = files_with_traces(study, ForgottenNames(Register("5a17").with_users(["inv_3"])), frozenset())
    assert (Path(user.place).name, user.what) == ("a.parquet", "the name of a forgotten account")


def test_what_hangs_on_a_column_or_on_a_field_of_one_is_found_and_goes(study: Study) -> None:
    """There polars keeps all categories of a column, in each file that it writes."""
    hung = {"_PL_ENUM_VALUES": f"5;inv_1,19;{GONE}"}
    columns = {name: pa.array([row[name] for row in ROWS]) for name in ROWS[0]}
    columns["notes"] = pa.array([[{"note": "x"}]] * len(ROWS))
    kinds = pa.list_(pa.field("item", pa.struct([pa.field("note", pa.string(), metadata=hung)])))
    whole = pa.table(columns)
    for place, field in {
        "a.parquet": pa.field("notes", kinds),
        "b.parquet": pa.field("notes", whole.schema.field("notes").type, metadata=hung),
    }.items():
        path = put(study, place, b"")
        without = whole.filter(pc.not_equal(whole["status_id"], GONE))
        parquet.write_table(without.cast(whole.schema.set(whole.num_columns - 1, field)), path)
        [trace] = files_with_traces(study, ForgottenNames(ASKED), frozenset())
        assert (Path(trace.place).name, trace.what) == (place, "the id of a forgotten tweet")
        parquet.write_table(whole.cast(whole.schema.set(whole.num_columns - 1, field)), path)
        assert rewrite_exports(study, WINDOW, ASKED).exports == (path,)
        assert GONE not in "".join(all_texts(ExportFile(path, place)))
        assert parquet.read_table(path)["notes"].to_pylist() == [[{"note": "x"}]] * 5


def test_what_a_map_holds_of_a_tweet_that_goes_goes_too(study: Study) -> None:
    kind = pa.map_(pa.string(), pa.string())
    twice = [("note", f"see https://x.com/a/status/{GONE}"), ("note", "x")]
    maps = [[("answers", GONE), ("note", "x")], None, [], [("note", GONE)], twice, None]
    columns = {**{name: table()[name] for name in ROWS[0]}, "our map": pa.array(maps, kind)}
    path = put(study, "a.parquet", b"")
    parquet.write_table(pa.table(columns), path)
    rewritten = rewrite_exports(study, WINDOW, ASKED)
    assert [one.name for one in rewritten.exports] == ["a.parquet"]
    left = parquet.read_table(path)
    assert left.schema.field("our map").type == kind
    assert left["our map"].to_pylist() == [
        [("answers", "0"), ("note", "x")],
        None,
        [("note", "0")],
        [("note", "see https://x.com/a/status/0"), ("note", "x")],
        None,
    ]
