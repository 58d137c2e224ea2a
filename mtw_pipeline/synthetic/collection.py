"""The two export files of the made-up collection.

What belongs here: what stands in which file, and the files' bytes. What does not: everything that is in a row.
"""

import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic import bad_rows
from mtw_pipeline.synthetic.accounts import Cast, make_cast
from mtw_pipeline.synthetic.conversation import Conversation, Post, plan_conversation
from mtw_pipeline.synthetic.engagement import Engagement, engage
from mtw_pipeline.synthetic.ground_truth import GroundTruth, PlantedRows, Tally
from mtw_pipeline.synthetic.random_numbers import RandomNumbers
from mtw_pipeline.synthetic.rtweet_rows import COLUMNS, RowWriter, Style
from mtw_pipeline.synthetic.texts import Content, Writer
from mtw_pipeline.synthetic.timeline import posting_times

EXAMPLE_WINDOW = CollectionWindow(date(2020, 12, 5), date(2021, 1, 22))
FIRST_FILE, SECOND_FILE = "SYNTHETIC-collection-1.csv", "SYNTHETIC-collection-2.csv.gz"

_PLAIN, _PREFIXED = Style(id_prefix="", missing=""), Style(id_prefix="x", missing="NA")
# In percent of the tweets in the order of time: the second file begins before the first one ends.
_FIRST_ENDS, _SECOND_BEGINS = 55, 50
_FEWEST_TWEETS = 20
_ROUNDED, _WITHOUT_TIME, _AFTER, _CUT = 3, 2, 2, 2

# What gzip writes for: deflate, no name, no time (mtime 0), no flags, unknown system.
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_STORED = 65_535


@dataclass(frozen=True)
class _Collection:
    """Everything that the files are written from."""

    cast: Cast
    posts: tuple[Post, ...]
    contents: dict[int, Content]
    engagements: dict[int, Engagement]


@dataclass(frozen=True)
class _File:
    """The rows of a file, and their number; they are made one by one, because all of them together are large."""

    rows: Iterator[bad_rows.Row]
    number: int


def write_synthetic_collection(
    folder: Path,
    *,
    tweets: int = 28_017,
    posters: int = 9_634,
    window: CollectionWindow = EXAMPLE_WINDOW,
    hashtag: str = "MarketingTwitter",
    seed: int = 20201205,
) -> GroundTruth:
    """Write two overlapping rtweet exports of an invented collection; the same arguments give the same bytes.

    Args:
        folder: where to; it is made if it is missing.
        tweets: distinct tweets that can be taken.
        posters: their distinct authors.
        window: the days that they are posted in.
        hashtag: the study's hashtag, without #; it stands in every tweet.
        seed: the seed of everything that is drawn.

    Returns:
        What was planted.

    Raises:
        ValueError: there are fewer tweets than posters, or too few for two files.
    """
    if not 0 < posters <= tweets or tweets < _FEWEST_TWEETS:
        raise ValueError(f"{posters} posters cannot post {tweets} tweets; at least {_FEWEST_TWEETS} are needed")
    collection = _invent(RandomNumbers(seed), tweets, posters, window, hashtag)
    folder.mkdir(parents=True, exist_ok=True)
    first, second = _first_file(collection), _second_file(collection, window)
    (folder / FIRST_FILE).write_bytes(_csv(first))
    (folder / SECOND_FILE).write_bytes(_gzip(_csv(second)))
    planted = PlantedRows(
        by_file={FIRST_FILE: first.number, SECOND_FILE: second.number},
        duplicates=_first_end(tweets) - _second_start(tweets),
        rejected={
            bad_rows.ROUNDED_ID: _ROUNDED,
            bad_rows.OUTSIDE_WINDOW: _AFTER,
            bad_rows.NO_TIME: _WITHOUT_TIME,
            bad_rows.WRONG_CELLS: _CUT,
        },
    )
    return _tally(collection).ground_truth(seed, hashtag, window, collection.cast, planted)


def _invent(random: RandomNumbers, tweets: int, posters: int, window: CollectionWindow, hashtag: str) -> _Collection:
    cast = make_cast(random, tweets, posters, window)
    conversation = plan_conversation(random, cast, posting_times(random, tweets, window), window)
    contents = _contents(Writer(random, hashtag, cast, tweets), conversation)
    return _Collection(cast, conversation.posts, contents, engage(random, conversation))


def _contents(writer: Writer, conversation: Conversation) -> dict[int, Content]:
    """What every tweet that is no retweet says, by tweet id."""
    written = (post for post in (*conversation.earlier, *conversation.posts) if post.kind != "retweet")
    return {post.tweet_id: writer.write(post) for post in written}


def _tally(collection: _Collection) -> Tally:
    tally = Tally()
    for post in collection.posts:
        tally.add(post, collection.contents[post.shown.tweet_id], collection.engagements.get(post.tweet_id))
    return tally


def _first_end(tweets: int) -> int:
    return tweets * _FIRST_ENDS // 100


def _second_start(tweets: int) -> int:
    return tweets * _SECOND_BEGINS // 100


def _first_file(collection: _Collection) -> _File:
    """The earlier tweets, the newest first as the platform gives them; those at its end were still young."""
    overlap = _second_start(len(collection.posts))
    posts = tuple(reversed(collection.posts[: _first_end(len(collection.posts))]))
    young_from = collection.posts[overlap].tweet_id
    row_of = RowWriter(_PLAIN, collection.contents, collection.engagements, young_from).row
    bad = [
        *bad_rows.rounded_ids(posts, row_of, _ROUNDED),
        *bad_rows.without_time(posts, row_of, _WITHOUT_TIME - 1, _PLAIN.missing),
    ]
    return _File(bad_rows.planted(posts, row_of, bad), len(posts) + len(bad))


def _second_file(collection: _Collection, window: CollectionWindow) -> _File:
    """The later tweets, the newest first."""
    posts = tuple(reversed(collection.posts[_second_start(len(collection.posts)) :]))
    row_of = RowWriter(_PREFIXED, collection.contents, collection.engagements).row
    bad = [
        *bad_rows.after_window(posts, row_of, _AFTER, window),
        *bad_rows.without_time(posts, row_of, 1, _PREFIXED.missing),
        *bad_rows.cut_short(posts, row_of, _CUT),
    ]
    return _File(bad_rows.planted(posts, row_of, bad), len(posts) + len(bad))


def _csv(file: _File) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(file.rows)
    return stream.getvalue().encode("utf-8")


def _gzip(content: bytes) -> bytes:
    """A gzip file of stored blocks: zlib and its successors compress to different bytes, and storing has one form."""
    parts = [_GZIP_HEAD]
    for start in range(0, len(content), _LARGEST_STORED):
        block = content[start : start + _LARGEST_STORED]
        last = start + _LARGEST_STORED >= len(content)
        size = len(block)
        parts += [bytes([last]), size.to_bytes(2, "little"), (size ^ 0xFFFF).to_bytes(2, "little"), block]
    parts += [zlib.crc32(content).to_bytes(4, "little"), (len(content) % 2**32).to_bytes(4, "little")]
    return b"".join(parts)
