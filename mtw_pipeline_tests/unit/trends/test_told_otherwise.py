"""The same tweets in exports that tell them otherwise: nothing changed, and no measure says that anything did."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.trends.measuring import measure_trends
from mtw_pipeline.trends.rows import Point, Trends
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import TWEET_HASHTAGS, TWEETS
from mtw_pipeline_tests.planted_rows import plant

WINDOWS = tuple(CollectionWindow.between(f"2021-0{month}-01", f"2021-0{month}-28") for month in (1, 2, 3))
AUTHORS = 40
ONE, TWO = "https://t.co/inventedaa", "https://t.co/inventedbb"
QUOTED = {"is_quote": True, "quoted_tweet_id": "7", "urls": ["https://twitter.com/inv/status/7"]}
KINDS: tuple[dict[str, object], ...] = (
    {"text": "words alone"},
    {"text": f"words {ONE}", "media_types": ["photo"]},
    {"text": f"words {ONE}", "urls": ["https://example.org/a"]},
    {"text": f"words {ONE} {TWO}", "urls": ["https://example.org/a"], "media_types": ["photo"]},
    {"text": f"words on another {ONE}", **QUOTED},
    {"text": "@inv_2 an answer", "is_reply": True, "in_reply_to_tweet_id": "8", "in_reply_to_handle": "inv_2"},
    {"text": "and another thing", "is_reply": True, "in_reply_to_tweet_id": "9"},
)
"""What each author posts, of each some."""

MEDIA = dict.fromkeys(("media_types", "urls"))
TYPES_TOLD = dict.fromkeys(("is_quote", "quoted_tweet_id", "is_reply", "in_reply_to_tweet_id", "in_reply_to_handle"))


def rows_of(window: CollectionWindow, untold: Mapping[str, object]) -> Iterator[dict[str, object]]:
    number = 0
    for author in range(AUTHORS):
        for kind, facts in enumerate(KINDS):
            for _ in range(1 + (author + kind) % 3):
                number += 1
                yield {
                    "tweet_id": f"{window.start.month}{number:04}", "platform": "x",
                    "created_at": datetime(2021, window.start.month, 2), "author_handle": f"author_{author:02}",
                    "is_retweet": False, "is_reply": False, "is_quote": False, "media_types": [], "urls": [],
                    "metrics_of": "own", "export_file": "a.csv", "row_number": number, **facts, **untold,
                }  # fmt: skip


def measured(warehouse: Warehouse, study: Study, untold: Mapping[str, object]) -> Trends:
    """Trends of three windows of the same tweets, of which the second is of a file that does not tell something."""
    for window, facts in zip(WINDOWS, ({}, untold, {}), strict=True):
        plant(warehouse, "raw_tweets", rows_of(window, facts), window)
        warehouse.replace_window(TWEETS, window, **tweet_patterns())
        warehouse.replace_window(TWEET_HASHTAGS, window)
    return measure_trends(warehouse, study, Attempts())


def shares(found: Trends) -> dict[str, list[Point]]:
    """Each share, in the order of the windows."""
    by_measure: dict[str, list[Point]] = {}
    for one in found.points:
        if one.unit == "share":
            by_measure.setdefault(one.measure, []).append(one)
    return by_measure


@pytest.mark.parametrize("untold", [MEDIA, TYPES_TOLD, MEDIA | TYPES_TOLD], ids=["media", "types", "both"])
def test_no_share_changes_and_what_is_not_told_is_within_its_bounds(
    warehouse: Warehouse, study: Study, untold: Mapping[str, object]
) -> None:
    found = measured(warehouse, study, untold)
    assert [one for one in found.changes if one.difference != 0] == []
    for before, here, after in shares(found).values():
        assert before.value is not None
        assert after.value == before.value
        assert here.value in (before.value, None)
        if here.value is None:
            assert here.low is not None
            assert here.high is not None
            assert here.low <= before.value <= here.high
            assert here.method.startswith("bounds: the exports do not tell it of ")


def test_text_only_is_told_of_all_tweets_where_media_are_not(warehouse: Warehouse, study: Study) -> None:
    found = shares(measured(warehouse, study, MEDIA))
    told, untold, _ = found["text_only_share"]
    assert told.value == untold.value == pytest.approx(4 / 7, abs=0.01)
    assert told.rests_on == untold.rests_on
    for measure in ("image_graphic_share", "link_to_article_share", "multimedia_share"):
        _, here, _ = found[measure]
        assert here.value is None
        assert here.high == pytest.approx(3 / 7, abs=0.1)


def test_what_may_quote_may_be_words_alone_and_who_goes_on_with_a_thread_names_nobody(
    warehouse: Warehouse, study: Study
) -> None:
    found = shares(measured(warehouse, study, MEDIA | TYPES_TOLD))
    open_here = {measure for measure, (_, here, _) in found.items() if here.value is None}
    assert open_here == {
        "tweet_share", "reply_share", "quote_tweet_share", "text_only_share", "image_graphic_share",
        "link_to_article_share", "multimedia_share", "with_links_share",
    }  # fmt: skip
