import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.exports import x_api_v2
from mtw_pipeline.exports.export_rows import LIST_FIELDS, TEXT_FIELDS
from mtw_pipeline.exports.formats import ExportRow
from mtw_pipeline_tests.builders import v2_tweet

Json = dict[str, object]

GARDENER: Json = {
    "id": "9001",
    "username": "Inv_Gardener",
    "name": "An Invented Gardener",
    "description": "digs & waters",
    "location": "Nowhere",
    "created_at": "2012-03-04T05:06:07.000Z",
    "verified": False,
    "public_metrics": {"followers_count": 12, "following_count": 0, "tweet_count": 345, "listed_count": 1},
}
BAKER: Json = {"id": "9002", "username": "inv_baker", "name": "Invented Baker"}
RENAMED: Json = BAKER | {"username": "inv_baker_renamed"}


def ident(number: int) -> str:
    return str(1_345_000_000_000_000_000 + number)


def referring(*references: tuple[str, int]) -> list[Json]:
    return [{"type": kind, "id": ident(number)} for kind, number in references]


def page(*tweets: object, **rest: object) -> Json:
    return {"data": list(tweets), "meta": {"result_count": len(tweets)}, **rest}


def only_row(document: object) -> ExportRow:
    [(row, reason, _)] = list(x_api_v2.rows_of(document))
    assert reason is None
    assert row is not None
    return row


def facts(row: ExportRow, *names: str) -> tuple[str | list[str] | None, ...]:
    return tuple(row[name] for name in names)


# Which documents are tweets


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(page(v2_tweet(1), includes={"users": [GARDENER]}), id="a page"),
        pytest.param({"data": [v2_tweet(1)]}, id="a page of nothing but data"),
        pytest.param({"data": [{"id": ident(1), "text": "t"}], "meta": {"result_count": 1}}, id="default fields"),
        pytest.param({"data": v2_tweet(1), "includes": {}, "matching_rules": [{"id": "1"}]}, id="a stream line"),
        pytest.param({"data": v2_tweet(1)}, id="a look-up of one tweet"),
        pytest.param({**v2_tweet(1), "author": GARDENER, "__twarc": {}}, id="a flattened tweet"),
        pytest.param(v2_tweet(1), id="a bare tweet"),
        pytest.param({"errors": [{"title": "Not Found Error", "detail": "gone", "value": "7"}]}, id="errors only"),
        pytest.param({"errors": [{"message": "bad"}], "title": "Invalid Request"}, id="a refused request"),
        pytest.param({"meta": {"result_count": 0}}, id="an empty page"),
        pytest.param({"data": [], "meta": {"result_count": 0}, "__twarc": {}}, id="an empty page with data"),
        pytest.param({"data": [{"note": "odd"}], "includes": {"users": []}}, id="a page of nothing known"),
    ],
)
def test_documents_with_tweets_are_recognised(document: object) -> None:
    assert x_api_v2.recognises(document)
    assert x_api_v2.refusal(document) is None


COUNT = {"start": "2021-01-01T00:00:00.000Z", "end": "2021-01-02T00:00:00.000Z", "tweet_count": 7}
GONE = {"id": ident(1), "action": "delete", "created_at": "2021-01-01T00:00:00.000Z", "reason": "deleted"}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (page(GARDENER, includes={"tweets": [v2_tweet(1)]}), "user profiles"),
        ({"data": GARDENER}, "user profiles"),
        (GARDENER, "user profiles"),
        ({**GARDENER, "__twarc": {}}, "user profiles"),
        (page(COUNT), "counts of tweets"),
        (COUNT, "counts of tweets"),
        (GONE, "compliance records"),
        (page({"id": "5", "upload_url": "https://example.org", "name": "n", "status": "created"}), "compliance jobs"),
        (page({"id": "5", "name": "bakers", "owner_id": "9001", "member_count": 3}), "lists"),
        (page({"id": "5", "state": "live", "host_ids": ["9001"]}), "spaces"),
        (page({"id": "5", "text": "psst", "event_type": "MessageCreate"}), "direct messages"),
        (page({"id": "5", "value": "#invented", "tag": "t"}), "rules of a stream"),
        ({"users": [GARDENER], "tweets": [v2_tweet(1)]}, "data_*.json"),
        ({"users": [GARDENER]}, "data_*.json"),
    ],
)
def test_what_holds_no_tweets_is_refused_in_words(document: object, words: str) -> None:
    reason = x_api_v2.refusal(document)
    assert reason is not None
    assert reason.startswith("this file holds")
    assert words in reason
    assert not x_api_v2.recognises(document)


@pytest.mark.parametrize(
    "document",
    [
        None,
        7,
        "text",
        [v2_tweet(1)],
        {},
        {"a": 1},
        {"id": ident(1), "text": "no mark of this API"},
        pytest.param({**v2_tweet(1), "id_str": ident(1), "user": {}}, id="a v1 tweet"),
        pytest.param({"statuses": [], "search_metadata": {}}, id="a v1 search"),
        pytest.param({"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, id="a v1 error"),
        pytest.param({"data": v2_tweet(1), "source_platform": "another"}, id="another tool's envelope"),
        pytest.param({"id": "5", "username": "u", "name": "n", "tweet": "t"}, id="a scraper's tweet"),
        pytest.param({"data": [{"id": "5", "message": "m"}], "paging": {}}, id="another API's page"),
    ],
)
def test_documents_of_other_formats_are_left_to_them(document: object) -> None:
    assert not x_api_v2.recognises(document)
    assert x_api_v2.refusal(document) is None


# Which rows a document has


def test_a_page_gives_its_tweets_in_order_and_what_is_no_tweet_with_its_reason() -> None:
    elements: list[object] = [v2_tweet(3), "loose words", v2_tweet(1), GARDENER, {"note": "odd"}, v2_tweet(2)]
    document = page(*elements, includes={"users": [GARDENER]})
    assert x_api_v2.recognises(document)
    assert x_api_v2.refusal(document) is None
    results = list(x_api_v2.rows_of(document))
    assert [row and row["tweet_id"] for row, _, _ in results] == [ident(3), None, ident(1), None, None, ident(2)]
    assert [content for _, _, content in results] == elements
    assert [reason for _, reason, _ in results] == [
        None,
        "not a tweet: a JSON object was expected",
        None,
        "not a tweet: one of user profiles",
        "not a tweet: it has no id or no text",
        None,
    ]


def test_tweets_that_are_only_referred_to_and_errors_are_no_rows() -> None:
    document = page(
        v2_tweet(1, referenced_tweets=referring(("quoted", 2), ("replied_to", 3))),
        includes={"tweets": [v2_tweet(2), v2_tweet(3)]},
        errors=[{"title": "Not Found Error", "detail": "d", "resource_id": ident(4)}],
    )
    assert only_row(document)["tweet_id"] == ident(1)


@pytest.mark.parametrize(
    "document",
    [
        {"meta": {"result_count": 0}},
        {"data": [], "meta": {"result_count": 0}},
        {"data": None, "errors": [{"title": "t"}]},
        {"errors": [{"title": "Not Found Error"}]},
    ],
)
def test_a_page_that_found_nothing_has_no_rows(document: object) -> None:
    assert list(x_api_v2.rows_of(document)) == []


def test_a_tweet_without_text_is_a_row_for_the_judge_to_reject() -> None:
    tweet = {"id": ident(1), "author_id": "9001"}
    assert facts(only_row(page(tweet)), "tweet_id", "text", "author_id") == (ident(1), None, "9001")


# The fields of any tweet


def test_every_fact_of_a_tweet_and_its_author_is_taken_as_text() -> None:
    tweet = v2_tweet(
        1,
        text="5 &lt; 6\nand more",
        lang="en",
        source="Invented App",
        public_metrics={"retweet_count": 4, "reply_count": 3, "like_count": 2, "quote_count": 0},
    )
    row = only_row(
        page(tweet, includes={"users": [GARDENER, BAKER]}, __twarc={"retrieved_at": "2021-02-03T04:05:06+00:00"})
    )
    delivered = {name: value for name, value in row.items() if value is not None}
    assert delivered == {
        "tweet_id": ident(1),
        "created_at": "2021-01-02T10:00:00.000Z",
        "text": "5 &lt; 6\nand more",
        "author_id": "9001",
        "author_handle": "Inv_Gardener",
        "author_name": "An Invented Gardener",
        "author_description": "digs & waters",
        "author_location": "Nowhere",
        "author_followers": "12",
        "author_following": "0",
        "author_tweets": "345",
        "author_created_at": "2012-03-04T05:06:07.000Z",
        "author_verified": "false",
        "language": "en",
        "source": "Invented App",
        "is_reply": "false",
        "is_retweet": "false",
        "is_quote": "false",
        "like_count": "2",
        "retweet_count": "4",
        "reply_count": "3",
        "quote_count": "0",
        "metrics_of": "own",
        "hashtags": [],
        "mention_handles": [],
        "mention_ids": [],
        "urls": [],
        "media_types": [],
        "collected_at": "2021-02-03T04:05:06+00:00",
    }
    assert set(row) == {*TEXT_FIELDS, *LIST_FIELDS}


def test_what_is_missing_is_none_and_never_zero() -> None:
    row = only_row({"id": ident(1), "text": "t", "author_id": "9001", "public_metrics": {}, "entities": {}})
    absent = set(TEXT_FIELDS) - {"tweet_id", "text", "author_id", "is_reply", "is_retweet", "is_quote", "metrics_of"}
    assert {row[name] for name in absent} == {None}
    assert all(row[name] == [] for name in LIST_FIELDS)


def test_a_bare_tweet_keeps_the_id_of_its_author_and_has_no_handle() -> None:
    assert facts(only_row(v2_tweet(1)), "author_id", "author_handle", "is_reply") == ("9001", None, "false")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1345000000000000001", "1345000000000000001"),
        ("1345000000000000001.0", "1.345e+18"),
        ("1.345E+18", "1.345e+18"),
        ("true", "true"),
        ("null", None),
        ("{}", None),
        ("[]", None),
    ],
)
def test_an_id_that_is_no_text_comes_so_that_the_judge_can_tell(written: str, text: str | None) -> None:
    tweet = v2_tweet(0) | {"id": json.loads(written)}
    assert only_row(page(tweet))["tweet_id"] == text


def test_users_are_found_by_ids_written_as_numbers() -> None:
    row = only_row(page(v2_tweet(1, author_id=9001), includes={"users": [GARDENER | {"id": 9001}]}))
    assert facts(row, "author_id", "author_handle") == ("9001", "Inv_Gardener")


def test_empty_objects_of_jsonlite_read_as_empty_lists() -> None:
    empty: Json = {}
    row = only_row(
        v2_tweet(
            1,
            entities={"hashtags": empty, "mentions": empty, "urls": empty, "annotations": empty},
            attachments={"media_keys": empty},
            referenced_tweets=empty,
        )
    )
    assert all(row[name] == [] for name in LIST_FIELDS)
    assert facts(row, "is_reply", "is_retweet", "is_quote") == ("false", "false", "false")


def test_hashtags_and_mentions_stand_as_delivered_every_use_in_order() -> None:
    row = only_row(
        page(
            v2_tweet(
                1,
                entities={
                    "hashtags": [{"start": 0, "end": 4, "tag": "Soil"}, {"tag": "ÜBER"}, {"tag": "Soil"}, {}],
                    "mentions": [{"username": "Inv_Baker", "id": "9002"}, {"username": "inv_sailor", "id": "9003"}],
                },
            )
        )
    )
    assert row["hashtags"] == ["Soil", "ÜBER", "Soil"]
    assert facts(row, "mention_handles", "mention_ids") == (["Inv_Baker", "inv_sailor"], ["9002", "9003"])


def test_a_mention_without_id_is_looked_up_among_the_users_included() -> None:
    tweet = v2_tweet(1, entities={"mentions": [{"username": "inv_GARDENER"}, {"username": "inv_sailor", "id": "9003"}]})
    assert only_row(page(tweet, includes={"users": [GARDENER]}))["mention_ids"] == ["9001", "9003"]
    unknown = only_row(page(tweet))
    assert facts(unknown, "mention_handles", "mention_ids") == (["inv_GARDENER", "inv_sailor"], None)


def test_a_long_post_is_read_from_its_note() -> None:
    tweet = v2_tweet(
        1,
        text="the beginning https://t.co/cut",
        entities={
            "hashtags": [{"tag": "early"}],
            "urls": [{"url": "https://t.co/cut", "expanded_url": f"https://twitter.com/i/web/status/{ident(1)}"}],
        },
        note_tweet={
            "text": "the beginning and the end",
            "entities": {"hashtags": [{"tag": "early"}, {"tag": "late"}], "mentions": [BAKER]},
        },
    )
    row = only_row(page(tweet))
    assert facts(row, "text", "hashtags", "mention_handles", "urls") == (
        "the beginning and the end",
        ["early", "late"],
        ["inv_baker"],
        [],
    )
    plain = tweet | {"note_tweet": {"text": "the beginning and the end"}}
    assert facts(only_row(page(plain)), "text", "hashtags", "urls") == ("the beginning and the end", ["early"], [])


# Links and media


def link(number: int, expanded: str, **rest: object) -> Json:
    return {"start": number, "end": number + 23, "url": f"https://t.co/inv{number}", "expanded_url": expanded, **rest}


@pytest.mark.parametrize(
    ("links", "urls"),
    [
        ([link(0, "https://short.example/a", unwound_url="https://long.example/a")], ["https://long.example/a"]),
        ([link(0, "https://short.example/a", unwound_url={})], ["https://short.example/a"]),
        ([{"url": "https://t.co/inv"}], ["https://t.co/inv"]),
        ([{"url": "https://t.co/inv"}, {"url": "https://t.co/inv"}], ["https://t.co/inv", "https://t.co/inv"]),
        ([{"start": 1}], []),
        ([link(0, "https://a.example"), link(30, "https://a.example")], ["https://a.example", "https://a.example"]),
        ([link(0, "https://a.example"), link(0, "https://a.example")], ["https://a.example"]),
        ([link(0, "https://twitter.com/inv_baker/status/5/photo/1")], []),
        ([link(0, "https://x.com/inv_baker/status/5/video/1")], []),
        ([link(0, "https://example.org/album/photo/1")], ["https://example.org/album/photo/1"]),
        ([link(0, "https://twitter.com/a/status/5", media_key="3_1")], []),
        ([link(0, "https://twitter.com/a/status/5", display_url="pic.twitter.com/inv")], []),
        ([link(0, "https://x.com/a/status/5", display_url="pic.x.com/inv")], []),
        ([link(0, "https://twitter.com/inv_baker/status/5")], ["https://twitter.com/inv_baker/status/5"]),
        ([link(0, f"https://twitter.com/i/web/status/{ident(1)}")], []),
    ],
)
def test_links_are_the_expanded_ones_without_the_tweets_own_address_and_media(
    links: list[Json], urls: list[str]
) -> None:
    assert only_row(page(v2_tweet(1, entities={"urls": links})))["urls"] == urls


def photo_link(number: int, **rest: object) -> Json:
    return link(number, "https://twitter.com/a/status/5/photo/1", display_url="pic.twitter.com/inv", **rest)


@pytest.mark.parametrize(
    ("attachments", "included", "links", "types"),
    [
        ({"media_keys": ["3_1", "3_2"]}, [{"media_key": "3_1", "type": "photo"}], [], ["photo", "photo"]),
        ({"media_keys": ["9_1"]}, [{"media_key": "9_1", "type": "animated_gif"}], [], ["animated_gif"]),
        ({"media_keys": ["3_1", "7_1", "13_1", "16_1"]}, [], [], ["photo", "video", "video", "animated_gif"]),
        ({"media_keys": ["99_1"]}, [], [photo_link(0, media_key="99_1")], ["photo"]),
        ({"media_keys": ["99_1"]}, [], [], []),
        ({"media": [{"media_key": "7_1", "type": "video"}, {"media_key": "3_1"}]}, [], [], ["video", "photo"]),
        ({"poll_ids": ["1"]}, [], [], []),
        ({}, [{"media_key": "3_1", "type": "photo"}], [], []),
        # the field attachments was not asked for
        (None, [], [photo_link(0, media_key="3_1"), photo_link(0, media_key="16_2")], ["photo", "animated_gif"]),
        (None, [], [photo_link(0), photo_link(0)], ["photo", "photo"]),
        (None, [], [link(0, "https://twitter.com/someone_else/status/5/video/1")], []),
    ],
)
def test_media_types_come_from_the_media_their_keys_or_their_links(
    attachments: Json | None, included: list[Json], links: list[Json], types: list[str]
) -> None:
    tweet = v2_tweet(1, entities={"urls": links}, **({} if attachments is None else {"attachments": attachments}))
    assert only_row(page(tweet, includes={"media": included}))["media_types"] == types


# Replies, quotes, retweets

REPLY = ("is_reply", "in_reply_to_tweet_id", "in_reply_to_user_id", "in_reply_to_handle")
QUOTE = ("is_quote", "quoted_tweet_id", "quoted_user_id", "quoted_handle")
RETWEET = ("is_retweet", "retweeted_tweet_id", "retweeted_user_id", "retweeted_handle", "retweeted_text")


@pytest.mark.parametrize(
    ("tweet", "includes", "expected"),
    [
        pytest.param(
            v2_tweet(1, in_reply_to_user_id="9002", referenced_tweets=referring(("replied_to", 7))),
            {"users": [BAKER]},
            ("true", ident(7), "9002", "inv_baker"),
            id="handle from the users included",
        ),
        pytest.param(
            v2_tweet(
                1,
                in_reply_to_user_id="9002",
                referenced_tweets=referring(("replied_to", 7)),
                entities={"mentions": [{"username": "inv_sailor", "id": "9003"}, {"username": "Baker", "id": "9002"}]},
            ),
            {},
            ("true", ident(7), "9002", "Baker"),
            id="handle from the mention",
        ),
        pytest.param(
            v2_tweet(1, in_reply_to_user_id="9002"), {}, ("true", None, "9002", None), id="to a user, not to a tweet"
        ),
        pytest.param(
            v2_tweet(1, referenced_tweets=referring(("replied_to", 7))),
            {"tweets": [v2_tweet(7, author_id="9002")], "users": [BAKER]},
            ("true", ident(7), "9002", "inv_baker"),
            id="user from the tweet included",
        ),
        pytest.param(
            v2_tweet(1, referenced_tweets=referring(("replied_to", 7))), {}, ("true", ident(7), None, None), id="gone"
        ),
        pytest.param(v2_tweet(1), {"users": [BAKER]}, ("false", None, None, None), id="no reply"),
    ],
)
def test_replies(tweet: Json, includes: Json, expected: tuple[str | None, ...]) -> None:
    assert facts(only_row(page(tweet, includes=includes)), *REPLY) == expected


@pytest.mark.parametrize(
    ("links", "includes", "expected"),
    [
        pytest.param(
            [],
            {"tweets": [v2_tweet(7, author_id="9002")], "users": [BAKER]},
            ("true", ident(7), "9002", "inv_baker"),
            id="included",
        ),
        pytest.param(
            [link(0, "https://other.example"), link(30, f"https://twitter.com/Baker_inv/status/{ident(7)}?s=20")],
            {},
            ("true", ident(7), None, "Baker_inv"),
            id="handle from the link",
        ),
        pytest.param(
            [
                link(0, f"https://twitter.com/Baker_inv/status/{ident(8)}"),
                link(9, f"https://x.com/i/status/{ident(7)}"),
            ],
            {},
            ("true", ident(7), None, None),
            id="no link that names the author",
        ),
    ],
)
def test_quotes(links: list[Json], includes: Json, expected: tuple[str | None, ...]) -> None:
    tweet = v2_tweet(1, referenced_tweets=referring(("quoted", 7)), entities={"urls": links})
    row = only_row(page(tweet, includes=includes))
    assert facts(row, *QUOTE) == expected
    assert len(row["urls"] or []) == len(links)


def test_a_reply_can_quote() -> None:
    tweet = v2_tweet(1, in_reply_to_user_id="9002", referenced_tweets=referring(("replied_to", 7), ("quoted", 8)))
    row = only_row(page(tweet))
    assert facts(row, "is_reply", "in_reply_to_tweet_id", "is_quote", "quoted_tweet_id", "is_retweet") == (
        "true",
        ident(7),
        "true",
        ident(8),
        "false",
    )


ORIGINAL = v2_tweet(
    7,
    author_id="9002",
    text="fresh bread for @inv_sailor and @inv_gardener #Bread #Rye",
    entities={
        "hashtags": [{"tag": "Bread"}, {"tag": "Rye"}],
        "mentions": [{"username": "inv_sailor", "id": "9003"}, {"username": "inv_gardener", "id": "9001"}],
        "urls": [link(50, "https://bread.example")],
    },
    attachments={"media_keys": ["3_1"]},
    public_metrics={"retweet_count": 8, "reply_count": 7, "like_count": 60, "quote_count": 5},
)
RETWEETING = v2_tweet(
    1,
    text="RT @inv_baker: fresh bread for @inv_sailor and …",
    referenced_tweets=referring(("retweeted", 7)),
    entities={
        "hashtags": [{"tag": "Br"}],
        "mentions": [{"username": "inv_baker", "id": "9002"}, {"username": "inv_sailor", "id": "9003"}],
    },
    public_metrics={"retweet_count": 8, "reply_count": 0, "like_count": 0, "quote_count": 0},
)


def test_a_retweet_takes_its_lists_and_full_text_from_the_original() -> None:
    row = only_row(page(RETWEETING, includes={"tweets": [ORIGINAL], "users": [GARDENER, BAKER]}))
    assert facts(row, *RETWEET) == ("true", ident(7), "9002", "inv_baker", ORIGINAL["text"])
    assert row["text"] == RETWEETING["text"]
    assert facts(row, "retweeted_like_count", "retweeted_retweet_count") == ("60", "8")
    assert facts(row, "like_count", "retweet_count", "reply_count", "quote_count", "metrics_of") == (
        "0",
        "8",
        "0",
        "0",
        "own",
    )
    assert facts(row, "hashtags", "urls", "media_types") == (["Bread", "Rye"], ["https://bread.example"], ["photo"])
    assert row["mention_handles"] == ["inv_baker", "inv_sailor", "inv_gardener"]
    assert row["mention_ids"] == ["9002", "9003", "9001"]


def test_a_retweet_whose_original_is_not_included_tells_what_it_can() -> None:
    row = only_row(RETWEETING)
    assert facts(row, *RETWEET) == ("true", ident(7), "9002", "inv_baker", None)
    assert facts(row, "retweeted_like_count", "retweeted_retweet_count") == (None, None)
    assert facts(row, "hashtags", "mention_handles", "mention_ids") == (
        ["Br"],
        ["inv_baker", "inv_sailor"],
        ["9002", "9003"],
    )


def test_a_retweet_without_mentions_knows_its_author_by_the_prefix() -> None:
    bare = {name: value for name, value in RETWEETING.items() if name != "entities"}
    assert facts(only_row(bare), "retweeted_handle", "retweeted_user_id", "mention_handles", "mention_ids") == (
        "inv_baker",
        None,
        ["inv_baker"],
        None,
    )
    with_user = only_row(page(bare, includes={"users": [BAKER]}))
    assert facts(with_user, "retweeted_user_id", "mention_ids") == ("9002", ["9002"])


def test_the_included_author_comes_before_the_prefix() -> None:
    row = only_row(page(RETWEETING, includes={"tweets": [ORIGINAL], "users": [RENAMED]}))
    assert row["retweeted_handle"] == "inv_baker_renamed"
    assert (row["mention_handles"] or [])[0] == "inv_baker_renamed"
    without = only_row(page(RETWEETING, includes={"tweets": [ORIGINAL]}))
    assert facts(without, "retweeted_handle", "retweeted_user_id") == ("inv_baker", "9002")


def test_an_original_that_names_its_own_author_names_it_twice() -> None:
    original = ORIGINAL | {"entities": {"mentions": [{"username": "inv_baker", "id": "9002"}]}}
    row = only_row(page(RETWEETING, includes={"tweets": [original], "users": [BAKER]}))
    assert facts(row, "mention_handles", "mention_ids") == (["inv_baker", "inv_baker"], ["9002", "9002"])


def test_the_text_of_a_long_original_is_its_note() -> None:
    note = {"text": "a long story, to its end", "entities": {"hashtags": [{"tag": "end"}]}}
    row = only_row(page(RETWEETING, includes={"tweets": [ORIGINAL | {"note_tweet": note}]}))
    assert facts(row, "retweeted_text", "hashtags") == ("a long story, to its end", ["end"])


# Tweets into which their surroundings were folded


@pytest.mark.parametrize("author", ["author", "author_user"])
def test_a_flattened_tweet_gives_the_same_row_as_its_page(author: str) -> None:
    paged = only_row(page(RETWEETING, includes={"tweets": [ORIGINAL], "users": [GARDENER, RENAMED]}))
    reference = ORIGINAL | {"type": "retweeted", author: RENAMED}
    folded = RETWEETING | {author: GARDENER, "referenced_tweets": [reference], "in_reply_to_user": {}}
    assert only_row(folded) == paged


def test_a_flattened_retweet_whose_original_was_not_found_tells_what_it_can() -> None:
    row = only_row(RETWEETING | {"author": GARDENER})
    assert facts(row, *RETWEET) == ("true", ident(7), "9002", "inv_baker", None)
    assert facts(row, "hashtags", "mention_handles") == (["Br"], ["inv_baker", "inv_sailor"])


def test_a_flattened_reply_finds_its_user_and_its_media() -> None:
    tweet = v2_tweet(
        1,
        author=GARDENER,
        in_reply_to_user_id="9002",
        in_reply_to_user=BAKER,
        referenced_tweets=referring(("replied_to", 7)),
        attachments={"media_keys": ["9_1"], "media": [{"media_key": "9_1", "type": "video"}], "poll": {}},
        __twarc={"retrieved_at": "2021-02-03T04:05:06+00:00"},
    )
    row = only_row(tweet)
    assert facts(row, *REPLY) == ("true", ident(7), "9002", "inv_baker")
    assert facts(row, "media_types", "collected_at") == (["video"], "2021-02-03T04:05:06+00:00")
    in_4cat = tweet | {"attachments": {"media_keys": [{"media_key": "9_1", "type": "video"}]}}
    assert only_row(in_4cat)["media_types"] == ["video"]


def test_an_author_that_could_not_be_found_is_an_empty_object() -> None:
    row = only_row(v2_tweet(1, author={}, in_reply_to_user={}, referenced_tweets=referring(("quoted", 7))))
    assert facts(row, "author_id", "author_handle", *QUOTE) == ("9001", None, "true", ident(7), None, None)


def test_the_author_of_a_flattened_tweet_may_be_the_only_one_to_know_its_id() -> None:
    tweet = v2_tweet(1, author=GARDENER)
    del tweet["author_id"]
    assert facts(only_row(tweet), "author_id", "author_handle") == ("9001", "Inv_Gardener")


# Whatever a file may hold

KEY_NAMES = """
    id text type tag username url expanded_url unwound_url display_url media_key start end author author_user users
    tweets media note_tweet entities hashtags mentions urls media_keys retrieved_at name public_metrics like_count
    result_count title tweet_count action value
"""
TWEET_KEYS = """
    author_id author author_user in_reply_to_user_id in_reply_to_user referenced_tweets entities attachments
    public_metrics note_tweet __twarc lang id_str
"""
KEYS = st.sampled_from(KEY_NAMES.split())
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["retweeted", "quoted", "replied_to", "3_1", "9001", ident(1), "RT @inv_baker: hm", "photo"])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
TWEETS = st.fixed_dictionaries({"id": SCALARS, "text": SCALARS}, optional=dict.fromkeys(TWEET_KEYS.split(), VALUES))
REFERRING = st.builds(
    lambda tweet, kind, referenced: tweet | {"referenced_tweets": [referenced | {"type": kind}]},
    TWEETS,
    st.sampled_from(["retweeted", "quoted", "replied_to"]),
    TWEETS,
)
PAGES = st.fixed_dictionaries(
    {"data": st.lists(TWEETS | REFERRING | VALUES, max_size=3) | TWEETS | VALUES},
    optional={
        "includes": VALUES | st.fixed_dictionaries({"users": st.lists(VALUES), "tweets": st.lists(TWEETS | VALUES)}),
        "errors": VALUES,
        "meta": VALUES,
        "__twarc": VALUES,
    },
)


@given(VALUES | TWEETS | REFERRING | PAGES)
def test_no_document_raises_and_every_row_has_exactly_the_fields(document: object) -> None:
    untouched = repr(document)
    assert not (x_api_v2.recognises(document) and x_api_v2.refusal(document))
    for row, reason, _ in x_api_v2.rows_of(document):
        assert (row is None) == (reason is not None)
        if row is not None:
            assert list(row) == [*TEXT_FIELDS, *LIST_FIELDS]
            assert all(row[name] is None or isinstance(row[name], str) for name in TEXT_FIELDS)
            assert {row[name] for name in ("is_reply", "is_retweet", "is_quote")} <= {"true", "false"}
            for name in LIST_FIELDS:
                values = row[name]
                assert values is None or (isinstance(values, list) and all(isinstance(each, str) for each in values))
            ids = row["mention_ids"]
            assert ids is None or len(ids) == len(row["mention_handles"] or [])
    assert repr(document) == untouched
