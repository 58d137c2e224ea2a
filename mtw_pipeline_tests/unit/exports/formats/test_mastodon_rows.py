"""What a status of Mastodon says: its text out of HTML, accounts with their servers, boosts, quotes, edits, replies."""

import html.parser
import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.exports.formats.documents import mastodon_api
from mtw_pipeline.exports.formats.documents.html_texts import is_html, shown_text
from mtw_pipeline.exports.formats.documents.mastodon_rows import full_handle, row_of
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

ANN = {"id": "1", "acct": "ann", "username": "ann", "url": "https://inv.example/@ann"}
BOB = {"id": "2", "acct": "Bob@Far.example", "username": "Bob", "url": "https://web.far.example/@Bob"}


CY = {"id": "1", "acct": "cy", "username": "cy", "url": "https://cy.example/@cy"}


def status(content: str = "<p>words</p>", *, number: int = 1, **facts: object) -> dict[str, object]:
    return {
        "id": str(number), "uri": f"https://inv.example/users/ann/statuses/{number}", "content": content,
        "created_at": f"2021-01-{number:02d}T10:00:00.000Z", "account": ANN, "visibility": "public", "mentions": [],
        "tags": [], "media_attachments": [], "in_reply_to_id": None, "in_reply_to_account_id": None, "reblog": None,
        **facts,
    }  # fmt: skip


def link(address: str, words: str, kind: str = "") -> str:
    return f'<a href="{address}" class="{kind}" rel="nofollow noopener">{words}</a>'


SHORTENED = (
    '<span class="invisible">https://www.</span><span class="ellipsis">example.org/a-long</span>'
    '<span class="invisible">-address?x=1&amp;y=2</span>'
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two<br>three<br />four</p>", "one\n\ntwo\nthree\nfour"),
        ("<p>a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39; &nbsp;f &amp;amp;</p>", "a & b <c> \"d\" 'e' \xa0f &amp;"),
        (f"<p>see {link('https://www.example.org/a-long-address?x=1&amp;y=2', SHORTENED)}!</p>",
         "see https://www.example.org/a-long-address?x=1&y=2!"),
        (f"<p>{link('https://example.org/paper', 'the paper')}</p>", "the paper"),
        (f"<p>{link('https://example.org/a/long/one', 'example.org/a/lo...')}</p>", "https://example.org/a/long/one"),
        (f"<p>{link('https://example.org/', 'example.org')}</p>", "https://example.org/"),
        (f"<p>{link('javascript:alert(1)', 'harmless')}</p>", "harmless"),
        ("<p>raw\nline <em>and</em> <strong>more</strong> :inv:</p>", "raw\nline and more :inv:"),
        ('<p>an <img class="emoji" alt=":inv:" src="x"> image</p>', "an :inv: image"),
        ("<ul><li>one</li><li>two</li></ul><blockquote>said</blockquote>after", "one\ntwo\n\nsaid\n\nafter"),
        ("plain words, 1 < 2 & more", "plain words, 1 < 2 & more"),
        ("<script>alert(1)</script><style>p {}</style>shown", "shown"),
        ("<!-- <p>hidden</p> -->shown <![CDATA[x]]> <!doctype", "shown <![CDATA[x]]> <!doctype"),
        ("<p>an <b>open <a href='https://example.org/x'>end", "an open end"),
        ("</p></div></span>words", "words"),
        ("<p>one</p> \n <p>two</p>\n\n\n<p></p><p>three</p>", "one\n\ntwo\n\nthree"),
    ],
)  # fmt: skip
def test_the_text_is_what_people_see(html: str, text: str) -> None:
    assert shown_text(html).text == text


@given(st.text(alphabet=st.sampled_from("<>/!?-ap br=\"'&;#@[]spanclinvb\n"), max_size=80))
def test_no_html_breaks_the_reader(html: str) -> None:
    shown = shown_text(html)
    assert shown.text == shown.text.strip()


class Counted:
    """A pattern that counts the characters it goes through from its start to where it ends."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.characters = 0

    def match(self, text: str, start: int) -> re.Match[str] | None:
        found = self._pattern.match(text, start)
        self.characters += found.end() - start if found else 1
        return found

    def search(self, text: str, start: int) -> re.Match[str] | None:
        found = self._pattern.search(text, start)
        self.characters += (found.end() if found else len(text)) - start
        return found


UNENDING = [
    "<a ", "<a href='x", '<a b="', "<a =", "<a/", "<a x=y ", "</", "</p ", "<!--", "<![CDATA[", "&#", "<", "<p>", " ",
    "\t\n x", "<script></s", "<a b='<'", "<a href='https://a.b?a.b?' >a.b?", "<span class='quote-inline'>",
]  # fmt: skip


PATTERNS = (
    "locatestarttagend_tolerant", "locatetagend", "tagfind_tolerant", "attrfind_tolerant", "endendtag", "starttagopen",
)  # fmt: skip
"""Of Python's parser, whose versions have one for another."""


@pytest.mark.parametrize("piece", UNENDING)
def test_hostile_html_is_gone_through_once(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the parser of Python goes through grows as the text does, and not as its square."""
    patterns = {name: Counted(getattr(html.parser, name)) for name in PATTERNS if hasattr(html.parser, name)}
    for name, counted in patterns.items():
        monkeypatch.setattr(html.parser, name, counted)
    text = piece * (40_000 // len(piece))
    shown_text(f"{text}\n\n\n{text}")
    assert sum(one.characters for one in patterns.values()) < 20 * len(text)
    assert is_html(text) in {True, False}


@pytest.mark.parametrize("raw", ["1 < 2 and <3", "<!doctype x> <?php ?>", '<a href="x', "a <b", "<a title='>"])
def test_what_is_no_tag_is_shown(raw: str) -> None:
    assert shown_text(f"<p>{raw}</p>").text == raw


def test_a_number_without_end_is_no_letter() -> None:
    """Python makes none of 4,300 digits: one status ended the reading of its file."""
    number = f"&#{'1' * 5_000}"
    assert shown_text(f"<p>a {number}; b {number}</p>").text == "a \ufffd b \ufffd"
    assert shown_text(f"<a href='https://example.org/{number}'>x</a>").links == ["https://example.org/\ufffd"]


def test_links_mentions_and_hashtags_are_told_apart() -> None:
    html = (
        f"<p>{link('https://web.far.example/@Bob', '@<span>Bob</span>', 'u-url mention')}"
        f" {link('https://other.example/@cy', '@cy', 'u-url mention')}"
        f" {link('https://inv.example/tags/Ärzte', '#<span>Ärzte</span>', 'mention hashtag')}"
        f" {link('https://bsky.app/search?q=%23Bridged', '#Bridged')}"
        f" {link('https://bsky.app/profile/d.example', '@d.example', 'mention')}"
        f" {link('https://example.org/a', SHORTENED)} {link('https://example.org/a', 'again')}</p>"
    )
    shown = shown_text(html, {"https://web.far.example/@Bob": "Bob@Far.example"})
    assert shown.text.startswith("@Bob@Far.example @cy@other.example #Ärzte #Bridged @d.example ")
    assert shown.hashtags == ["Ärzte", "Bridged"]
    assert shown.links == ["https://example.org/a", "https://example.org/a"]


def test_a_quote_that_the_server_put_before_the_text_is_none_of_its_words() -> None:
    address = "https://far.example/users/Bob/statuses/5"
    for before in ("<p>words</p>", ""):
        shown = shown_text(f'{before}<p class="quote-inline">RE: {link(address, address)}</p><p>more</p>')
        assert (shown.text, shown.quoted, shown.links) == ("words\n\nmore" if before else "more", address, [])


@pytest.mark.parametrize(
    ("account", "handle"),
    [
        (ANN, "ann@inv.example"),
        (BOB, "Bob@Far.example"),
        ({"acct": "ann", "url": "https://inv.example:3000/@ann"}, "ann@inv.example:3000"),
        ({"acct": "ann", "uri": "https://inv.example/users/ann"}, "ann@inv.example"),
        ({"acct": "a.b.example@bridge.example", "url": "https://bridge.example/r/https://b.example"},
         "a.b.example@bridge.example"),
        ({"acct": "ann", "url": "https://[broken"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_an_account_has_the_server_on_which_it_lives(account: dict[str, object], handle: str | None) -> None:
    assert full_handle(account) == handle


PARENT = "https://inv.example/users/ann/statuses/1"
QUOTED = status(number=5, account=BOB)


def test_a_warning_is_the_first_paragraph_and_hashtags_are_as_they_are_written() -> None:
    html = f"<p>{link('https://inv.example/tags/AerzteTag', '#<span>ÄrzteTag</span>', 'mention hashtag')}</p>"
    row = row_of(status(html, spoiler_text=" Health ", tags=[{"name": "arztetag"}, {"name": "beside"}]))
    assert (row["text"], row["hashtags"]) == ("Health\n\n#ÄrzteTag", ["ÄrzteTag", "beside"])
    assert row_of(status("<p>unmarked #Tag</p>"))["hashtags"] is None


@pytest.mark.parametrize(
    ("facts", "is_reply", "handle", "tweet_id"),
    [
        ({}, False, None, None),
        ({"in_reply_to_id": "9", "in_reply_to_account_id": "2"}, True, "Bob@Far.example", None),
        ({"in_reply_to_id": "9", "in_reply_to_account_id": "1"}, True, "ann@inv.example", None),
        ({"in_reply_to_id": "9", "in_reply_to_account_id": "77"}, True, None, None),
        ({"in_reply_to_id": None, "in_reply_to_account_id": "77"}, True, None, None),
        ({"in_reply_to_id": "9", "in_reply_to_account_id": "77",
          "pleroma": {"in_reply_to_account_acct": "cy@cy.example"}}, True, "cy@cy.example", None),
        ({"in_reply_to_id": "1", "in_reply_to_account_id": "1"}, True, "ann@inv.example", PARENT),
        ({"in_reply_to_id": "5", "in_reply_to_account_id": "77"}, True, "Bob@Far.example", QUOTED["uri"]),
    ],
)  # fmt: skip
def test_a_reply_names_whom_it_answers_as_far_as_the_server_says(
    study: Study,
    warehouse: Warehouse,
    facts: dict[str, object],
    is_reply: bool,
    handle: str | None,
    tweet_id: str | None,
) -> None:
    answer = status(number=2, mentions=[BOB], **facts)
    put(study, "newest first.json", json.dumps([answer, QUOTED, status()]))
    put(study, "of another server.json", json.dumps([status(number=9, account=CY)]))
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute(
        "select is_reply, in_reply_to_handle, in_reply_to_tweet_id from raw_tweets where tweet_id = $uri",
        {"uri": answer["uri"]},
    ).fetchall()
    assert found == [(is_reply, handle, tweet_id)]


def marked(server: str, *statuses: object) -> str:
    """A page that was collected from a server."""
    mark = {"url": f"https://{server}/api/v1/timelines/tag/x?limit=40", "retrieved_at": "2021-02-01T00:00:00Z"}
    return json.dumps({"statuses": statuses, "__mtw": mark})


def test_what_is_answered_may_stand_in_any_file_of_the_same_server(study: Study, warehouse: Warehouse) -> None:
    """Collected on another day, or saved page by page; an id of another server, or of two posts, says nothing."""
    put(study, "a later day.jsonl", marked("inv.example", status(number=5, account=BOB, in_reply_to_id="9")))
    put(study, "b first day.jsonl", marked("inv.example", status(number=9, account=BOB)))
    elsewhere = status(number=6, account=BOB, in_reply_to_id="9", uri="https://far.example/6")
    put(study, "c other.jsonl", marked("cy.example", elsewhere))
    put(study, "d saved.json", json.dumps([status(number=7, in_reply_to_id="9"), status(number=4, account=BOB)]))
    put(study, "e double.jsonl", marked("two.example", status(number=8, account=BOB, in_reply_to_id="3")))
    for name in "fg":
        double = status(number=3, account=BOB, uri=f"https://two.example/{name}")
        put(study, f"{name} double.jsonl", marked("two.example", double))
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute(
        "select tweet_id, in_reply_to_tweet_id, in_reply_to_handle from raw_tweets where is_reply order by export_file"
    ).fetchall()
    answered = str(status(number=9)["uri"])
    assert found == [
        (status(number=5)["uri"], answered, "Bob@Far.example"),
        ("https://far.example/6", None, None),
        (status(number=7)["uri"], answered, "Bob@Far.example"),
        (status(number=8)["uri"], None, None),
    ]


@pytest.mark.parametrize(
    ("facts", "is_quote", "quoted"),
    [
        ({}, None, None),
        ({"quote": None}, "false", None),
        ({"quote": {"state": "accepted", "quoted_status": QUOTED}}, "true", QUOTED["uri"]),
        ({"quote": {"state": "revoked", "quoted_status": None}}, "true", None),
        ({"quote": {"state": "accepted", "quoted_status_id": "5"}}, "true", None),
        ({"quote": QUOTED, "quote_id": "x"}, "true", QUOTED["uri"]),
        ({"pleroma": {"quote": QUOTED}}, "true", QUOTED["uri"]),
    ],
)
def test_quotes_of_mastodon_and_of_its_kin(facts: dict[str, object], is_quote: str | None, quoted: object) -> None:
    row = row_of(status(**facts))
    assert (row["is_quote"], row["quoted_tweet_id"]) == (is_quote, quoted)
    assert row["quoted_user_id"] == ("bob@far.example" if quoted else None)


@pytest.mark.parametrize(
    ("medium", "kind"),
    [
        ({"type": "image"}, "photo"), ({"type": "gifv"}, "animated_gif"), ({"type": "video"}, "video"),
        ({"type": "audio"}, "audio"), ({"type": "unknown", "remote_url": "https://inv.example/a.mp4?x=1"}, "video"),
        ({"type": "unknown", "remote_url": "https://inv.example/a"}, "photo"), ({}, "photo"),
    ],
)  # fmt: skip
def test_media_and_cards_are_formats(medium: dict[str, object], kind: str) -> None:
    card = {"type": "video", "url": "https://tube.example/w/1"}
    row = row_of(status(media_attachments=[medium], card=card))
    assert (row["media_types"], row["urls"]) == ([kind, "video"], ["https://tube.example/w/1"])


def test_a_boost_has_what_its_original_says_and_rtoots_lists_of_one_are_objects() -> None:
    original = status("<p>said by Bob</p>", number=5, account=BOB, favourites_count=7, reblogs_count=4)
    for boosted, account in ((original, ANN), ([original], [ANN])):
        row = row_of(status("", number=2, reblog=boosted, account=account, favourites_count=0))
        assert (row["author_id"], row["retweeted_user_id"]) == ("ann@inv.example", "bob@far.example")
        assert (row["retweeted_tweet_id"], row["retweeted_text"], row["text"]) == (
            original["uri"], "said by Bob", "said by Bob",
        )  # fmt: skip
        assert (row["like_count"], row["retweeted_like_count"], row["metrics_of"]) == (None, "7", "original")


def tweets_of(study: Study, warehouse: Warehouse, *pages: object) -> list[Mapping[str, object]]:
    for number, page in enumerate(pages):
        put(study, f"page {number}.json", json.dumps(page))
    read_window(warehouse, study, WINDOW)
    for table in (IDENTITIES, TWEETS):
        warehouse.replace_window(table, WINDOW, **(tweet_patterns() if table is TWEETS else {}))
    result = warehouse.connection.execute("select * from tweets order by tweet_id")
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_one_post_seen_by_several_servers_is_one_and_its_last_edit_counts(study: Study, warehouse: Warehouse) -> None:
    at_home = status("<p>as it was</p>", favourites_count=9, replies_count=3)
    elsewhere = at_home | {"id": "778", "account": ANN | {"acct": "ann@inv.example", "id": "55"}, "favourites_count": 1}
    edited = elsewhere | {"content": "<p>as it is</p>", "edited_at": "2021-01-20T10:00:00.000Z", "favourites_count": 0}
    [tweet] = tweets_of(study, warehouse, [elsewhere], [at_home])
    assert (tweet["text"], tweet["like_count"], tweet["rows_collected"]) == ("as it was", 9, 2)
    [tweet] = tweets_of(study, warehouse, [elsewhere], [at_home], [edited])
    assert (tweet["text"], tweet["like_count"], tweet["rows_collected"]) == ("as it is", 0, 3)


def test_the_latest_counts_of_a_post_collected_again_count(study: Study, warehouse: Warehouse) -> None:
    first, second = (
        {"statuses": [status(favourites_count=likes)], "__mtw": {"retrieved_at": f"2021-02-0{day}T00:00:00Z"}}
        for likes, day in ((9, 1), (4, 2))
    )
    [tweet] = tweets_of(study, warehouse, first, second)
    assert tweet["like_count"] == 4


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"id": "1", "scheduled_at": "x", "params": {"text": "words"}}, "drafts that are to be posted later"),
        ({"id": "1", "username": "ann", "acct": "ann", "display_name": "Ann", "note": ""}, "user profiles"),
        ({"id": "1", "type": "mention", "created_at": "x", "account": ANN, "status": status()}, "notifications"),
        ({"uri": "inv.example", "title": "Inv", "stats": {}, "urls": {}}, "what a server says of itself"),
        ({"name": "tag", "url": "https://inv.example/tags/tag", "history": []},
         "hashtags and how often they were used"),
    ],
)  # fmt: skip
@of_file(lambda document: json.dumps([document]), ".json")
def test_other_documents_of_the_api_are_named(read: ReadFile, document: object, kind: str) -> None:
    assert read.refusal == f"No tweets were found: this file holds {kind}, not posts"


def test_events_of_a_stream_are_posts_edits_and_what_was_deleted() -> None:
    events = [
        {"event": "update", "stream": ["public"], "payload": json.dumps(status())},
        {"event": "status.update", "stream": ["public"], "payload": status(number=2)},
        {"event": "delete", "stream": ["public"], "payload": "77"},
        {"event": "filters_changed", "stream": ["user"]},
        {"event": "update", "stream": ["public"], "payload": "{"},
    ]
    assert all(map(mastodon_api.recognises, events))
    found = [(row and row["tweet_id"], reason) for one in events for row, reason, _ in mastodon_api.rows_of(one)]
    assert found == [
        ("https://inv.example/users/ann/statuses/1", None),
        ("https://inv.example/users/ann/statuses/2", None),
        (None, "not a post: its author deleted the post 77 of that server"),
        (None, "not a post: the stream tells of filters_changed"),
        (None, "not a post: what the stream sent is broken JSON"),
    ]
