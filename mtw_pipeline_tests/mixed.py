"""One window with posts of X, Bluesky and Mastodon, read by a column map, and what was planted in it.

What belongs here: the rows, who is in them and under which names. What does not: how the platforms' own files are read
(unit/exports/), runs of the study (assets/conftest.py).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.template import new_study
from mtw_pipeline_tests.builders import put

FILE = "three_platforms.csv"


class Person(NamedTuple):
    """Somebody on one platform; ``secrets`` are all that names them, in lower case."""

    platform: str
    handle: str
    user_id: str
    name: str

    @property
    def account(self) -> str:
        return self.handle.lower()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand nowhere in a masked copy."""
        bare = (self.user_id.rpartition(":")[2],)
        return tuple(one.lower() for one in (self.handle, self.user_id, self.name, *bare))


CARLA = Person("x", "Carla_Kuntz", "140000000000000777", "Carla Kuntze")
XAVER = Person("x", "xaver_inv", "140000000000000778", "Xaver Inventus")
ANNIKA = Person("bluesky", "Annika-Lenz.bsky.social", "did:plc:w3annikaa2b4c6d7efghijkl", "Annika Lenzfeld")
DORA = Person("bluesky", "dora.classroom.example", "did:plc:q5dorab2c3d4e5f6g7hijklmn", "Dora Invented")
BERT = Person("mastodon", "bert_o@school.example", "bert_o@school.example", "Bert Ohnesorg")
EMIL = Person("mastodon", "Emil.W@other.example", "emil.w@other.example", "Emil Winterlich")
PEOPLE = (CARLA, XAVER, ANNIKA, DORA, BERT, EMIL)


def post_id(person: Person, number: int) -> str:
    """The id of a post of somebody."""
    if person.platform == "x":
        return str(1_345_000_000_000_000_000 + number)
    if person.platform == "bluesky":
        return f"at://{person.user_id}/app.bsky.feed.post/3k{'abcdefghij'[number % 10]}post{number:06}"
    user, _, server = person.handle.partition("@")
    return f"https://{server.lower()}/users/{user}/statuses/{113_000_000_000_000_000 + number}"


OF_CARLA, OF_ANNIKA, OF_BERT = post_id(CARLA, 1), post_id(ANNIKA, 2), post_id(BERT, 3)
TAKEN_BACK = "words that their author took back"
"""Stands in the posts OF_CARLA, OF_ANNIKA and OF_BERT."""

MAP = """
[[column_map]]
name = "three_platforms"
columns.platform = "platform"
columns.tweet_id = "id"
columns.author_id = "user_id"
columns.author_handle = "handle"
columns.author_name = "name"
columns.created_at = "at"
columns.text = "text"
columns.language = "language"
columns.like_count = "likes"
columns.retweet_count = "reposts"
columns.is_retweet = "is_repost"
columns.is_reply = "is_reply"
columns.in_reply_to_tweet_id = "answers"
columns.in_reply_to_handle = "answered"
columns.in_reply_to_user_id = "answered_id"
columns.retweeted_tweet_id = "reposted"
columns.retweeted_handle = "reposted_handle"
columns.retweeted_user_id = "reposted_id"
columns.retweeted_text = "reposted_text"
columns.quoted_tweet_id = "quoted"
columns.quoted_handle = "quoted_handle"
columns.quoted_user_id = "quoted_id"
"""
COLUMNS = (
    "platform", "id", "user_id", "handle", "name", "at", "text", "language", "likes", "reposts", "is_repost",
    "is_reply", "answers", "answered", "answered_id", "reposted", "reposted_handle", "reposted_id", "reposted_text",
    "quoted", "quoted_handle", "quoted_id",
)  # fmt: skip


def post(person: Person, number: int, text: str, **cells: str) -> dict[str, str]:
    """A row of somebody's post."""
    return {
        "platform": person.platform, "id": post_id(person, number), "user_id": person.user_id, "handle": person.handle,
        "name": person.name, "at": f"2021-01-{1 + number % 28:02d}T10:00:00Z", "text": text, "language": "en",
        "likes": str(number), "reposts": "1", "is_repost": "false", "is_reply": "false", **cells,
    }  # fmt: skip


def answer_to(person: Person, number: int) -> dict[str, str]:
    """The cells of an answer."""
    return {
        "is_reply": "true", "answers": post_id(person, number), "answered": person.handle,
        "answered_id": person.user_id,
    }  # fmt: skip


def repost_of(person: Person, number: int, text: str) -> dict[str, str]:
    """The cells of a retweet, repost or boost."""
    return {
        "is_repost": "true", "reposted": post_id(person, number), "reposted_handle": person.handle,
        "reposted_id": person.user_id, "reposted_text": text,
    }  # fmt: skip


def quote_of(person: Person, number: int) -> dict[str, str]:
    """The cells of a quote."""
    return {
        "quoted": post_id(person, number), "quoted_handle": person.handle, "quoted_id": person.user_id,
    }  # fmt: skip


def rows() -> list[dict[str, str]]:
    """7 posts of X, 8 of Bluesky, 9 of Mastodon: of each platform a retweet, a reply, a quote and links to posts."""
    page = "https://bsky.app/profile"
    return [
        post(CARLA, 1, f"{TAKEN_BACK} on X #InventedTag"),
        post(XAVER, 10, "a lesson for all 🎉 #InventedTag @Carla_Kuntz"),
        post(XAVER, 11, "RT @Carla_Kuntz: " + TAKEN_BACK, **repost_of(CARLA, 1, TAKEN_BACK)),
        post(XAVER, 12, "@Carla_Kuntz so true #InventedTag", **answer_to(CARLA, 1)),
        post(XAVER, 13, "look #InventedTag", **quote_of(CARLA, 1)),
        post(CARLA, 14, f"as xaver_inv and Annika Lenzfeld say: https://x.com/xaver_inv/status/{post_id(XAVER, 10)}"),
        post(CARLA, 15, f"elsewhere: {page}/annika-lenz.bsky.social/post/{OF_ANNIKA.rpartition('/')[2]} #InventedTag"),
        post(ANNIKA, 2, f"{TAKEN_BACK} on Bluesky #InventedTag"),
        post(DORA, 20, "a class for @annika-lenz.bsky.social. #InventedTag"),
        post(DORA, 21, TAKEN_BACK, **repost_of(ANNIKA, 2, TAKEN_BACK)),
        post(DORA, 22, "yes @annika-lenz.bsky.social, of course #InventedTag", **answer_to(ANNIKA, 2)),
        post(DORA, 23, "look #InventedTag", **quote_of(ANNIKA, 2)),
        post(DORA, 24, f"see {page}/{ANNIKA.user_id}/post/{OF_ANNIKA.rpartition('/')[2]} #InventedTag"),
        post(ANNIKA, 25, f"see https://school.example/@bert_o/{OF_BERT.rpartition('/')[2]}. #InventedTag"),
        post(DORA, 26, f"my did is {DORA.user_id}, and Annika Lenzfeld is on {OF_ANNIKA}"),
        post(BERT, 3, f"{TAKEN_BACK} on Mastodon #InventedTag"),
        post(EMIL, 30, "a school for @bert_o@school.example, please #InventedTag"),
        post(EMIL, 31, TAKEN_BACK, **repost_of(BERT, 3, TAKEN_BACK)),
        post(EMIL, 32, "@bert_o@school.example of course #InventedTag", **answer_to(BERT, 3)),
        post(EMIL, 33, "look #InventedTag", **quote_of(BERT, 3)),
        post(EMIL, 34, f"see {OF_BERT} #InventedTag"),
        post(BERT, 35, f"see {page}/dora.classroom.example/post/{post_id(DORA, 20).rpartition('/')[2]} #InventedTag"),
        post(BERT, 36, "https://other.example/@Emil.W wrote, emil.w@other.example #InventedTag"),
        post(EMIL, 37, "thanks Bert Ohnesorg and @Carla_Kuntz #InventedTag"),
    ]


COUNTS = {"x": 7, "bluesky": 8, "mastodon": 9}
ACCOUNTS = {"x": 2, "bluesky": 2, "mastodon": 2}


def as_csv(posts: Iterable[Mapping[str, str]]) -> str:
    """Rows as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(posts)
    return stream.getvalue()


def mixed_study(root: Path) -> Study:
    """The study, not run yet: every post is sampled, and coded by two."""
    made = new_study(root, hashtags=["InventedTag"], coders=("A", "B"), sample_size=60, seed=7)
    made.settings_path.write_text(made.settings_path.read_text(encoding="utf-8") + MAP, encoding="utf-8")
    study = Study.load(root)
    put(study, FILE, as_csv(rows()))
    return study
