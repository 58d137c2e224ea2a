"""Posts as other software sends them, and as none should: each is a row, or rejected with its reason."""

import json

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.documents.bluesky_api import address, did
from mtw_pipeline_tests.unit.exports.formats.test_bluesky_rows import view
from mtw_pipeline_tests.unit.exports.formats.test_mastodon_rows import ANN, BOB, status

MISSKEY = '<p><a href="https://misskey.example/@bob" class="u-url mention">@bob</a><span> eins<br>zwei</span></p>'
PLEROMA = (
    '<span class="h-card"><a class="u-url mention" href="https://pl.example/users/cy" rel="ugc">@<span>cy</span></a>'
    '</span> hi <a class="hashtag" data-tag="tag" href="https://pl.example/tag/tag" rel="tag ugc">#Tag</a>'
)
WORDPRESS = '<h2>Title</h2><p>one&nbsp;word</p><ul><li>a</li><li>b</li></ul><img src="https://b.example/i" alt="Sea">'
LEMMY = '<p>Title</p><p>in <a href="https://lemmy.example/c/edu" class="mention">!edu</a></p>'
OTHER_SOFTWARE = [
    ("https://misskey.example/notes/9xabcd1234", MISSKEY, "@bob@misskey.example eins\nzwei"),
    ("https://pl.example/objects/4f1c0e6a-1111-2222-3333-444455556666", PLEROMA, "@cy@pl.example hi #Tag"),
    ("https://blog.example/?p=123", WORDPRESS, "Title\n\none\xa0word\n\na\nb\n\nSea"),
    ("https://friendica.example/objects/abc-12-def", "<b>bold</b><br><blockquote>said</blockquote>", "bold\n\nsaid"),
    ("https://lemmy.example/post/1234", LEMMY, "Title\n\nin !edu"),
    ("https://peertube.example/videos/watch/1-2", "<p>A film</p>", "A film"),
    ("https://bsky.brid.gy/convert/ap/at://did:plc:abc/app.bsky.feed.post/3kabc", "<p>bridged</p>", "bridged"),
    ("tag:old.example,2017-04-01:objectId=5:objectType=Status", "<p>old</p>", "old"),
]


@pytest.mark.parametrize(("uri", "content", "text"), OTHER_SOFTWARE)
def test_posts_of_other_software_are_read_by_their_addresses(
    study: Study, warehouse: Warehouse, uri: str, content: str, text: str
) -> None:
    put(study, "page.json", json.dumps({"statuses": [status(content, number=5, uri=uri, account=BOB)]}))
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("select tweet_id, text from raw_tweets").fetchall() == [(uri, text)]


def deep(levels: int) -> object:
    found: object = 1
    for _ in range(levels):
        found = {"a": found}
    return found


ODD_STATUSES = [
    status('<p>=HYPERLINK("http://evil.example","x")</p>', number=1), status("null\x00 \u200b \u202ebidi", number=2),
    status("half \ud83d a sign", number=3), status("", number=4, spoiler_text="A warning"),
    status("x", number=5, poll={"options": [{"title": "o" * 1_000}] * 500}), status("x", number=6, card=deep(300)),
    status("x", number=7, account={"id": "3", "acct": "gone@far.example", "suspended": True, "url": None}),
    status("x", number=8, account={**ANN, "moved": BOB}), status("x", number=9, quote={"state": "revoked"}),
    status("x", number=10, favourites_count=-1, reblogs_count="many", replies_count=1e400),
    status("x", number=11, created_at=1_610_445_600),
    status("x", number=12, created_at="2021-01-12T10:00:00.123456789+01:00"),
    status("x", number=13, account={**ANN, "acct": "a@bücher.example"}), {**status("x", number=14), "content": None},
]  # fmt: skip
NO_STATUSES = [
    (status("x", number=20, account=None), "no author"), (status("x", number=21, created_at="yesterday"), "yesterday"),
    (status("x", number=22, uri="https://far.example/a b"), "is not the address of a post"), (7, "no address"),
    ({**status("x", number=23), "uri": None}, "no address"), (None, "no address"), ([], "no address"),
]  # fmt: skip
ODD_VIEWS = [
    view(number=1, langs=None), view(number=2, embed=None, reply=None),
    view(number=3, tags=[None, "Tag"], facets=[7, None]),
    view(number=4, facets=[{"index": {"byteStart": 90, "byteEnd": 99}, "features": [{"tag": "Tag"}]}]),
    {**view(number=5), "author": {"did": did(5), "handle": "handle.invalid"}}, {**view(number=6), "author": None},
    {**view(number=7), "uri": "at://did:web:host.example%3A3000/app.bsky.feed.post/self.~:_-"},
    view(number=8, embed={"record": {"uri": f"at://{did(1)}/app.bsky.graph.starterpack/1", "cid": "c"}}),
    {**view(number=9), "likeCount": -3, "labels": [{"val": "x"}], "threadgate": {"uri": "x"}},
    {**view("half \ud83d a sign \x00", number=10), "embed": {"record": {"uri": address(1), "detached": True}}},
]  # fmt: skip
NO_VIEWS = [
    ({"$type": "app.bsky.feed.defs#notFoundPost", "uri": address(30), "notFound": True}, "not found"),
    ({"$type": "app.bsky.feed.defs#blockedPost", "uri": address(31), "blocked": True}, "blocked"),
    (view(number=32, createdAt="no time") | {"indexedAt": None}, "no time"), (7, "JSON object"), (None, "JSON object"),
    ({**view(number=33), "record": {"text": None, "createdAt": "2024-01-05T10:00:00Z"}}, "no text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "good", "bad"), [("statuses", ODD_STATUSES, NO_STATUSES), ("posts", ODD_VIEWS, NO_VIEWS)]
)
def test_odd_posts_are_rows_or_are_rejected_with_their_reason(
    study: Study, warehouse: Warehouse, key: str, good: list[object], bad: list[tuple[object, str]]
) -> None:
    window = WINDOW if key == "statuses" else type(WINDOW).between("2024-01-01", "2024-01-31")
    put(study, "page.json", json.dumps({key: [*good, *(one for one, _ in bad)]}), window)
    [outcome] = read_window(warehouse, study, window)
    assert outcome.rows_read == len(good) + len(bad)
    taken = warehouse.connection.execute("select row_number from raw_tweets order by 1").fetchall()
    assert [number for (number,) in taken] == [*range(1, len(good) + 1)]
    reasons = warehouse.connection.execute("select reason from rejected_rows order by row_number").fetchall()
    assert len(reasons) == len(bad)
    assert [said for (_, said), (reason,) in zip(bad, reasons, strict=True) if said not in reason] == []


def test_a_server_with_other_letters_is_one_however_it_is_written(study: Study, warehouse: Warehouse) -> None:
    """Its own server tells its address as the network writes it, others its name as people do."""
    own = status(number=5, account={**ANN, "url": "https://xn--bcher-kva.example/@ann"})
    told = status(number=6, uri="https://b.example/6", account={**ANN, "acct": "ann@bücher.example"})
    put(study, "page.json", json.dumps({"statuses": [own, told]}))
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute("select distinct author_id, author_handle from raw_tweets").fetchall()
    assert found == [("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example")]
