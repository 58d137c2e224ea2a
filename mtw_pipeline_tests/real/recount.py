"""What real exports hold, counted without the project, and the same rows written anew in other dress.

Plain csv, json and arithmetic, nothing of mtw_pipeline. The rules are rtweet's and the platform's own: an ``x`` before
an id, ``NA`` for no value, blanks between the values of a list cell, five entities that the platform escapes, and the
time of posting inside an id.
"""

import csv
import gzip
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

_FIRST_ID_MILLISECONDS = 1_288_834_974_657
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))

Row = dict[str, str]
Cell = str | int | bool | datetime | None


@dataclass(frozen=True)
class Tweet:
    """A tweet as a record of an rtweet file tells it; None where it says nothing."""

    tweet_id: str
    created_at: datetime
    text: str
    author_id: str | None
    author_handle: str | None
    author_created_at: datetime | None
    is_reply: bool
    is_retweet: bool
    is_quote: bool
    in_reply_to_tweet_id: str | None
    in_reply_to_user_id: str | None
    in_reply_to_handle: str | None
    retweeted_tweet_id: str | None
    retweeted_user_id: str | None
    retweeted_handle: str | None
    retweeted_text: str | None
    retweeted_like_count: int | None
    retweeted_retweet_count: int | None
    quoted_tweet_id: str | None
    quoted_user_id: str | None
    quoted_handle: str | None
    like_count: int | None
    retweet_count: int | None
    reply_count: int | None
    quote_count: int | None
    hashtags: tuple[str, ...]
    mention_handles: tuple[str, ...]
    mention_ids: tuple[str, ...]

    @property
    def tweet_type(self) -> str:
        """Its type: a retweet before a reply before a quote tweet (docs/decisions, the fourth)."""
        if self.is_retweet:
            return "retweet"
        if self.is_reply:
            return "reply"
        return "quote tweet" if self.is_quote else "tweet"


def text_of(path: Path) -> str:
    """The text of a file, unpacked, its line ends as they are."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


@cache
def table(path: Path) -> list[Row]:
    """The records of a CSV by column."""
    csv.field_size_limit(1 << 24)
    names, *records = _records(path)
    return [dict(zip(names, record, strict=True)) for record in records]


@cache
def rtweet_tweets(path: Path) -> list[Tweet]:
    """The tweets of an rtweet CSV, record by record."""
    return [_tweet(row) for row in table(path)]


def header(path: Path) -> list[str]:
    """The first record of a file as a CSV has it."""
    return next(_records(path), [])


def v2_tweets(path: Path) -> list[dict[str, Any]]:
    """The tweets of X API v2 pages, one page a line."""
    return [tweet for line in text_of(path).split("\n") if line for tweet in json.loads(line)["data"]]


def references(tweet: dict[str, Any]) -> set[str]:
    """How an X API v2 tweet refers to others."""
    return {reference["type"] for reference in tweet.get("referenced_tweets") or ()}


def time_of_id(tweet_id: str) -> datetime:
    """When a tweet was posted, by its id alone [UTC]."""
    milliseconds = (int(tweet_id) >> 22) + _FIRST_ID_MILLISECONDS
    return datetime(1970, 1, 1) + timedelta(milliseconds=milliseconds)


def unescaped(text: str) -> str:
    """The text with the platform's entities resolved, once."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def first_and_last_day(tweets: list[Tweet]) -> tuple[date, date]:
    """The days of the earliest and the latest tweet [UTC]."""
    days = [tweet.created_at.date() for tweet in tweets]
    return min(days), max(days)


def differences(said: Sequence[Mapping[str, object]], expected: Sequence[Mapping[str, object]]) -> list[str]:
    """The first places where rows are not as expected, or how many there are if not as many."""
    if len(said) != len(expected):
        return [f"{len(said)} rows, not {len(expected)}"]
    places = [
        f"row {number}, {name}"
        for number, (ours, theirs) in enumerate(zip(said, expected, strict=True), start=1)
        for name in theirs
        if ours[name] != theirs[name]
    ]
    return places[:5]


def told(tweet: Tweet, columns: Sequence[str]) -> dict[str, object]:
    """Columns of a recounted tweet, lists as the warehouse gives them."""
    values = {name: getattr(tweet, name) for name in columns}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def written(
    rows: Sequence[Row], *, delimiter: str = ",", line_end: str = "\n", encoding: str = "utf-8", seed: int = 0
) -> bytes:
    """Rows as a CSV; a seed shuffles its columns."""
    columns = list(rows[0])
    if seed:
        random.Random(seed).shuffle(columns)  # noqa: S311
    stream = io.StringIO(newline="")
    # R quotes every text, and Python's csv would leave a bare carriage return inside a cell unquoted
    writer = csv.DictWriter(stream, columns, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


DRESSES: dict[str, Callable[[Sequence[Row]], dict[str, bytes]]] = {
    "gzipped": lambda rows: {"a.csv.gz": written(rows)},
    "gzipped under another name": lambda rows: {"a.csv": gzip.compress(written(rows), mtime=0)},
    "CRLF": lambda rows: {"a.csv": written(rows, line_end="\r\n")},
    "shuffled columns": lambda rows: {"a.csv": written(rows, seed=7)},
    "semicolons": lambda rows: {"a.csv": written(rows, delimiter=";")},
    "UTF-16 with a mark": lambda rows: {"a.csv": written(rows, encoding="utf-16")},
    "Excel's Unicode text": lambda rows: {"a.txt": written(rows, delimiter="\t", line_end="\r\n", encoding="utf-16")},
    "UTF-8 with a mark": lambda rows: {"a.csv": written(rows, encoding="utf-8-sig")},
    "three files": lambda rows: {
        "c.csv": written(rows[:900]), "b/a.csv": written(rows[900:901]), "a.csv": written(rows[901:]),
    },
    "all at once": lambda rows: {
        "a.csv": gzip.compress(
            written(rows[::-1], delimiter=";", line_end="\r\n", encoding="utf-16", seed=8), mtime=0
        ),
    },
}  # fmt: skip
"""The same rows in the ways in which such files come: files by name, to be gzipped where the name says so."""


def workbook(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    """Rows as the first sheet of a workbook; a text stays a text, also where it looks like a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(rows[0]))
    for row in rows:
        cells = [WriteOnlyCell(sheet, value) for value in row.values()]
        for cell in cells:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _records(path: Path) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text_of(path), newline=""))


def _tweet(row: Row) -> Tweet:
    created_at = _time(row["created_at"])
    assert created_at is not None
    return Tweet(
        tweet_id=_bare(row["status_id"]),
        created_at=created_at,
        text=row["text"],
        author_id=_id(row, "user_id"),
        author_handle=_value(row, "screen_name"),
        author_created_at=_time(row["account_created_at"]),
        is_reply=any(_value(row, f"reply_to_{what}") for what in ("status_id", "user_id", "screen_name")),
        is_retweet=row["is_retweet"] == "TRUE",
        is_quote=row["is_quote"] == "TRUE",
        in_reply_to_tweet_id=_id(row, "reply_to_status_id"),
        in_reply_to_user_id=_id(row, "reply_to_user_id"),
        in_reply_to_handle=_value(row, "reply_to_screen_name"),
        retweeted_tweet_id=_id(row, "retweet_status_id"),
        retweeted_user_id=_id(row, "retweet_user_id"),
        retweeted_handle=_value(row, "retweet_screen_name"),
        retweeted_text=_value(row, "retweet_text"),
        retweeted_like_count=_count(row, "retweet_favorite_count"),
        retweeted_retweet_count=_count(row, "retweet_retweet_count"),
        quoted_tweet_id=_id(row, "quoted_status_id"),
        quoted_user_id=_id(row, "quoted_user_id"),
        quoted_handle=_value(row, "quoted_screen_name"),
        like_count=_count(row, "favorite_count"),
        retweet_count=_count(row, "retweet_count"),
        reply_count=_count(row, "reply_count"),
        quote_count=_count(row, "quote_count"),
        hashtags=_values(row, "hashtags"),
        mention_handles=_values(row, "mentions_screen_name"),
        mention_ids=tuple(_bare(one) for one in _values(row, "mentions_user_id")),
    )


def _value(row: Row, column: str) -> str | None:
    cell = row.get(column, "")
    return None if cell in {"", "NA"} else cell


def _values(row: Row, column: str) -> tuple[str, ...]:
    # rtweet writes NA for an empty list; among other values it is one of them (#NA)
    return tuple(value for value in (_value(row, column) or "").split(" ") if value)


def _id(row: Row, column: str) -> str | None:
    cell = _value(row, column)
    return None if cell is None else _bare(cell)


def _bare(cell: str) -> str:
    return cell.removeprefix("x")


def _count(row: Row, column: str) -> int | None:
    cell = _value(row, column)
    return None if cell is None else int(cell)


def _time(cell: str) -> datetime | None:
    return None if cell in {"", "NA"} else datetime.fromisoformat(cell).astimezone(UTC).replace(tzinfo=None)
