"""Invented tweets as tables of unknown formats, and what is read by the column map that is proposed for them."""

import csv
import io
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from mtw_pipeline.exports.proposing.proposal import Proposal, propose
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.sniff import sniff
from mtw_pipeline.exports.reading.staging import begin_window
from mtw_pipeline.exports.reading.window import read_exports
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

WINDOW = CollectionWindow.between("2006-03-21", "2026-12-31")
FIRST = datetime(2021, 1, 3, 8, 15, 30, tzinfo=UTC)
TEXTS = (
    "We have read the whole report, and it is short #Reading", "Thanks @bob_inv for the talk yesterday evening",
    "RT @cid_inv: one more sentence for the table", "A question: who comes along? #Reading #Talk",
    "The answer is https://example.org/a?b=1 as always", "Nothing new here today, sorry to say",
)  # fmt: skip
AUTHORS = ("ann_inv", "bob_inv", "Cid_Inv")


@dataclass(frozen=True)
class Planted:
    """A tweet that stands in every table."""

    number: int

    @property
    def moment(self) -> datetime:
        return FIRST + timedelta(days=2 * self.number, minutes=7 * self.number, seconds=self.number)

    @property
    def id(self) -> str:
        milliseconds = int(self.moment.timestamp() * 1000)
        return str((milliseconds - 1_288_834_974_657 << 22) + self.number + 1)

    @property
    def text(self) -> str:
        return TEXTS[self.number % len(TEXTS)]

    @property
    def author(self) -> str:
        return AUTHORS[self.number % len(AUTHORS)]

    @property
    def user_id(self) -> str:
        return str(7_000_001 + self.number % len(AUTHORS))

    @property
    def address(self) -> str:
        return f"https://twitter.com/{self.author}/status/{self.id}"

    def at(self, how: str, zone: str = "UTC") -> str:
        return self.moment.astimezone(ZoneInfo(zone)).strftime(how)


TWEETS = [Planted(number) for number in range(24)]


def table(header: Sequence[str], row: Callable[[Planted], Sequence[object]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header] if header else [])
    writer.writerows(row(tweet) for tweet in TWEETS)
    return stream.getvalue()


def workbook(header: Sequence[str], row: Callable[[Planted], Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in ([header], (row(tweet) for tweet in TWEETS)):
        for cells in line:
            sheet.append(list(cells))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines(document: Callable[[Planted], object]) -> str:
    return "".join(json.dumps(document(tweet)) + "\n" for tweet in TWEETS)


def tags(tweet: Planted) -> list[str]:
    return [word[1:] for word in tweet.text.split() if word.startswith("#")]


def proposed(path: Path, content: str | bytes) -> Proposal:
    """What is proposed for a file of that content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    export = ExportFile(path, path.name)
    return propose(export, sniff(export))


def read(warehouse: Warehouse, path: Path, toml: str) -> None:
    """Read a file by a study.toml that ends with a proposal."""
    settings = StudySettings.model_validate(tomllib.loads(f'title = "a test"\nhashtags = ["a"]\n{toml}'))
    begin_window(warehouse.connection)
    [outcome] = read_exports(warehouse.connection, settings, WINDOW, [ExportFile(path, path.name)])
    assert outcome.refusal is None
    assert warehouse.connection.execute("select reason from window_rejected_rows").fetchall() == []


def pasted(warehouse: Warehouse, path: Path, content: str | bytes, columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the tweets or ties of a file, read by the map that is proposed for it."""
    proposal = proposed(path, content)
    assert proposal.column_map is not None, proposal.doubts
    read(warehouse, path, proposal.toml())
    table_of = "window_ties" if proposal.column_map.holds_ties else "validated_rows"
    return warehouse.connection.execute(f"select {columns} from {table_of} order by row_number").fetchall()
