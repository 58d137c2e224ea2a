"""What one tweet of the X API v2 says, field by field."""

import json

import pytest

from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS
from mtw_pipeline_tests.builders import v2_tweet
from mtw_pipeline_tests.unit.exports.formats.x_api_v2_documents import (
    BAKER,
    GARDENER,
    RENAMED,
    Json,
    facts,
    ident,
    only_row,
    page,
    referring,
)

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
    assert [row[name] for name in ("is_reply", "is_retweet", "is_quote")] == [None] * 3
    assert all(row[name] == [] for name in LIST_FIELDS)
    bare = only_row({"id": ident(1), "text": "t", "author_id": "9001"})
    assert {name: bare[name] for name in LIST_FIELDS} == dict.fromkeys(LIST_FIELDS) | {"media_types": []}


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
    assert facts(unknown, "mention_handles", "mention_ids") == (["inv_GARDENER", "inv_sailor"], ["", "9003"])


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
    assert facts(only_row(page(plain)), "text", "hashtags") == ("the beginning and the end", ["early"])


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
    ],
)
def test_links_are_the_expanded_ones_without_the_tweets_media(links: list[Json], urls: list[str]) -> None:
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
        [""],
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
