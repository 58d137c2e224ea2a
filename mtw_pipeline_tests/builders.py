"""Invented exports for tests: rows by name, everything else as the format has it when there is nothing to say."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.template import new_study
from mtw_pipeline.study.windows import CollectionWindow

WINDOW = CollectionWindow.between("2021-01-01", "2021-01-31")

NETLYTIC_COLUMNS = (
    "id", "guid", "link", "pubdate", "author", "title", "description", "source", "user_id", "profile_image_url",
    "user_statuses_count", "user_friends_count", "user_followers_count", "user_created_at", "user_bio",
    "user_location", "lang", "coords",
)  # fmt: skip


def make_study(root: Path, *, hashtags: Iterable[str] = ("InventedTag",), settings: str = "") -> Study:
    """A study in ``root`` whose study.toml ends with ``settings``."""
    study = new_study(root, hashtags=list(hashtags), sample_size=10, seed=7)
    if settings:
        text = study.settings_path.read_text(encoding="utf-8")
        study.settings_path.write_text(text + settings, encoding="utf-8")
        study = Study.load(root)
    return study


def with_bounds(study: Study, **bounds: int) -> Study:
    """The study with other bounds of what exports may hold."""
    changed = study.settings.bounds.model_copy(update=bounds)
    return replace(study, settings=study.settings.model_copy(update={"bounds": changed}))


def put(study: Study, name: str, content: str | bytes, window: CollectionWindow = WINDOW) -> Path:
    """A file among the exports of a window; gzipped if its name ends in .gz."""
    path = study.incoming_of(window) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return path


def rtweet_row(number: int, **cells: str) -> dict[str, str]:
    """An rtweet row: an invented tweet, apart from the cells given."""
    row = dict.fromkeys(RTWEET.taken, "")
    row.update(
        status_id=str(1_345_000_000_000_000_000 + number),
        created_at=f"2021-01-{1 + number % 28:02d}T10:00:00Z",
        text=f"an invented sentence, number {number}",
        user_id=str(9000 + number),
        screen_name=f"inv_{number}",
        is_retweet="FALSE",
        is_quote="FALSE",
        favorite_count="0",
        retweet_count="0",
    )
    row.update(cells)
    return row


def csv_text(
    rows: Iterable[Mapping[str, str]],
    columns: Iterable[str] = RTWEET.taken,
    *,
    delimiter: str = ",",
    line_end: str = "\n",
) -> str:
    """Rows as CSV with a header."""
    names = list(columns)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, delimiter=delimiter, lineterminator=line_end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def netlytic_row(number: int, **cells: str) -> dict[str, str]:
    """A Netlytic row: an invented tweet, apart from the cells given."""
    row = dict.fromkeys(NETLYTIC_COLUMNS, "")
    address = f"https://twitter.com/inv_{number}/statuses/{1_345_000_000_000_000_000 + number}"
    text = cells.get("description", f"an invented sentence, number {number}")
    row.update(
        id=str(number), guid=address, link=address, pubdate=f"2021-01-{1 + number % 28:02d} 10:00:00",
        author=f"inv_{number}", title=text, description=text, user_id=str(9000 + number),
    )  # fmt: skip
    row.update(cells)
    return row


def v2_tweet(number: int, **facts: object) -> dict[str, object]:
    """An X API v2 tweet: invented, apart from the facts given."""
    return {
        "id": str(1_345_000_000_000_000_000 + number),
        "text": f"an invented sentence, number {number}",
        "author_id": str(9000 + number),
        "conversation_id": str(1_345_000_000_000_000_000 + number),
        "created_at": f"2021-01-{1 + number % 28:02d}T10:00:00.000Z",
        "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0},
        **facts,
    }


def v2_page(*tweets: Mapping[str, object], users: Iterable[Mapping[str, object]] = (), **rest: object) -> str:
    """A page of the X API v2, as one line."""
    page = {"data": list(tweets), "includes": {"users": list(users)}, "meta": {"result_count": len(tweets)}, **rest}
    return json.dumps(page) + "\n"


def made_in_name(study: Study) -> Study:
    """A study with a warehouse, a report and a copy, of which none holds anything."""
    for path in (study.warehouse, study.report_of(WINDOW), study.published_database):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made", encoding="utf-8")
    return study
