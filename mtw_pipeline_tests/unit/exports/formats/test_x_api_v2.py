"""Which documents are tweets of the X API v2, and which rows they have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.exports.formats.documents import x_api_v2
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS
from mtw_pipeline_tests.builders import v2_tweet
from mtw_pipeline_tests.unit.exports.formats.x_api_v2_documents import (
    GARDENER,
    facts,
    ident,
    only_row,
    page,
    referring,
)

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
            assert {row[name] for name in ("is_reply", "is_retweet", "is_quote")} <= {"true", "false", None}
            for name in LIST_FIELDS:
                values = row[name]
                assert values is None or (isinstance(values, list) and all(isinstance(each, str) for each in values))
            ids = row["mention_ids"]
            assert ids is None or len(ids) == len(row["mention_handles"] or [])
    assert repr(document) == untouched
