"""What a sample of a format is, and how it is written as a file in every dress that the format can wear."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import openpyxl


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
        beside: the files that the program writes beside it, by name.
        told: columns of ``raw_tweets`` that the required columns of the format tell by themselves.
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    tweets: Mapping[str, Mapping[str, object]]
    absent: Sequence[str] = ()
    delimiter: str = ","
    above: Sequence[Sequence[str]] = ()
    sheet: str = "Sheet1"
    beside: Mapping[str, str] = field(default_factory=dict)
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
        beside: the files that the program writes beside it, by name.
        optional: keys that a tweet may lack: nobody asked the API for them, or somebody left them out.
    """

    documents: Sequence[object]
    tweets: Mapping[str, Mapping[str, object]]
    rows: int
    absent: Sequence[str] = ()
    also_as_array: bool = field(default=True)
    beside: Mapping[str, str] = field(default_factory=dict)
    optional: Sequence[str] = ()

    def text(self, line_end: str = "\n") -> str:
        """As JSONL."""
        return "".join(json.dumps(document) + line_end for document in self.documents)

    def array(self) -> str:
        """As one array over many lines."""
        return json.dumps(list(self.documents), indent=2)
