"""Rows that no reader should take, planted among the good ones.

What belongs here: how good cells become bad. What does not: how good cells are made (rtweet_rows.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic.conversation import Post
from mtw_pipeline.synthetic.rtweet_rows import COLUMNS
from mtw_pipeline.synthetic.timeline import iso_time, time_after, tweet_id

ROUNDED_ID = "tweet id rounded by a spreadsheet"
OUTSIDE_WINDOW = "posted outside the collection window"
NO_TIME = "no time of posting"
WRONG_CELLS = "wrong number of cells"

Row = list[str]

_ID, _TIME, _ADDRESS = (COLUMNS.index(name) for name in ("status_id", "created_at", "status_url"))
_CELLS_LEFT = 37


def planted(posts: Sequence[Post], row_of: Callable[[Post], Row], bad: Sequence[Row]) -> Iterator[Row]:
    """The rows of the posts with the bad ones among them, at even distances."""
    start = 0
    for place, row in enumerate(bad, start=1):
        end = len(posts) * place // (len(bad) + 1)
        yield from map(row_of, posts[start:end])
        yield row
        start = end
    yield from map(row_of, posts[start:])


def rounded_ids(posts: Sequence[Post], row_of: Callable[[Post], Row], number: int) -> list[Row]:
    """Rows whose id went through a spreadsheet and has only six digits left, as has the address made of it."""
    rows: list[Row] = []
    for post in _spread(posts, number):
        row, left = row_of(post), f"{post.tweet_id:.5E}"
        rows.append(_changed(row, {_ID: left, _ADDRESS: row[_ADDRESS].replace(str(post.tweet_id), left)}))
    return rows


def without_time(posts: Sequence[Post], row_of: Callable[[Post], Row], number: int, missing: str) -> list[Row]:
    """Rows of further tweets that have lost their time."""
    return [
        _changed(row_of(post), {_ID: _further_id(row_of(post), post), _TIME: missing})
        for post in _spread(posts, number)
    ]


def after_window(
    posts: Sequence[Post], row_of: Callable[[Post], Row], number: int, window: CollectionWindow
) -> list[Row]:
    """Rows of further tweets, posted on the day after the window."""
    rows: list[Row] = []
    for hours, post in enumerate(_spread(posts, number), start=9):
        posted = time_after(window, hours)
        row = row_of(post)
        new_id = row[_ID].replace(str(post.tweet_id), str(tweet_id(posted)))
        rows.append(_changed(row, {_ID: new_id, _TIME: iso_time(posted)}))
    return rows


def cut_short(posts: Sequence[Post], row_of: Callable[[Post], Row], number: int) -> list[Row]:
    """Rows of further tweets that end too early; of one line each, so that each is one bad row to every reader."""
    rows: list[Row] = []
    for post in _spread(posts, number):
        row = [cell.replace("\n", " ") for cell in row_of(post)[:_CELLS_LEFT]]
        rows.append(_changed(row, {_ID: _further_id(row, post)}))
    return rows


def _spread(posts: Sequence[Post], number: int) -> list[Post]:
    """Some of the posts, at even distances."""
    return [posts[len(posts) * place // (number + 1)] for place in range(1, number + 1)]


def _further_id(row: Row, post: Post) -> str:
    """The id of another tweet of the same time, written as the row writes ids."""
    return row[_ID].replace(str(post.tweet_id), str(tweet_id(post.posted_ms, beside=1)))


def _changed(row: Row, cells: Mapping[int, str]) -> Row:
    return [cells.get(place, cell) for place, cell in enumerate(row)]
