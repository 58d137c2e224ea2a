"""What accounts do: participation against numpy, first ties and delays on planted ones."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from mtw_pipeline.network.leader_classes import leader_parameters, sought
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.accounts import (
    ACCOUNT_GROUPS,
    FIRST_TIES,
    LORENZ_CURVE,
    PARTICIPATION,
    RESPONSE_DELAYS,
)
from mtw_pipeline.warehouse.tables.network import LEADERS
from mtw_pipeline_tests.planted_rows import OTHER_WINDOW, WINDOW, plant, tweet

NOON = datetime(2021, 1, 5, 12)


def plant_posters(warehouse: Warehouse, counts: list[int], retweets: int = 0) -> None:
    """So many tweets by each of some accounts, and retweets by one more."""
    authors = [f"a{place}" for place, count in enumerate(counts) for _ in range(count)] + ["passer"] * retweets
    rows = [
        tweet(1, tweet_id=str(1000 + n), author=author, is_retweet=author == "passer")
        for n, author in enumerate(authors)
    ]
    plant(warehouse, "tweets", rows)


@pytest.mark.parametrize("posters", [1, 2, 9, 10, 11, 99, 100, 101, 303])
def test_gini_lorenz_and_top_shares_are_what_numpy_says(warehouse: Warehouse, posters: int) -> None:
    counts = np.random.default_rng(posters).geometric(0.4, posters).tolist()
    plant_posters(warehouse, counts)
    warehouse.replace_window(PARTICIPATION, WINDOW)
    warehouse.replace_window(LORENZ_CURVE, WINDOW)
    row = warehouse.connection.execute(
        "select posters, tweets, posters_of_one, gini, posters_of_top_1, tweets_of_top_1, posters_of_top_10,"
        " tweets_of_top_10 from participation where counted = 'all tweets'"
    ).fetchone()
    curve = warehouse.connection.execute(
        "select percent_of_posters, percent_of_tweets from lorenz_curve where counted = 'all tweets' order by 1"
    ).fetchall()
    tweets = np.sort(np.array(counts, dtype=float))
    differences = np.abs(tweets[:, None] - tweets[None, :]).sum()  # the definition by mean differences (Gini 1912)
    gini = differences / (2 * len(counts) ** 2 * tweets.mean())
    tops = [-(-len(counts) * percent // 100) for percent in (1, 10)]
    shares = [value for top in tops for value in (top, tweets[-top:].sum())]
    assert row == (len(counts), tweets.sum(), (tweets == 1).sum(), pytest.approx(gini, abs=1e-12), *shares)
    kinks = np.concatenate([[0.0], tweets.cumsum()]) / tweets.sum() * 100
    expected = np.interp(np.arange(101), np.linspace(0, 100, len(counts) + 1), kinks)
    assert [place for place, _ in curve] == list(range(101))
    assert [share for _, share in curve] == pytest.approx(expected.tolist(), abs=1e-9)


def test_who_only_retweets_is_a_poster_of_all_tweets_alone(warehouse: Warehouse) -> None:
    plant_posters(warehouse, [3, 3], retweets=6)
    warehouse.replace_window(PARTICIPATION, WINDOW)
    found = warehouse.connection.execute("select counted, posters, tweets, gini from participation order by 1")
    assert found.fetchall() == [("all tweets", 3, 12, pytest.approx(1 / 6)), ("without retweets", 2, 6, 0.0)]


def tie(source: str, target: str, kind: str, minutes: int | None) -> dict[str, object]:
    at = None if minutes is None else NOON + timedelta(minutes=minutes)
    return {
        "source": source, "target": target, "kind": kind, "is_self_tie": source == target, "times": 1,
        "first_at": at, "last_at": at,
    }  # fmt: skip


def test_the_first_tie_tells_who_introduced_whom(warehouse: Warehouse) -> None:
    ties = [
        tie("ann", "ann", "mention", 0),  # to herself: none
        tie("ann", "bob", "reply", 1),  # both are new
        tie("bob", "cyd", "retweet", 2),  # bob was there, and introduces cyd
        tie("dan", "cyd", "quote", 3),  # dan comes by himself
        tie("dan", "bob", "mention", 3),  # in the same tweet: bob was there before cyd
        tie("cyd", "ann", "mention", 4),
        tie("eve", "bob", "mention", None),  # an edge list that tells no time
    ]
    plant(warehouse, "interactions", ties)
    plant(warehouse, "interactions", [tie("cyd", "dan", "mention", -900)], OTHER_WINDOW)
    warehouse.replace_window(FIRST_TIES, WINDOW)
    found = warehouse.connection.execute(
        "select account, role, kind, other_account, other_was_there, ties_at_once from first_ties order by account"
    ).fetchall()
    assert found == [
        ("ann", "named another", "reply", "bob", False, 1),
        ("bob", "was named", "reply", "ann", False, 1),
        ("cyd", "was named", "retweet", "bob", True, 1),
        ("dan", "named another", "mention", "bob", True, 2),
    ]
    introduced = warehouse.query("published/views/v_introducers").fetchall()
    assert introduced == [(WINDOW.key, "bob", 1, 1, 0, 0, 0)]


def snowflake(at: datetime) -> str:
    """The id of a tweet of that time, as X makes them: milliseconds since 4 November 2010, above 22 other bits."""
    return str((int((at - datetime(1970, 1, 1)).total_seconds() * 1000) - 1288834974657 << 22) + 5)


SIGNS = "234567abcdefghijklmnopqrstuvwxyz"


def record_key(at: datetime) -> str:
    """The key of a Bluesky post of that time: microseconds above ten other bits, in base 32 with signs that sort."""
    number = (int((at - datetime(1970, 1, 1)).total_seconds() * 1_000_000) << 10) + 717
    signs = ""
    for _ in range(13):
        number, digit = divmod(number, 32)
        signs = SIGNS[digit] + signs
    return signs


def response(number: int, kind: str, original: str | None, at: datetime) -> dict[str, object]:
    column = {"retweet": "retweeted_tweet_id", "reply": "in_reply_to_tweet_id", "quote tweet": "quoted_tweet_id"}[kind]
    return tweet(number, platform="x", tweet_type=kind, created_at=at, **{column: original})


def test_delays_are_told_by_collected_originals_and_by_ids(warehouse: Warehouse) -> None:
    by_id = snowflake(NOON + timedelta(milliseconds=900))
    by_key = f"at://did:plc:a/app.bsky.feed.post/{record_key(NOON + timedelta(milliseconds=1))}"
    rows = [
        tweet(1, tweet_id="777", created_at=NOON),  # of a platform whose ids hold no time, or before 2010
        response(2, "retweet", "777", NOON + timedelta(seconds=30)),
        response(3, "retweet", by_id, NOON),  # in the same second, whatever its milliseconds
        response(4, "retweet", by_id, NOON + timedelta(hours=2)),
        response(5, "retweet", by_id, NOON + timedelta(days=8)),
        response(6, "retweet", by_id, NOON - timedelta(hours=5)),  # a time in another zone
        response(7, "retweet", "778", NOON),  # not collected, and no time in the id
        response(8, "retweet", None, NOON),
        response(9, "reply", "at://did:plc:a/app.bsky.feed.post/3k", NOON) | {"platform": "bluesky"},
        response(11, "reply", by_key, NOON + timedelta(hours=30)) | {"platform": "bluesky"},
        response(12, "reply", by_id, NOON) | {"platform": "mastodon"},
        response(10, "quote tweet", by_id, NOON + timedelta(days=3)),
    ]
    plant(warehouse, "tweets", rows)
    warehouse.replace_window(RESPONSE_DELAYS, WINDOW)
    found = warehouse.connection.execute(
        "select tweet_type, tweets, originals_named, delays_known, before_original, posters, lower_quartile, median,"
        " upper_quartile, within_an_hour, within_a_day, within_a_week, later from response_delays order by 1"
    ).fetchall()
    seconds = [0.0, 30.0, 7200.0, 8 * 86400.0]
    quartiles = np.quantile(seconds, [0.25, 0.5, 0.75]).tolist()
    assert found == [
        ("quote tweet", 1, 1, 1, 0, 1, *[259200.0] * 3, 0, 0, 1, 0),
        ("reply", 3, 3, 1, 0, 1, *[108000.0] * 3, 0, 0, 1, 0),
        ("retweet", 7, 6, 4, 1, 4, *quartiles, 2, 1, 0, 1),
    ]


def test_an_account_is_in_its_community_and_has_its_class(warehouse: Warehouse) -> None:
    plant(warehouse, "tweets", [tweet(n, author=name) for n, name in enumerate(("ann", "ann", "bob", "cyd"), start=1)])
    ranked = [("ann", 2), ("bob", 6)]
    plant(warehouse, "user_metrics", [{"layer": "all", "account": name, "community": at} for name, at in ranked])
    plant(warehouse, "user_metrics", [{"layer": "reply", "account": "cyd", "community": 1}])
    leader = {"layer": "all", "rank": 1, "account": "ann", "class": "media"}
    plant(warehouse, "leaders", [{**leader, "leads_by": degree} for degree in ("indegree", "outdegree")])
    warehouse.replace_window(ACCOUNT_GROUPS, WINDOW)
    found = warehouse.connection.execute("select account, tweets, community, leader_class from account_groups")
    assert found.fetchall() == [
        ("ann", 2, "community 2", "media"),
        ("bob", 1, "smaller communities", "no leader"),
        ("cyd", 1, "no community", "no leader"),
    ]


def test_a_word_of_a_class_may_go_on_whatever_blanks_stand_behind_it() -> None:
    assert (sought("freelance* "), sought(" Vice-President ")) == (" freelance", " vice president ")
    assert (sought("Head of marketing"), sought("मार्केटिंग")) == (" head of marketing ", " मार्केटिंग ")


def test_nobody_leads_by_a_degree_of_nothing(warehouse: Warehouse, study: Study) -> None:
    """Three accounts pass one on: fewer accounts than leaders are asked for, and each has one degree alone."""
    ends = [("star", 3, 0), ("ann", 0, 1), ("ben", 0, 1), ("cy", 1, 1)]
    plant(warehouse, "user_metrics", [
        {"layer": "all", "account": account, "indegree": inward, "outdegree": outward, "degree": inward + outward,
         "times_in": inward, "times_out": outward}
        for account, inward, outward in ends
    ])  # fmt: skip
    warehouse.replace_window(LEADERS, WINDOW, **leader_parameters(study))
    found = warehouse.connection.execute("select leads_by, account, leads_both from leaders order by leads_by, rank")
    assert found.fetchall() == [
        ("indegree", "star", False), ("indegree", "cy", True),
        ("outdegree", "ann", False), ("outdegree", "ben", False), ("outdegree", "cy", True),
    ]  # fmt: skip
