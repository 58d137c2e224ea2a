"""The mapping of X API v2 JSON against real exports, which are counted here straight from their JSON."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from mtw_pipeline.exports.formats.documents import x_api_v2
from mtw_pipeline.exports.formats.model import ExportRow

TWEETS_IN = {
    "2sets": 200, "brexit": 100, "cashtags": 1, "cotweet": 1, "edited": 1, "edited_after": 1, "edited_before": 1,
    "entities_test": 474, "flat": 100, "geo_tweets": 2, "kpop": 100, "many_urls": 1, "media_policy_violation_off": 100,
    "media_policy_violation_on": 100, "media_tweet": 1, "mentions_tweet": 1, "noflat": 100, "quoted_edit": 1,
    "streaming_output_with_error": 7, "two_tweets": 1, "verified_type": 1, "withheld": 215,
}  # fmt: skip
REFUSED = {
    "counts": "counts of tweets", "lists": "lists of accounts", "tweets_compliance": "compliance records",
    "users": "user profiles", "users_compliance": "compliance records",
}  # fmt: skip
TWEET_FILES = [
    *(f"v2_twarc_csv/{name}.jsonl" for name in TWEETS_IN),
    "v2_twarc_network/*.jsonl",
    "v2_academictwitter/reuters/data_*.json",
    "v2_academictwitter/commtwitter/data_*.json",
    "v1_v2_twitwi/payload-v2*.json",
    "v1_v2_twitwi/alternative-payload-v2.json",
]


@cache
def documents(path: Path) -> list[Any]:
    """The documents of a file: all of it, or its lines, those left out that are broken. Asked again and again."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        whole = json.loads(text) if text else []
        return whole if isinstance(whole, list) else [whole]
    return [parsed for line in text.splitlines() if line for parsed in parsed_or_nothing(line)]


def parsed_or_nothing(line: str) -> Iterator[Any]:
    try:
        yield json.loads(line)
    except json.JSONDecodeError:
        return


def tweets_counted(document: Any) -> list[Any]:
    data = document.get("data", document)
    return data if isinstance(data, list) else [data]


def files(realdata: Path, pattern: str) -> list[Path]:
    found = sorted(realdata.glob(pattern))
    assert found
    return found


@cache
def rows(path: Path) -> list[ExportRow]:
    taken = []
    for document in documents(path):
        assert x_api_v2.recognises(document)
        assert x_api_v2.refusal(document) is None
        for row, reason, _ in x_api_v2.rows_of(document):
            assert row is not None, reason
            taken.append(row)
    return taken


@cache
def tweets(path: Path) -> list[Any]:
    return [tweet for document in documents(path) for tweet in tweets_counted(document)]


def kinds(tweet: Any) -> set[str]:
    return {reference["type"] for reference in tweet.get("referenced_tweets") or ()}


def entity_values(tweet: Any, entity: str, key: str) -> list[str]:
    return [each[key] for each in (tweet.get("entities") or {}).get(entity) or ()]


@pytest.mark.parametrize("pattern", TWEET_FILES)
def test_each_tweet_of_a_file_is_a_row(realdata: Path, pattern: str) -> None:
    for path in files(realdata, pattern):
        assert [row["tweet_id"] for row in rows(path)] == [tweet["id"] for tweet in tweets(path)]


def test_the_files_hold_as_many_tweets_as_their_authors_say(realdata: Path) -> None:
    folder = realdata / "v2_twarc_csv"
    assert {name: len(rows(folder / f"{name}.jsonl")) for name in TWEETS_IN} == TWEETS_IN
    assert len(rows(realdata / "v2_twarc_network" / "tweets.jsonl")) == 500
    named = {path.stem for path in folder.iterdir()}
    assert named == {*TWEETS_IN, *REFUSED, "empty"}


@pytest.mark.parametrize("name", REFUSED)
def test_files_of_something_else_are_refused_in_words(realdata: Path, name: str) -> None:
    held = documents(realdata / "v2_twarc_csv" / f"{name}.jsonl")
    assert held
    for document in held:
        assert not x_api_v2.recognises(document)
        assert REFUSED[name] in (x_api_v2.refusal(document) or "")


def test_the_users_beside_a_collection_are_refused_as_tweets(realdata: Path) -> None:
    for path in files(realdata, "v2_academictwitter/*/users_*.json"):
        [document] = documents(path)
        assert not x_api_v2.recognises(document)
        assert "data_*.json" in (x_api_v2.refusal(document) or "")


def test_files_of_other_formats_are_left_alone(realdata: Path) -> None:
    others = ["v1_search/*.json", "v1_v2_twitwi/normaliz*.json", "v1_v2_twitwi/*.jsonl", "v1_v2_twitwi/api-users*.json"]
    for document in (each for other in others for path in files(realdata, other) for each in documents(path)):
        assert not x_api_v2.recognises(document)
        assert x_api_v2.refusal(document) is None


@pytest.mark.parametrize("pattern", TWEET_FILES)
def test_the_types_of_tweets_agree_with_a_count(realdata: Path, pattern: str) -> None:
    for path in files(realdata, pattern):
        counted = Counter(
            {
                "is_retweet": sum("retweeted" in kinds(tweet) for tweet in tweets(path)),
                "is_quote": sum("quoted" in kinds(tweet) for tweet in tweets(path)),
                "is_reply": sum(
                    "replied_to" in kinds(tweet) or "in_reply_to_user_id" in tweet for tweet in tweets(path)
                ),
            }
        )
        said = Counter({name: sum(row[name] == "true" for row in rows(path)) for name in counted})
        assert said == counted


@pytest.mark.parametrize("pattern", TWEET_FILES)
def test_hashtags_and_mentions_of_all_but_retweets_agree_with_a_count(realdata: Path, pattern: str) -> None:
    for path in files(realdata, pattern):
        own = [tweet for tweet in tweets(path) if "retweeted" not in kinds(tweet)]
        said = [row for row in rows(path) if row["is_retweet"] == "false"]
        assert [row["hashtags"] for row in said] == [entity_values(tweet, "hashtags", "tag") for tweet in own]
        assert [row["mention_handles"] for row in said] == [
            entity_values(tweet, "mentions", "username") for tweet in own
        ]


@pytest.mark.parametrize("pattern", TWEET_FILES)
def test_media_and_links_of_all_but_retweets_agree_with_a_count(realdata: Path, pattern: str) -> None:
    for path in files(realdata, pattern):
        own = [tweet for tweet in tweets(path) if "retweeted" not in kinds(tweet)]
        said = [row for row in rows(path) if row["is_retweet"] == "false"]
        for row, tweet in zip(said, own, strict=True):
            keys = (tweet.get("attachments") or {}).get("media_keys")
            if keys:
                assert len(row["media_types"] or []) == len(keys)
            shown = [
                each
                for each in (tweet.get("entities") or {}).get("urls") or ()
                if not re.search(r"/(photo|video)/\d$", each["expanded_url"])
            ]
            assert row["urls"] == [each.get("unwound_url") or each["expanded_url"] for each in shown]


@pytest.mark.parametrize("pattern", TWEET_FILES)
def test_the_full_text_of_a_retweet_begins_with_its_cut_text(realdata: Path, pattern: str) -> None:
    for path in files(realdata, pattern):
        for row in rows(path):
            prefix = re.match(r"RT @\w+: ", str(row["text"]))
            if row["is_retweet"] == "true" and row["retweeted_text"] is not None and prefix is not None:
                assert str(row["retweeted_text"]).startswith(str(row["text"])[prefix.end() :].rstrip("…"))


def test_what_may_be_missing_in_real_pages_is_missing_only_there(realdata: Path) -> None:
    """Withheld tweets come without author or original, and academictwitteR's files without any user."""
    for pattern in TWEET_FILES:
        if "withheld" in pattern or "academictwitter" in pattern:
            continue
        for path in files(realdata, pattern):
            for row in rows(path):
                assert row["author_handle"]
                assert row["is_retweet"] == "false" or (row["retweeted_text"] and row["retweeted_user_id"])
                assert row["is_quote"] == "false" or (row["quoted_user_id"] and row["quoted_handle"])


# Against what twitwi, an independent normaliser, makes of the same payloads

NORMALIZED = [
    *(
        (f"payload-v2{part}.json", "normalized-tweets-v2.json")
        for part in ("", "-geo", "-singletweet", "-tweet-retweet", "-video")
    ),
    ("alternative-payload-v2.json", "normalized-alternative-payload.json"),
]


def pairs(realdata: Path, payload: str, normalized: str) -> list[tuple[ExportRow, Any, dict[str, Any]]]:
    """Our rows, each with twitwi's tweet, and all of twitwi's tweets by id."""
    folder = realdata / "v1_v2_twitwi"
    theirs = {tweet["id"]: tweet for tweet in documents(folder / normalized)}
    return [(row, theirs[str(row["tweet_id"])], theirs) for row in rows(folder / payload)]


def lowered(names: Any) -> set[str]:
    return {name.lower() for name in names}


def shows_medium(url: str) -> bool:
    return re.search(r"/(photo|video)/\d$", url) is not None


def bare_address(url: str) -> str:
    return unquote(url).partition("?")[0].rstrip("/")


def without_links(text: str) -> str:
    """A text as both have it: twitwi unescapes it, and writes long addresses for t.co."""
    return " ".join(re.sub(r"https?://\S+", "", html.unescape(text)).split())


@pytest.mark.parametrize(("payload", "normalized"), NORMALIZED)
def test_twitwi_reads_the_same_scalars(realdata: Path, payload: str, normalized: str) -> None:
    """Not compared: account times (twitwi's are local) and retweet_count of a retweet (twitwi's is 0)."""
    for row, theirs, _ in pairs(realdata, payload, normalized):
        expected = {
            "author_id": theirs["user_id"],
            "author_handle": theirs["user_screen_name"],
            "author_name": theirs["user_name"],
            "author_location": theirs["user_location"],
            "author_followers": str(theirs["user_followers"]),
            "author_following": str(theirs["user_friends"]),
            "author_tweets": str(theirs["user_tweets"]),
            "author_verified": str(theirs["user_verified"]).lower(),
            "language": theirs["lang"],
            "source": theirs["source_name"],
            "like_count": str(theirs["like_count"]),
            "reply_count": str(theirs["reply_count"]),
            "quote_count": str(theirs["quote_count"]),
            "retweeted_tweet_id": theirs.get("retweeted_id"),
            "retweeted_user_id": theirs.get("retweeted_user_id"),
            "retweeted_handle": theirs.get("retweeted_user"),
            "quoted_tweet_id": theirs.get("quoted_id"),
            "quoted_user_id": theirs.get("quoted_user_id"),
            "quoted_handle": theirs.get("quoted_user"),
        }
        assert {name: row[name] for name in expected} == expected
        # twitwi has None where a profile has an empty text
        assert (row["author_description"] or None) == theirs["user_description"]
        if row["is_retweet"] == "false":
            assert row["retweet_count"] == str(theirs["retweet_count"])


@pytest.mark.parametrize(("payload", "normalized"), NORMALIZED)
def test_twitwi_knows_no_reply_that_we_do_not(realdata: Path, payload: str, normalized: str) -> None:
    """twitwi leaves a reply blank where the answered tweet is not included, and where only a user is answered."""
    for row, theirs, _ in pairs(realdata, payload, normalized):
        for ours, name in (
            ("in_reply_to_tweet_id", "to_tweetid"),
            ("in_reply_to_user_id", "to_userid"),
            ("in_reply_to_handle", "to_username"),
        ):
            assert not theirs.get(name) or row[ours] == theirs[name]


@pytest.mark.parametrize(("payload", "normalized"), NORMALIZED)
def test_twitwi_finds_the_same_in_tweets(realdata: Path, payload: str, normalized: str) -> None:
    """twitwi makes hashtags and names sets, quotes into the text, and keeps the addresses of photos as links.

    Its links are cleaned of what only tracks readers, so addresses are compared up to the question mark.
    """
    for row, theirs, _ in pairs(realdata, payload, normalized):
        if row["is_retweet"] == "true":
            continue
        assert lowered(row["hashtags"]) == lowered(theirs["hashtags"])
        assert lowered(row["mention_handles"]) == lowered(theirs["mentioned_names"])
        assert row["media_types"] == theirs["media_types"]
        links = [url for url in theirs["links"] if not shows_medium(url)]
        assert {bare_address(url) for url in row["urls"] or ()} == {bare_address(url) for url in links}
        if row["is_quote"] == "false":
            assert without_links(str(row["text"])) == without_links(theirs["text"])


@pytest.mark.parametrize(("payload", "normalized"), NORMALIZED)
def test_twitwi_finds_no_more_in_retweets(realdata: Path, payload: str, normalized: str) -> None:
    """twitwi keeps the cut entities of some retweets where ours are the original's; its text has the prefix RT."""
    for row, theirs, _ in pairs(realdata, payload, normalized):
        if row["is_retweet"] == "false":
            continue
        assert lowered(theirs["mentioned_names"]) <= lowered(row["mention_handles"])
        whole = f"RT @{row['retweeted_handle']}: {row['retweeted_text']}"
        assert without_links(whole) == without_links(theirs["text"])


def test_the_originals_of_retweets_are_what_twitwi_makes_of_them(realdata: Path) -> None:
    """Its expectation for this payload lists the tweets that were only referred to as well.

    The page does not include their media: twitwi has none, we have the types that the media keys tell.
    """
    compared = 0
    for row, _, theirs in pairs(realdata, *NORMALIZED[-1]):
        original = theirs.get(str(row["retweeted_tweet_id"]))
        if original is None:
            continue
        compared += 1
        assert row["retweeted_like_count"] == str(original["like_count"])
        assert row["retweeted_retweet_count"] == str(original["retweet_count"])
        assert lowered(row["hashtags"]) == lowered(original["hashtags"])
        assert lowered((row["mention_handles"] or [])[1:]) == lowered(original["mentioned_names"])
        assert set((row["mention_ids"] or [])[1:]) == set(original["mentioned_ids"])
        assert bool(row["media_types"]) == any(map(shows_medium, original["links"]))
    assert compared > 50
