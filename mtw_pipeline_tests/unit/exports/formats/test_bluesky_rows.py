"""What a post of Bluesky says: facets by bytes, embeds, times that are believed, reposts, threads, other documents."""

import json
from collections.abc import Iterator, Mapping

import pytest

from mtw_pipeline.exports.formats.documents import bluesky_api
from mtw_pipeline.exports.formats.documents.bluesky_rows import Known, believed_time, row_of_view
from mtw_pipeline.exports.formats.documents.json_values import objects_in
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEET_MENTIONS, TWEETS
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.documents.bluesky_api import address, did
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

MENTION = {"$type": "app.bsky.richtext.facet#mention"}


def facet(text: str, part: str, **feature: str) -> dict[str, object]:
    """A facet over the first occurrence of a part of a text, its bounds counted in bytes."""
    start = text.encode().index(part.encode())
    return {"index": {"byteStart": start, "byteEnd": start + len(part.encode())}, "features": [feature]}


def view(text: str = "an invented sentence", *, number: int = 1, **record: object) -> dict[str, object]:
    return {
        "uri": address(number), "cid": "bafy", "author": {"did": did(number), "handle": f"inv{number}.inv.example"},
        "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2024-01-05T10:00:00Z", **record},
        "indexedAt": "2024-01-05T10:00:01Z",
    }  # fmt: skip


def row(post: dict[str, object]) -> Mapping[str, object]:
    return row_of_view(post, Known())


def test_facets_count_bytes_of_utf8_not_characters() -> None:
    text = "👩‍🚀 señor @bob.inv.example, siehe übung.example/ä #Ärzte und @bob"
    found = row(
        view(
            text,
            facets=[
                facet(text, "@bob.inv.example", did=did(2)),
                facet(text, "übung.example/ä", uri="https://xn--bung-zra.example/%C3%A4"),
                facet(text, "#Ärzte", tag="Ärzte"),
                facet(text, "señor", did=did(3)),
            ],
        )
    )
    assert (found["mention_handles"], found["mention_ids"]) == (["bob.inv.example", None], [did(2), did(3)])
    assert (found["urls"], found["hashtags"]) == (["https://xn--bung-zra.example/%C3%A4"], ["Ärzte"])


@pytest.mark.parametrize(
    "index",
    [
        {"byteStart": 5, "byteEnd": 3}, {"byteStart": -1, "byteEnd": 4}, {"byteStart": 0, "byteEnd": 10_000}, {},
        {"byteStart": "0", "byteEnd": "4"}, {"byteStart": 3, "byteEnd": 15},
    ],
)  # fmt: skip
def test_a_facet_with_wrong_bounds_names_its_account_all_the_same(index: dict[str, object]) -> None:
    facets = [{"index": index, "features": [{**MENTION, "did": did(2)}]}, {"features": None}, 7]
    found = row(view("hi @bob.inv.example", facets=facets))
    assert (found["mention_handles"], found["mention_ids"]) == ([None], [did(2)])


def test_a_post_says_by_itself_that_nothing_is_marked_and_leaves_hashtags_to_its_text() -> None:
    found = row(view("an unmarked #Tag of old programs"))
    assert (found["mention_handles"], found["urls"], found["media_types"]) == ([], [], [])
    assert found["hashtags"] is None
    assert row(view("no sign", tags=["beside"]))["hashtags"] == ["beside"]


IMAGES = {"$type": "app.bsky.embed.images", "images": [{"alt": ""}, {"alt": ""}]}
QUOTE = {"$type": "app.bsky.embed.record", "record": {"uri": address(2), "cid": "b"}}
CARD = {"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org/a"}}
GIF = {"$type": "app.bsky.embed.external", "external": {"uri": "https://media.tenor.com/x/invented.gif?hh=1"}}
LIST = {"$type": "app.bsky.embed.record", "record": {"uri": f"at://{did(2)}/app.bsky.graph.list/3l", "cid": "b"}}
WITH_MEDIA = {"$type": "app.bsky.embed.recordWithMedia", "record": QUOTE, "media": IMAGES}


@pytest.mark.parametrize(
    ("embed", "media", "urls", "quoted"),
    [
        (IMAGES, ["photo", "photo"], [], None),
        ({"$type": "app.bsky.embed.video", "video": {}}, ["video"], [], None),
        ({"$type": "app.bsky.embed.video", "video": {}, "presentation": "gif"}, ["animated_gif"], [], None),
        (CARD, [], ["https://example.org/a"], None),
        (GIF, ["animated_gif"], [], None),
        (QUOTE, [], [], address(2)),
        (LIST, [], [], None),
        (WITH_MEDIA, ["photo", "photo"], [], address(2)),
        ({**WITH_MEDIA, "media": CARD}, [], ["https://example.org/a"], address(2)),
    ],
)
def test_embeds_are_media_cards_and_quotes(
    embed: dict[str, object], media: list[str], urls: list[str], quoted: str | None
) -> None:
    found = row(view(embed=embed))
    assert (found["media_types"], found["urls"], found["quoted_tweet_id"]) == (media, urls, quoted)
    assert (found["is_quote"], found["quoted_user_id"]) == (("true", did(2)) if quoted else ("false", None))


def test_a_card_of_a_link_in_the_text_is_one_link() -> None:
    text = "see example.org/a"
    found = row(view(text, embed=CARD, facets=[facet(text, "example.org/a", uri="https://example.org/a")]))
    assert found["urls"] == ["https://example.org/a"]


SEEN = "2024-05-05T10:00:00.500Z"


@pytest.mark.parametrize(
    ("created", "believed"),
    [
        ("2024-05-05T10:00:00.499Z", "2024-05-05T10:00:00.499Z"),
        ("2024-05-05T12:00:00.000+02:00", "2024-05-05T12:00:00.000+02:00"),
        ("2024-05-04T08:00:00.123456789Z", "2024-05-04T08:00:00.123456789Z"),
        ("2024-05-05T10:00:00", "2024-05-05T10:00:00"),
        ("2031-01-01T00:00:00Z", SEEN),
        ("2015-01-01T00:00:00Z", SEEN),
        ("1970-01-01T00:00:00Z", SEEN),
        ("0000-00-00", SEEN),
        ("+002024-05-05T10:00:00Z", SEEN),
        ("-0001-01-01T00:00:00Z", SEEN),
        ("soon", SEEN),
        (None, SEEN),
    ],
)
def test_a_time_that_cannot_be_is_not_believed(created: str | None, believed: str) -> None:
    assert believed_time(created, SEEN) == believed


def test_an_unseen_time_is_all_there_is() -> None:
    assert believed_time("2031-01-01T00:00:00Z", None) == "2031-01-01T00:00:00Z"
    assert believed_time("soon", None) == "soon"
    assert believed_time("soon", "later") == "soon"


def rows(document: object) -> list[tuple[object, str | None]]:
    return [(found and found["tweet_id"], reason) for found, reason, _ in bluesky_api.rows_of(document)]


def test_a_thread_gives_its_posts_above_and_below_and_names_what_is_gone() -> None:
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": address(8), "notFound": True}
    reply = {"post": view(number=3), "replies": [{"post": view(number=4), "replies": []}, gone]}
    thread = {"thread": {"post": view(number=2), "parent": {"post": view(number=1)}, "replies": [reply]}}
    assert bluesky_api.recognises(thread)
    assert rows(thread) == [
        *((address(number), None) for number in (2, 1, 3, 4)),
        (None, "not a post: it was not found when the page was collected"),
    ]


def test_the_flat_thread_of_the_new_api_gives_its_posts() -> None:
    items = [{"uri": address(n), "depth": n, "value": {"post": view(number=n)}} for n in (1, 2)]
    assert rows({"thread": items, "hasOtherReplies": False}) == [(address(1), None), (address(2), None)]


def test_a_repost_of_which_no_address_is_told_has_one_by_who_reposted_what() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": {"did": did(2), "handle": "b.inv.example"},
              "indexedAt": "2024-02-01T00:00:00Z"}  # fmt: skip
    [(found, _, _)] = bluesky_api.rows_of({"feed": [{"post": view(), "reason": reason}], "cursor": "1"})
    assert found is not None
    assert found["tweet_id"] == f"at://{did(2)}/app.bsky.feed.repost/{did(1)}:1346400000000000001"
    assert (found["author_id"], found["retweeted_user_id"]) == (did(2), did(1))
    assert (found["created_at"], found["retweeted_text"]) == ("2024-02-01T00:00:00Z", "an invented sentence")
    [(pinned, _, _)] = bluesky_api.rows_of({"post": view(), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}})
    assert pinned is not None
    assert (pinned["tweet_id"], pinned["is_retweet"]) == (address(1), "false")


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"uri": address(1), "likes": [{"actor": {"did": did(1)}, "createdAt": "x"}]}, "likes"),
        ({"follows": [{"did": did(1), "handle": "a.inv.example"}], "subject": {}}, "who follows whom"),
        ({"actors": [{"did": did(1), "handle": "a.inv.example"}]}, "user profiles"),
        ({"did": did(1), "handle": "a.inv.example", "followersCount": 3}, "user profiles"),
        ({"uri": f"at://{did(1)}/app.bsky.feed.like/3", "cid": "b", "value": {"$type": "app.bsky.feed.like"}}, "likes"),
        ({"records": [{"uri": "x", "value": {"$type": "app.bsky.feed.like"}}]}, "likes"),
        ({"uri": address(1), "cid": "b", "value": {"$type": "app.bsky.feed.other"}}, "records of app.bsky.feed.other"),
    ],
)  # fmt: skip
@of_file(lambda document: f"{json.dumps(document)}\n", ".json")
def test_other_documents_of_the_api_are_named(read: ReadFile, document: object, kind: str) -> None:
    assert read.refusal == f"No tweets were found: this file holds {kind}, not posts"


def test_a_page_of_mtw_collect_says_when_and_for_what_it_was_asked(study: Study, warehouse: Warehouse) -> None:
    mark = {"retrieved_at": "2026-01-02T03:04:05Z", "hashtags": ["Tag"], "page": 1}
    wanted, other = view("#tag", tags=["tag"]), view("#Tag and more", number=2)
    asked = {"posts": [wanted, other], "cursor": "2", "__mtw": mark}
    found = list(bluesky_api.rows_of(asked))
    assert [reason for _, reason, _ in found] == [
        None, "it holds none of the hashtags that were asked for, #Tag, as a hashtag",
    ]  # fmt: skip
    assert found[0][0] is not None
    assert found[0][0]["collected_at"] == "2026-01-02T03:04:05Z"
    reposted = {"uri": address(1), "repostedBy": [{"did": did(3), "handle": "c.inv.example"}], "__mtw": mark}
    unasked = {key: value for key, value in reposted.items() if key != "__mtw"}
    pages = ({"posts": [], "__mtw": mark}, reposted, unasked)
    put(study, "pages.jsonl", "".join(json.dumps(one) + "\n" for one in pages))
    [outcome] = read_window(warehouse, study, WINDOW)
    assert (outcome.format, outcome.rows_read) == ("bluesky_api", 1)
    [(reason,)] = warehouse.connection.execute("select reason from rejected_rows").fetchall()
    assert reason.startswith("this page tells who reposted a post, and not when")


def test_a_renamed_account_is_one_by_its_did_and_one_whose_handle_leads_nowhere_is_known_by_it(
    study: Study, warehouse: Warehouse
) -> None:
    renamed = view(number=1, createdAt="2021-01-06T00:00:00Z")
    renamed |= {"uri": address(7).replace(did(7), did(1)), "indexedAt": "2021-01-06T00:00:00Z",
                "author": {"did": did(1), "handle": "new.inv.example"}}  # fmt: skip
    first = view(createdAt="2021-01-05T00:00:00Z") | {"indexedAt": "2021-01-05T00:00:00Z"}
    text = "@inv1.inv.example"
    naming = view(text, number=2, createdAt="2021-01-05T00:00:00Z", facets=[facet(text, text, did=did(1))])
    naming |= {"indexedAt": "2021-01-05T00:00:00Z", "author": {"did": did(2), "handle": "handle.invalid"}}
    put(study, "page.json", json.dumps({"posts": [first, renamed, naming]}))
    read_window(warehouse, study, WINDOW)
    for table in (IDENTITIES, TWEETS, TWEET_MENTIONS):
        warehouse.replace_window(table, WINDOW, **(tweet_patterns() if table is TWEETS else {}))
    authors = warehouse.connection.execute("select distinct author from tweets order by all").fetchall()
    assert authors == [(f"id:{did(2)}",), ("new.inv.example",)]
    assert warehouse.connection.execute("select account from tweet_mentions").fetchall() == [("new.inv.example",)]


def test_files_of_several_platforms_and_a_file_of_several_are_one_window(study: Study, warehouse: Warehouse) -> None:
    post = view(createdAt="2021-01-05T00:00:00Z") | {"indexedAt": "2021-01-05T00:00:00Z"}
    status = {
        "uri": "https://inv.example/users/a/statuses/1", "content": "<p>words</p>", "visibility": "public",
        "created_at": "2021-01-05T00:00:00Z", "account": {"acct": "a", "url": "https://inv.example/@a"},
    }  # fmt: skip
    tweet = {"id": "1345747200000000001", "text": "words", "author_id": "9001", "created_at": "2021-01-03T15:01:49Z"}
    documents = [{"data": [tweet], "meta": {}}, post, status, {"neither": 1}]
    put(study, "all.jsonl", "".join(json.dumps(one) + "\n" for one in documents))
    put(study, "status.json", json.dumps([status, {**status, "uri": "https://inv.example/users/a/statuses/2"}]))
    outcomes = {one.export_file: (one.format, one.rows_read) for one in read_window(warehouse, study, WINDOW)}
    assert outcomes == {"all.jsonl": ("x_api_v2", 4), "status.json": ("mastodon_api", 2)}
    found = warehouse.connection.execute(
        "select platform, count(*) from raw_tweets group by all order by all"
    ).fetchall()
    assert found == [("bluesky", 1), ("mastodon", 3), ("x", 1)]


class CountedList(list[object]):
    """Answers, whose every look is counted."""

    looks = 0

    def __iter__(self) -> Iterator[object]:
        for one in super().__iter__():
            CountedList.looks += 1
            yield one


def test_a_wide_and_deep_thread_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The posts that are still to be looked at are never copied: each is put there once, and taken once."""
    answers = [{"post": view(number=2), "replies": CountedList([{"post": view(number=3)}])} for _ in range(3_000)]
    deep: dict[str, object] = {"post": view(number=4)}
    for _ in range(3_000):
        deep = {"post": view(number=5), "replies": CountedList([deep])}
    thread = {"post": view(), "replies": CountedList([*answers, deep])}
    moved = 0

    def counted(value: object) -> Iterator[dict[str, object]]:
        nonlocal moved
        for one in objects_in(value):
            moved += 1
            yield one

    monkeypatch.setattr(bluesky_api, "objects_in", counted)
    found = [*bluesky_api._thread_views(thread)]
    assert len(found) == moved == 2 * 3_000 + 3_001 + 1
    assert CountedList.looks <= moved
    assert [one["post"]["uri"] for one in found[:4]] == [address(at) for at in (1, 2, 3, 2)]  # type: ignore[index]
