"""What a tweet shows, and whether it is words alone, from what its file tells and what its text shows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.planted_rows import WINDOW, plant
from mtw_pipeline_tests.warehouses import EmptyWarehouses

ONE, TWO = "https://t.co/inventedaa", "https://t.co/inventedbb"
PAGE = "https://example.org/a"
QUOTED = "https://twitter.com/inv/status/17"

OWN = "https://twitter.com/inv/status/18"
TOLD = {"media_types": [], "urls": []}

Facts = Mapping[str, object]
Shown = tuple[str | None, bool | None]


@dataclass(frozen=True)
class Formats:
    """What tweets show, by what is known of them."""

    shown: Mapping[str, Shown]

    def of(self, facts: Facts) -> Shown:
        """The content format, and whether it is words alone."""
        return self.shown[repr(sorted(facts.items()))]


@pytest.fixture(scope="module")
def formats(request: pytest.FixtureRequest, empty_warehouses: EmptyWarehouses) -> Formats:
    """Of the tweets of all tests of this module, with media and links told and without, made at once."""
    params = [test.callspec.params for test in request.session.items if test.path == request.path]  # type: ignore[attr-defined]
    facts = [{**told, "text": one["text"], **one["facts"]} for one in params for told in ({}, TOLD)]
    rows = [
        {
            "tweet_id": str(18 + number), "platform": "x", "created_at": "2021-01-05 10:00:00", "author_handle": "inv",
            "is_retweet": False, "is_reply": False, "is_quote": False, "metrics_of": "own", "export_file": "a.csv",
            "row_number": number, **one, "text": one["text"].replace(OWN, f"{OWN[:-2]}{18 + number}"),
        }
        for number, one in enumerate(facts)
    ]  # fmt: skip
    with empty_warehouses.lent() as warehouse:
        plant(warehouse, "raw_tweets", rows, WINDOW)
        warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
        asked = "select content_format, is_text_only from tweets order by row_number"
        shown = warehouse.connection.execute(asked).fetchall()
    return Formats({repr(sorted(one.items())): found for one, found in zip(facts, shown, strict=True)})


@pytest.mark.parametrize(
    ("text", "facts", "is_text_only"),
    [
        ("words alone", {}, True),
        (f"words {ONE}", {}, False),
        (f"words {ONE}", {"is_quote": True}, True),
        (f"words {ONE}", {"is_quote": None}, None),
        (f"words {ONE} {TWO}", {"is_quote": True}, False),
        (f"words {ONE} {TWO}", {"is_quote": None}, False),
        (f"words {PAGE}", {"is_quote": None}, False),
        ("words pic.twitter.com/inventedaa", {"is_quote": None}, False),
        (f"words {OWN}/photo/1", {"is_quote": None}, False),
        (f"words {QUOTED}", {"is_quote": None}, True),
        (f"RT @inv_2: words {ONE}", {"is_retweet": True}, None),
        ("RT @inv_2: words that were cut off before…", {"is_retweet": True}, None),
        (f"words that were cut off before… {ONE}", {}, None),
        (f"words {ONE}", {"urls": []}, False),
        (f"words {ONE}", {"urls": [PAGE]}, False),
        (f"words {ONE}", {"urls": [QUOTED], "is_quote": True}, True),
        (f"words {ONE} {TWO}", {"urls": [QUOTED], "is_quote": True}, False),
        (f"words {ONE}", {"urls": [ONE], "is_quote": True}, True),
        ("words alone", {"platform": "bluesky"}, None),
        ("words alone", {"platform": "mastodon"}, None),
        (f"words {PAGE}", {"platform": "mastodon"}, False),
    ],
)
def test_where_media_are_not_told_words_alone_are_known_by_what_the_text_shows(
    formats: Formats, text: str, facts: Facts, is_text_only: bool | None
) -> None:
    expected = "text only" if is_text_only else None
    assert formats.of({"text": text, **facts}) == (expected, is_text_only)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("words alone", {}, ("text only", True)),
        (f"words {ONE}", {"urls": [PAGE]}, ("link to article", False)),
        (f"words {ONE}", {"media_types": ["photo"]}, ("image/graphic", False)),
        (f"words {ONE}", {"is_quote": True}, ("text only", True)),
        (f"words {ONE}", {"urls": [QUOTED]}, ("text only", True)),
        (f"words {ONE} {TWO}", {"urls": [PAGE], "media_types": ["photo"]}, ("multimedia", False)),
        (f"words {ONE} {TWO}", {"urls": [PAGE], "is_quote": True}, ("link to article", False)),
        (f"words {ONE} {TWO}", {"media_types": ["photo"], "is_quote": True}, ("image/graphic", False)),
        ("words alone", {"platform": "bluesky"}, ("text only", True)),
    ],
)
def test_what_is_told_says_the_format(
    formats: Formats, text: str, facts: Facts, expected: tuple[str | None, bool | None]
) -> None:
    assert formats.of({**TOLD, "text": text, **facts}) == expected


@pytest.mark.parametrize(
    ("text", "facts", "is_text_only"),
    [
        (f"words {ONE}", {}, False),
        (f"words {ONE} {TWO}", {"urls": [PAGE]}, False),
        (f"RT @inv_2: words {ONE}", {"is_retweet": True}, None),
        (f"RT @inv_2: words {ONE} {TWO}", {"is_retweet": True}, False),
        (f"RT @inv_2: words {ONE} {TWO}", {"is_retweet": True, "urls": [PAGE]}, False),
        ("RT @inv_2: words that were cut off before…", {"is_retweet": True}, None),
    ],
)
def test_a_short_link_that_nothing_told_explains_says_that_something_was_not_told(
    formats: Formats, text: str, facts: Facts, is_text_only: bool | None
) -> None:
    """As of retweets in exports of rtweet, and of texts that the platform's search cut."""
    assert formats.of({**TOLD, "text": text, **facts}) == (None, is_text_only)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        (f"words {ONE}", {"media_types": ["photo"]}, ("image/graphic", False)),
        (f"words {ONE} {TWO}", {"media_types": ["photo"]}, ("multimedia", False)),
        (f"words {ONE} {TWO}", {"media_types": ["photo"], "is_quote": True}, ("image/graphic", False)),
        (f"words {ONE} {TWO}", {"media_types": ["photo"], "is_quote": None}, (None, False)),
        (f"words {ONE}", {"media_types": []}, ("link to article", False)),
        (f"words {ONE}", {"media_types": [], "is_quote": None}, (None, None)),
        (f"words {ONE}", {"media_types": [], "is_quote": True}, ("text only", True)),
    ],
)
def test_where_media_are_told_and_links_are_not_a_short_link_is_first_that_of_the_media(
    formats: Formats, text: str, facts: Facts, expected: tuple[str | None, bool | None]
) -> None:
    assert formats.of({"text": text, **facts}) == expected
