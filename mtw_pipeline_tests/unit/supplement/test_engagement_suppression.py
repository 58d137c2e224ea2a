"""Averages that rest on tweets of few people are withheld, with the counts of tweets that would tell of them."""

import pytest

from mtw_pipeline.report.facts.of_window import read_facts
from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.withheld import is_withheld
from mtw_pipeline.study.folder import Study
from mtw_pipeline.supplement.people_behind import people_behind
from mtw_pipeline.supplement.suppression import suppressed
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding_results import ENGAGEMENT_SUMMARY
from mtw_pipeline_tests.planted_rows import WINDOW, plant, tweet

FEWEST = 4
LIKED = {"platform": "x", "like_count": 3, "retweet_count": 1}
WITH_REPLIES = {**LIKED, "reply_count": 2}
RETWEET = {"platform": "x", "tweet_type": "retweet", "retweet_count": 9, "metrics_of": "original"}


def shown(warehouse: Warehouse, study: Study, *kinds: tuple[int, dict[str, object]]) -> tuple[ReportFacts, ReportFacts]:
    """Facts of so many tweets of each kind, each by an author of its own and all sampled; whole, and suppressed."""
    every = [facts for people, facts in kinds for _ in range(people)]
    plant(warehouse, "tweets", [tweet(number, **facts) for number, facts in enumerate(every, start=1)])
    plant(warehouse, "sample", [{"tweet_id": str(number)} for number, _ in enumerate(every, start=1)])
    warehouse.replace_window(ENGAGEMENT_SUMMARY, WINDOW)
    facts = read_facts(warehouse, study, WINDOW)
    return facts, suppressed(facts, people_behind(warehouse, facts), FEWEST)


def test_a_count_that_few_peoples_files_tell_has_no_average(warehouse: Warehouse, study: Study) -> None:
    """Replies are known of one program's tweets: those of three people."""
    facts, published = shown(warehouse, study, (3, WITH_REPLIES), (9, LIKED), (5, {"platform": "x"}), (6, RETWEET))
    assert [(one.measure, one.tweets, one.of_tweets) for one in facts.engagement] == [
        ("likes", 12, 17), ("retweets", 12, 17), ("replies", 3, 17),
    ]  # fmt: skip
    assert [(one.metric, one.known_tweets) for one in facts.coding.engagement] == [
        ("likes", 12), ("shares", 12), ("comments", 3),
    ]  # fmt: skip
    for figures in (published.engagement, published.platform_engagement):
        assert [(is_withheld(one.mean), is_withheld(one.median)) for one in figures] == [(False, False)] * 2 + [
            (True, True)
        ]
        assert all(
            is_withheld(one.tweets) and is_withheld(one.of_tweets) and is_withheld(one.not_known) for one in figures
        )
    *others, comments = published.coding.engagement
    assert all(is_withheld(getattr(comments, name)) for name in ("mean", "lower_quartile", "median", "maximum"))
    assert [(one.mean, one.maximum) for one in others] == [(3.0, 3), (1.0, 1)]
    assert all(is_withheld(one.known_tweets) and is_withheld(one.sampled_tweets) for one in (*others, comments))


@pytest.mark.parametrize("unknown", [0, 6])
def test_of_enough_people_all_is_told(warehouse: Warehouse, study: Study, unknown: int) -> None:
    kinds = ((4, WITH_REPLIES), (9, LIKED), (unknown, {"platform": "x"}), (6, RETWEET))
    facts, published = shown(warehouse, study, *kinds)
    assert published.engagement == facts.engagement
    assert published.platform_engagement == facts.platform_engagement
    assert published.coding.engagement == facts.coding.engagement


def test_few_people_of_whom_nothing_is_known_are_told_by_no_difference(warehouse: Warehouse, study: Study) -> None:
    _, published = shown(warehouse, study, (9, WITH_REPLIES), (2, {"platform": "x"}), (6, RETWEET))
    assert [one.mean for one in published.engagement] == [3.0, 1.0, 2.0]
    assert all(is_withheld(one.tweets) and is_withheld(one.not_known) for one in published.engagement)
    assert all(is_withheld(one.tweets) for one in published.platform_engagement)


def test_few_sampled_retweets_are_no_difference_of_the_sample(warehouse: Warehouse, study: Study) -> None:
    """Table 1 withholds them, and the sample less those that are no retweets would tell them."""
    rows = [
        {"tweet_id": str(number), "variable": "tweet_type", "category": kind}
        for number, kind in enumerate(["tweet"] * 9 + ["retweet"] * 2, start=1)
    ]
    plant(warehouse, "tweet_categories", rows)
    plant(warehouse, "code_frequencies", [
        {"variable": "tweet_type", "category": kind, "tweets": tweets, "coded_tweets": 11, "percent": 1.0,
         "is_computed": True}
        for kind, tweets in (("tweet", 9), ("retweet", 2))
    ])  # fmt: skip
    plant(warehouse, "codebook", [
        {"variable": "tweet_type", "category": kind, "label": "Type", "variable_order": 1, "category_order": place}
        for place, kind in enumerate(("tweet", "retweet"))
    ])  # fmt: skip
    _, published = shown(warehouse, study, (9, WITH_REPLIES), (2, RETWEET))
    assert all(is_withheld(one.sampled_tweets) for one in published.coding.engagement)
    assert [one.mean for one in published.coding.engagement] == [3.0, 1.0, 2.0]
