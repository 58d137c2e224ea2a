"""Exports that cannot be read when they are written anew: each is named, and keeps no other from being written."""

import csv
import gzip
import io
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.forgetting import exports
from mtw_pipeline.forgetting.exports import Rewritten
from mtw_pipeline.forgetting.files import clean_coding
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.forgetting.traces import files_with_traces
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row
from mtw_pipeline_tests.unit.exports.rewriting.steps import ASKED, FIRST, TAKEN_BACK, names, rewrite, zipped


def damaged_files() -> Iterator[tuple[str, bytes]]:
    row = csv_text([rtweet_row(1, text=f"{TAKEN_BACK} {number}") for number in range(200)])
    packed = bytearray(zipped({"a.csv": row}))
    yield "cut.zip", bytes(packed)[:-40]
    yield "without types.xlsx", zipped({"xl/workbook.xml": "<workbook/>", "a.xml": row})
    packed[60:64] = b"\xff\x00\xff\x00"
    yield "local head.zip", bytes(packed)
    yield "cut.csv.gz", gzip.compress(row.encode(), mtime=0)[:-50]
    yield "of no kind that is read.parquet", b"PAR1" + lzma.compress(row.encode()) + b"PAR1"
    yield "sheet.ods", zipped({"content.xml": row, "mimetype": "application/vnd.oasis.opendocument.spreadsheet"})


@pytest.fixture(scope="module")
def beside_a_good_one(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rewritten]:
    """The folder of a good file and all damaged ones, and what became of them."""
    study = make_study(tmp_path_factory.mktemp("damaged") / "study")
    good = put(study, "good.csv", csv_text([rtweet_row(1), rtweet_row(2)]))
    for name, data in damaged_files():
        good.with_name(name).write_bytes(data)
    return good.parent, rewrite(study, Register("5a17").with_tweets([rtweet_row(1)["status_id"]]))


@pytest.mark.parametrize(
    ("name", "data"),
    list(damaged_files()),
    ids=["cut zip", "no types", "local head", "cut gz", "not read", "open document"],
)
def test_a_damaged_file_is_named_and_keeps_no_other_from_being_rewritten(
    name: str, data: bytes, beside_a_good_one: tuple[Path, Rewritten]
) -> None:
    folder, rewritten = beside_a_good_one
    assert (names(rewritten.exports), names(rewritten.untouched)) == (["good.csv"], [])
    assert names(rewritten.damaged).count(name) == 1
    assert (folder / name).read_bytes() == data
    assert rtweet_row(1)["status_id"] not in (folder / "good.csv").read_text(encoding="utf-8")


def test_what_is_not_read_within_an_archive_is_named_and_the_rest_of_it_rewritten(study: Study) -> None:
    table = csv_text([rtweet_row(1), rtweet_row(2)])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/good.csv", table)
        archive.writestr("picture.png", "no export")
        archive.writestr("empty.csv", "")
        for name, data in damaged_files():
            archive.writestr(f"folder/{name}", data)
    path = put(study, "all.zip", packed.getvalue())
    rewritten = rewrite(study, Register("5a17").with_tweets([rtweet_row(1)["status_id"]]))
    assert (names(rewritten.exports), names(rewritten.untouched)) == (["all.zip"], [])
    assert sorted(rewritten.damaged) == sorted(path / "folder" / name for name, _ in damaged_files())


def test_what_failed_in_one_file_is_not_met_in_the_next(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read into one scratch warehouse after another; of one that failed, and of any, rows stood in it."""
    take_rows = exports._take_rows

    def failing(*given: Any) -> None:
        take_rows(*given)
        if given[-1].name == "a.csv":
            raise RuntimeError("a planted failure")

    monkeypatch.setattr(exports, "_take_rows", failing)
    row, kept = rtweet_row(1, status_id=FIRST), rtweet_row(2)
    for name, text in (("a.csv", "one"), ("b.csv", "two"), ("c.csv", "three")):
        put(study, name, csv_text([{**row, "text": text}, {**kept, "text": text}]))
    put(study, "d.csv", csv_text([kept]))
    rewritten = rewrite(study, ASKED)
    assert (names(rewritten.exports), names(rewritten.damaged)) == (["b.csv", "c.csv"], ["a.csv"])
    assert names(rewritten.untouched) == []
    assert (study.incoming_of(WINDOW) / "c.csv").read_text(encoding="utf-8") == csv_text([{**kept, "text": "three"}])


def test_a_link_to_a_file_that_is_not_read_is_named(study: Study, tmp_path: Path) -> None:
    name, data = next(damaged_files())
    (tmp_path / name).write_bytes(data)
    put(study, "good.csv", csv_text([rtweet_row(2)])).with_name(name).symlink_to(tmp_path / name)
    assert names(rewrite(study, Register("5a17").with_tweets([rtweet_row(1)["status_id"]])).damaged) == [name]


@pytest.fixture
def cells_as_long_as_python_takes() -> Iterator[None]:
    """Whoever read an export in this process may have let them be longer."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("cells_as_long_as_python_takes")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sheet.xlsx", zipped({"xl/workbook.xml": "<workbook/>", "a.xml": FIRST})),
        ("sheet.xlsx", f"no workbook {FIRST}".encode()),
        ("sheet.json", f'{{"tweets": [{FIRST}'.encode()),
        ("sheet.csv", f"tweet_id,caf\u00e9\n{FIRST},x\n".encode("cp1252")),
        ("sheet.csv", f'tweet,coder\n"{FIRST} {"x" * 200_000}",x\n'.encode()),
        ("sheet.json", b"[" * 100_000 + FIRST.encode()),
    ],
    ids=["parts missing", "no workbook", "broken JSON", "another encoding", "a cell beyond bounds", "deep JSON"],
)
def test_a_sheet_that_cannot_be_cleaned_is_named(study: Study, name: str, data: bytes) -> None:
    sheet = study.coding_of(WINDOW) / name
    sheet.parent.mkdir(parents=True)
    sheet.write_bytes(data)
    clean_coding(study, ForgottenNames(ASKED))
    traces = files_with_traces(study, ForgottenNames(ASKED), frozenset())
    assert {Path(one.place.partition(", in ")[0]) for one in traces} == {sheet}
    assert sheet.read_bytes() == data
