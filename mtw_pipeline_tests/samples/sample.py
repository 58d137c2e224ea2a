"""What a sample of a format is, where it is, and how it is written as a file in every dress that a format can wear."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import Any, Self

import openpyxl
import pyarrow as pa
from pyarrow import parquet

from mtw_pipeline.exports.formats.registry import JSON_FORMATS

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.000)?(Z|\+00:00)?")
_EXACT = 2**53
NO_OBJECTS = frozenset({"bluesky_jetstream", "bluesky_records"})
"""Formats of which no table is made as it stands: values of several types in one field; no objects but lists alone."""


@dataclass(frozen=True)
class TableSample:
    """An invented export with a header.

    Args:
        columns: the header, as the program that writes the format orders it.
        rows: cells by column; a column that a row does not name is empty.
        tweets: the rows of the table ``tweets`` that must come out, by tweet id: a selection of its columns, at least
            ``author``, ``created_at`` (as "2021-01-05 10:00:00"), ``text``, ``tweet_type``, ``like_count``,
            ``retweet_count``, ``hashtags`` (sorted) and ``mention_handles`` (sorted).
        absent: columns of ``raw_tweets`` that the format cannot fill, which must be NULL in every row.
        delimiter: as the program writes it.
        above: lines that stand above the header.
        sheet: the name of the sheet in a workbook.
        companions: the companion files that the program writes, by name.
        told: columns of ``raw_tweets`` that the required columns alone are enough to fill.
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    tweets: Mapping[str, Mapping[str, object]]
    absent: Sequence[str] = ()
    delimiter: str = ","
    above: Sequence[Sequence[str]] = ()
    sheet: str = "Sheet1"
    companions: Mapping[str, str] = field(default_factory=dict)
    told: Sequence[str] = ()

    def shuffled(self) -> Self:
        """The columns in another order."""
        return replace(self, columns=list(reversed(self.columns)))

    def without(self, column: str) -> Self:
        """One column gone."""
        return replace(self, columns=[name for name in self.columns if name != column])

    def with_column(self, column: str) -> Self:
        """One column more, filled."""
        return replace(self, columns=[*self.columns, column], rows=[{**row, column: "?"} for row in self.rows])

    def text(self, line_end: str = "\n") -> str:
        """As CSV or TSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator=line_end)
        writer.writerows(self._table())
        return stream.getvalue()

    def workbook(self) -> bytes:
        """As XLSX, every cell a text."""
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = self.sheet
        for row in self._table():
            sheet.append(list(row))
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def parquet(self) -> bytes:
        """As Parquet, every cell a text, categories where a column has few values."""
        return parquet_bytes({name: pa.array(self._cells(name), pa.string()) for name in self.columns})

    def typed_parquet(self, lists: Mapping[str, str]) -> bytes:
        """As Parquet as R and pandas write what they read from the CSV: numbers, booleans and times; empty cells none.

        Args:
            lists: the columns that are lists, and what joins their elements in a cell; empty where they are JSON.
        """
        assert lists.keys() <= set(self.columns)
        return parquet_bytes(
            {
                name: pa.array([cell and _elements(cell, lists[name]) for cell in self._cells(name)])
                if name in lists
                else typed(self._cells(name))
                for name in self.columns
            }
        )

    def _cells(self, column: str) -> list[str | None]:
        return [row.get(column) or None for row in self.rows]

    def _table(self) -> list[Sequence[str]]:
        cells = [[row.get(name, "") for name in self.columns] for row in self.rows]
        return [*self.above, self.columns, *cells]


@dataclass(frozen=True)
class JsonSample:
    """An invented export of JSON documents.

    Args:
        documents: what stands on a line of JSONL each.
        tweets: as for a table.
        absent: as for a table.
        rows: how many rows there are in the documents, by the format's own count of tweets.
        also_as_array: whether the program also writes the documents as one array.
        companions: the companion files that the program writes, by name.
        optional: keys that a tweet may lack: nobody asked the API for them, or somebody left them out.
    """

    documents: Sequence[object]
    tweets: Mapping[str, Mapping[str, object]]
    rows: int
    absent: Sequence[str] = ()
    also_as_array: bool = field(default=True)
    companions: Mapping[str, str] = field(default_factory=dict)
    optional: Sequence[str] = ()

    def text(self, line_end: str = "\n") -> str:
        """As JSONL."""
        return "".join(json.dumps(document) + line_end for document in self.documents)

    def array(self) -> str:
        """As one array over many lines."""
        return json.dumps(list(self.documents), indent=2)

    def parquet(self) -> bytes:
        """As Parquet, whose rows are objects: the fields of every document are those of all."""
        return parquet_bytes(dict(zip(*_named(pa.array(self.documents)), strict=True)))


def module_of(name: str) -> ModuleType:
    """The module that holds the sample of a format."""
    folder = "documents" if name in {known.name for known in JSON_FORMATS} else "delimited"
    return import_module(f"mtw_pipeline_tests.samples.{folder}.{name}")


def sample_of(name: str) -> TableSample | JsonSample:
    """The sample of a format."""
    sample = module_of(name).SAMPLE
    assert isinstance(sample, TableSample | JsonSample)
    return sample


def table_of(name: str) -> TableSample:
    """The sample of a format of tables."""
    sample = sample_of(name)
    assert isinstance(sample, TableSample)
    return sample


def documents_of(name: str) -> JsonSample:
    """The sample of a format of JSON documents."""
    sample = sample_of(name)
    assert isinstance(sample, JsonSample)
    return sample


def _elements(cell: str, separator: str) -> list[object]:
    return list(cell.split(separator) if separator else json.loads(cell))


def _named(objects: Any) -> tuple[list[str], list[Any]]:
    return [objects.type.field(place).name for place in range(objects.type.num_fields)], objects.flatten()


def typed(cells: Sequence[str | None]) -> pa.Array:
    """Cells as a program reads them that guesses types: whole numbers with gaps become doubles, as pandas' do."""
    filled = [cell for cell in cells if cell]
    if filled and all(re.fullmatch("0|[1-9][0-9]{0,18}", cell) for cell in filled):
        is_double = len(filled) < len(cells) and max(map(int, filled)) < _EXACT
        return pa.array([cell and int(cell) for cell in cells], pa.float64() if is_double else pa.int64())
    if filled and all(cell.lower() in {"true", "false"} for cell in filled):
        return pa.array([cell and cell.lower() == "true" for cell in cells], pa.bool_())
    zones = {found[2] for cell in filled if (found := _TIME.fullmatch(cell))}
    if filled and len(zones) == 1 and all(map(_TIME.fullmatch, filled)):
        times = [cell and datetime.fromisoformat(cell.removesuffix("Z")).replace(tzinfo=None) for cell in cells]
        return pa.array(times, pa.timestamp("ms", None if zones == {None} else "UTC"))
    return pa.array(cells, pa.string()).dictionary_encode()


def parquet_bytes(columns: Mapping[str, Any], **options: Any) -> bytes:
    """Columns as a Parquet file."""
    stream = io.BytesIO()
    parquet.write_table(pa.table(dict(columns)), stream, **options)
    return stream.getvalue()
