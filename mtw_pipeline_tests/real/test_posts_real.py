"""Real posts of Bluesky and Mastodon through the whole reading, held against counts straight from their JSON.

Differences are told by counts, never by content: what the files hold are real people's words.
"""

import csv
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEET_MENTIONS, TWEETS
from mtw_pipeline_tests.builders import put

WINDOW = CollectionWindow.between("2006-03-21", "2030-12-31")
Rows = list[tuple[Any, ...]]


def read_folder(folder: Path, study: Study, warehouse: Warehouse) -> dict[str, tuple[str, int]]:
    """Read the files of a folder as one window; files of the same content, which would be refused, differ by blanks."""
    for number, path in enumerate(sorted(folder.iterdir())):
        put(study, path.name, path.read_text(encoding="utf-8") + " \n" * number, WINDOW)
    outcomes = {one.export_file: (one.status, one.rows_read) for one in read_window(warehouse, study, WINDOW)}
    for table in (IDENTITIES, TWEETS, TWEET_MENTIONS):
        warehouse.replace_window(table, WINDOW, **(tweet_patterns() if table is TWEETS else {}))
    return outcomes


def found(warehouse: Warehouse, query: str) -> Rows:
    return warehouse.connection.execute(query).fetchall()


def documents(folder: Path) -> list[Any]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def items_of(page: Any) -> list[Any]:
    return list(page.get("posts") or page.get("feed") or [page["thread"]])


def test_bluesky_answers(realdata: Path, study: Study, warehouse: Warehouse) -> None:
    items = [item for page in documents(realdata / "bluesky_bskyr") for item in items_of(page)]
    views = [item.get("post", item) for item in items]
    by_address = {view["uri"]: view for view in views}
    reposts = [item for item in items if item.get("reason", {}).get("$type", "").endswith("reasonRepost")]
    outcomes = read_folder(realdata / "bluesky_bskyr", study, warehouse)
    assert sum(rows for _, rows in outcomes.values()) == len(views) == 152
    posts = {row[0] for row in found(warehouse, "select coalesce(retweeted_tweet_id, tweet_id) from tweets")}
    assert posts == by_address.keys()
    assert len(posts) == 143
    assert found(warehouse, "select count(*) from raw_tweets where is_retweet") == [(len(reposts),)]
    for tweet_id, text, likes, hashtags, mentions, replies in found(
        warehouse,
        "select tweet_id, text, like_count, hashtags, mention_ids, is_reply from tweets where not is_retweet",
    ):
        record = by_address[tweet_id]["record"]
        features = [one for facet in record.get("facets", []) for one in facet["features"]]
        marked = [one["tag"] for one in features if "tag" in one]
        assert (text, replies) == (record["text"], "reply" in record)
        assert likes in {view["likeCount"] for view in views if view["uri"] == tweet_id}
        assert mentions == [one["did"] for one in features if "did" in one]
        shown = re.findall(r"(?:^|\s)#([A-Za-z]\w*)", record["text"])
        assert hashtags == marked if marked else set(hashtags) >= set(shown)


def test_of_the_stream_only_posts_are_taken(realdata: Path, study: Study, warehouse: Warehouse) -> None:
    assert read_folder(realdata / "bluesky_jetstream", study, warehouse) == {"lines.ndjson": ("read", 10)}
    assert found(warehouse, "select count(*), count(distinct author_id), count(*) filter (is_reply) from tweets") == [
        (3, 3, 3)
    ]
    reasons = found(warehouse, "select count(*) from rejected_rows group by reason order by all")
    assert reasons == [(1,), (3,), (3,)]


def test_of_an_sdks_models_only_posts_are_read(realdata: Path, study: Study, warehouse: Warehouse) -> None:
    outcomes = read_folder(realdata / "bluesky_sdk", study, warehouse)
    read = {name for name, (status, _) in outcomes.items() if status == "read"}
    assert read == {"extended_post_record.json", "post_record.json", "thread_view_post_with_embed_media.json"}
    assert found(warehouse, "select count(*), count(distinct author) from tweets") == [(3, 1)]


def statuses_of(page: Any) -> list[Any]:
    if isinstance(page, list):
        return page
    return [*page["ancestors"], *page["descendants"]] if "ancestors" in page else [page]


def without_marks(text: str) -> str:
    """The words of a status by a rule of its own: tags out, entities resolved, blanks apart."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def plain_statuses(statuses: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Those of which nothing in the text is put otherwise than it stands there: no mention, no cut link, no warning."""
    for uri, status in statuses.items():
        is_put_otherwise = re.search(r"\.\.\.|…|quote-inline", status["content"]) or status["spoiler_text"]
        if not (is_put_otherwise or status["reblog"] or "@" in without_marks(status["content"])):
            yield uri, status


def server_of(page: list[Any]) -> str:
    """The server that gave a page: that of accounts named without one; empty where there are none."""
    local = {urlsplit(one["account"]["url"]).hostname or "" for one in page if "@" not in one["account"]["acct"]}
    assert len(local) < 2
    return next(iter(local), "")


def test_mastodon_timelines(realdata: Path, study: Study, warehouse: Warehouse) -> None:
    statuses = [status for page in documents(realdata / "mastodon_rtoot") for status in statuses_of(page)]
    by_uri = {status["uri"]: status for status in statuses}
    outcomes = read_folder(realdata / "mastodon_rtoot", study, warehouse)
    assert sum(rows for _, rows in outcomes.values()) == len(statuses) == 713
    assert len({status["id"] for status in statuses}) == 437
    texts = dict(found(warehouse, "select tweet_id, text from tweets"))
    assert texts.keys() == by_uri.keys()
    assert len(texts) == 431  # six were seen by two servers
    [(servers, bridged)] = found(
        warehouse,
        "select count(distinct regexp_extract(tweet_id, '//([^/]+)', 1)), count(*) filter (author like '%brid.gy')"
        " from tweets",
    )
    assert (servers, bridged) == (83, sum("brid.gy" in status["account"]["acct"] for status in by_uri.values()))
    edited = found(warehouse, "select count(distinct tweet_id) from raw_tweets where edited_at is not null")
    assert edited == [(28,)]
    [(mentions,)] = found(warehouse, "select sum(array_length(mention_handles)) from tweets where not is_retweet")
    assert mentions == sum(len(status["mentions"]) for status in by_uri.values() if not status["reblog"])
    plain = list(plain_statuses(by_uri))
    assert len(plain) > 150
    differ = [uri for uri, status in plain if without_marks(status["content"]) != re.sub(r"\s+", "", texts[uri])]
    assert len(differ) == 0
    assert not [uri for uri, text in texts.items() if re.search(r"</?(p|br|a|span)\b", text)]
    answered = ("in_reply_to_id", "in_reply_to_account_id")
    replies = sum(any(status[name] is not None for name in answered) for status in by_uri.values())
    assert found(warehouse, "select count(*) from tweets where is_reply") == [(replies,)]
    pages = [*map(statuses_of, documents(realdata / "mastodon_rtoot"))]
    ids_of: dict[str, set[str]] = {}
    for page in pages:
        ids_of.setdefault(server_of(page), set()).update(one["id"] for one in page if server_of(page))
    answered_there = sum(
        one["in_reply_to_id"] in (ids_of[server_of(page)] or {other["id"] for other in page})
        for page in pages
        for one in page
    )
    assert found(warehouse, "select count(in_reply_to_tweet_id) from raw_tweets") == [(answered_there,)]


def test_statuses_of_mastodons_kin(realdata: Path, study: Study, warehouse: Warehouse) -> None:
    outcomes = read_folder(realdata / "mastodon_tootsdk", study, warehouse)
    read = {name for name, (status, _) in outcomes.items() if status == "read"}
    assert read == {
        "post_akkoma_quote.json", "post_edited.json", "post_no_emojis.json", "post_with_emojis_and_attachments.json",
        "post_wordle_linebreaks.json", "streaming_delete.json", "streaming_filters_changed.json",
        "streaming_update.json",
    }  # fmt: skip
    assert found(warehouse, "select count(*), count(*) filter (is_quote) from raw_tweets") == [(6, 1)]
    wordle = "from raw_tweets where export_file = 'post_wordle_linebreaks.json'"
    assert found(warehouse, f"select length(text) - length(replace(text, chr(10), '')) {wordle}") == [(7,)]


def test_a_scrapers_records(realdata: Path, study: Study, warehouse: Warehouse) -> None:
    outcomes = read_folder(realdata / "bluesky_scraper", study, warehouse)
    assert {name: rows for name, (_, rows) in outcomes.items()} == {
        "bluesky__bluesky_posts.json": 182, "bluesky_posts.json": 3, "bluesky_posts.jsonl": 26,
    }  # fmt: skip
    of_array = "where export_file like 'bluesky\\_\\_%' escape '\\'"
    assert found(warehouse, f"select count(*), count(distinct tweet_id) from raw_tweets {of_array}") == [(182, 91)]
    assert found(warehouse, "select count(*) from rejected_rows") == [(0,)]


def test_a_plugins_table_of_x_has_its_counts_and_that_of_tiktok_is_named(
    realdata: Path, study: Study, warehouse: Warehouse
) -> None:
    with (realdata / "other_csv" / "x_export_of_a_plugin.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    outcomes = read_folder(realdata / "other_csv", study, warehouse)
    assert outcomes["tiktok_export_of_a_plugin.csv"] == ("refused", 0)
    [(refusal,)] = found(warehouse, "select refusal from collection_exports where status = 'refused'")
    assert refusal.startswith("The file is of TikTok")
    counted = [sum(int(row[name]) for row in rows if row[name].isdigit()) for name in ("likes", "retweets", "replies")]
    assert found(
        warehouse, "select count(*), sum(like_count), sum(retweet_count), sum(reply_count) from raw_tweets"
    ) == [(68, *counted)]
