"""Pairs of hashtags, against counts and measures of association by sets of tweets."""

import math
import random
from itertools import combinations

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.text import HASHTAG_PAIRS
from mtw_pipeline_tests.planted_rows import WINDOW, plant, tweet

TAGS = ("ideas", "plans", "seo", "tips")


def plant_tweets(warehouse: Warehouse, uses: list[list[str]]) -> None:
    """Tweets of three accounts in turn, every fourth a retweet, with these hashtags as written."""
    rows = [
        tweet(
            1 + number % 28, tweet_id=str(1000 + number), author=f"author_{number % 3}", hashtags=tags,
            hashtag_count=len(tags), is_retweet=number % 4 == 3,
        )
        for number, tags in enumerate(uses)
    ]  # fmt: skip
    plant(warehouse, "tweets", rows)
    plant(
        warehouse,
        "tweet_hashtags",
        [
            {"tweet_id": row["tweet_id"], "position": place, "hashtag": tag.lower(), "hashtag_as_written": tag}
            for row, tags in zip(rows, uses, strict=True)
            for place, tag in enumerate(tags, start=1)
        ],
    )


@pytest.mark.parametrize("seed", range(6))
def test_pairs_are_what_sets_of_tweets_say(warehouse: Warehouse, seed: int) -> None:
    draws = random.Random(seed)  # noqa: S311 - a test draws
    uses = [draws.choices((*TAGS, "SEO"), k=draws.randrange(5)) for _ in range(4 + 5 * seed)]
    uses.append(["seo", "tips"])
    plant_tweets(warehouse, uses)
    warehouse.replace_window(HASHTAG_PAIRS, WINDOW, study_hashtags=["tips"])
    found = warehouse.connection.execute(
        "select hashtag, other_hashtag, with_study_hashtag, tweets, tweets_without_retweets, posters, jaccard, npmi"
        " from hashtag_pairs order by rank"
    ).fetchall()
    users = {tag: {n for n, tags in enumerate(uses) if tag in map(str.lower, tags)} for tag in TAGS}
    expected = {}
    for one, other in combinations(TAGS, 2):
        both, either = users[one] & users[other], users[one] | users[other]
        if len(both) < 2:
            continue
        share = len(both) / len(uses)
        chance = len(users[one]) / len(uses) * len(users[other]) / len(uses)
        npmi = pytest.approx(math.log(share / chance) / -math.log(share), abs=1e-9) if share < 1 else None
        expected[f"#{one}", f"#{other}"] = (
            "tips" in (one, other), len(both), sum(n % 4 != 3 for n in both), len({n % 3 for n in both}),
            pytest.approx(len(both) / len(either)), npmi,
        )  # fmt: skip
    assert {row[:2]: row[2:] for row in found} == expected
    assert [row[3] for row in found] == sorted((row[3] for row in found), reverse=True)


def test_where_every_tweet_has_both_there_is_no_association(warehouse: Warehouse) -> None:
    plant_tweets(warehouse, [["seo", "tips"]] * 3)
    warehouse.replace_window(HASHTAG_PAIRS, WINDOW, study_hashtags=[])
    assert warehouse.connection.execute("select jaccard, npmi from hashtag_pairs").fetchall() == [(1.0, None)]


def test_a_hashtag_that_is_written_twice_is_no_pair(warehouse: Warehouse) -> None:
    plant_tweets(warehouse, [["seo", "SEO"]] * 3)
    assert warehouse.replace_window(HASHTAG_PAIRS, WINDOW, study_hashtags=[]) == 0
