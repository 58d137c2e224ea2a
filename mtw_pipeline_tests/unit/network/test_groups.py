"""Tweets by groups, against pandas and against the rule by which addresses are masked."""

import random
from datetime import datetime, timedelta

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from mtw_pipeline.published.masking.addresses import registered_domain
from mtw_pipeline.text.domains import domain_parameters
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.groups import GROUP_FREQUENCIES, LINK_DOMAINS
from mtw_pipeline_tests.planted_rows import WINDOW, plant, tweet

TYPES = ("tweet", "retweet", "reply")
HOSTS = (
    "example.org", "blog.example.org", "example.co.uk", "a.b.example.co.uk", "bit.ly", "example.com.", "10.0.0.1",
    "localhost", "example.com.mx", "m.example.com",
)  # fmt: skip


def plant_groups(warehouse: Warehouse, seed: int, size: int = 60) -> pd.DataFrame:
    """Tweets of nine accounts in two communities, scored and in part coded; also as a frame, a row a tweet."""
    draws = random.Random(seed)  # noqa: S311 - a test draws
    rows = [
        tweet(
            1, tweet_id=str(1000 + n), author=f"a{draws.randrange(9)}", tweet_type=(kind := draws.choice(TYPES)),
            is_retweet=kind == "retweet", created_at=datetime(2021, 1, 1) + timedelta(hours=draws.randrange(31 * 24)),
            content_format=draws.choice(("text only", "link to article", None)),
        )
        for n in range(size)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    number = frame["author"].str[1:].astype(int)
    frame["community"] = number.map(lambda n: f"community {1 + n % 2}")
    frame["leader_class"] = number.map(lambda n: "media" if n < 2 else "no leader")
    frame["week"] = frame["created_at"].dt.to_period("W-SUN").dt.start_time.dt.strftime("%Y-%m-%d")
    frame["sentiment_vader"] = [draws.choice(("positive", "neutral")) for _ in rows]
    frame["purpose"] = [draws.choice(("action", "other")) if n % 3 == 0 else None for n in range(size)]
    plant(warehouse, "tweets", rows)
    plant(
        warehouse, "account_groups",
        frame[["author", "community", "leader_class"]].drop_duplicates().rename(columns={"author": "account"})
        .to_dict("records"),
    )  # fmt: skip
    plant(
        warehouse, "sentiment_scores",
        [
            {"tweet_id": one, "scorer": "vader 3", "label": label}
            for one, label in zip(frame["tweet_id"], frame["sentiment_vader"], strict=True)
        ],
    )  # fmt: skip
    coded = frame.dropna(subset=["purpose"])
    plant(
        warehouse, "coded_tweets",
        [
            {"tweet_id": one, "variable": variable, "code": code, "decision": decision}
            for one, purpose, kind in zip(coded["tweet_id"], coded["purpose"], coded["tweet_type"], strict=True)
            for variable, code, decision in (("purpose", purpose, "alike"), ("tweet_type", kind, "computed"))
        ],
    )  # fmt: skip
    plant(
        warehouse, "codebook",
        [
            {"variable": "purpose", "category": "action", "is_computed": False},
            {"variable": "purpose", "category": "other", "is_computed": False},
            {"variable": "tweet_type", "category": "tweet", "is_computed": True},
        ],
    )  # fmt: skip
    return frame


@pytest.mark.parametrize("seed", [1, 2])
def test_shares_of_groups_are_what_pandas_says(warehouse: Warehouse, seed: int) -> None:
    frame = plant_groups(warehouse, seed)
    warehouse.replace_window(GROUP_FREQUENCIES, WINDOW)
    rows = warehouse.connection.execute(
        "select grouped_by, group_name, variable, category, is_sampled, tweets, of_tweets, percent, low, high, posters"
        " from group_frequencies"
    ).fetchall()
    expected = {}
    for grouped_by in ("community", "leader_class", "week"):
        for variable in ("tweet_type", "content_format", "sentiment_vader", "purpose"):
            known = frame.fillna({"content_format": "not known"}).dropna(subset=[variable])
            for (group, category), found in known.groupby([grouped_by, variable]):
                of_tweets, is_sampled = int((known[grouped_by] == group).sum()), variable == "purpose"
                low, high = proportion_confint(len(found), of_tweets, method="wilson")
                expected[grouped_by, group, variable, category] = (
                    is_sampled, len(found), of_tweets, pytest.approx(100 * len(found) / of_tweets),
                    pytest.approx(100 * low, abs=1e-9) if is_sampled else None,
                    pytest.approx(100 * high, abs=1e-9) if is_sampled else None, found["author"].nunique(),
                )  # fmt: skip
    assert {row[:4]: row[4:] for row in rows} == expected


def test_a_tweet_with_two_categories_counts_once_in_its_group(warehouse: Warehouse) -> None:
    plant(warehouse, "tweets", [tweet(1, author="ann"), tweet(2, author="ann")])
    plant(warehouse, "account_groups", [{"account": "ann", "community": "community 1", "leader_class": "no leader"}])
    plant(warehouse, "codebook", [{"variable": "topics", "category": "a", "is_computed": False}])
    codes = [("1", "a"), ("1", "b"), ("2", "b")]
    plant(
        warehouse, "coded_tweets",
        [{"tweet_id": one, "variable": "topics", "code": code, "decision": "alike"} for one, code in codes],
    )  # fmt: skip
    warehouse.replace_window(GROUP_FREQUENCIES, WINDOW)
    rows = warehouse.connection.execute(
        "select category, tweets, of_tweets from group_frequencies"
        " where grouped_by = 'community' and variable = 'topics'"
    ).fetchall()
    assert rows == [("a", 1, 2), ("b", 2, 2)]


def test_domains_are_cut_as_addresses_are_and_counted_by_group(warehouse: Warehouse) -> None:
    frame = plant_groups(warehouse, 3)
    draws = random.Random(3)  # noqa: S311 - a test draws
    links = [(one, draws.choice(HOSTS)) for one in frame["tweet_id"] for _ in range(draws.randrange(3))]
    plant(
        warehouse, "tweet_urls",
        [
            {"tweet_id": one, "position": place, "url": f"https://{host}/a", "domain": host}
            for place, (one, host) in enumerate(links)
        ],
    )  # fmt: skip
    warehouse.replace_window(LINK_DOMAINS, WINDOW, **domain_parameters())
    rows = warehouse.connection.execute(
        "select grouped_by, group_name, domain, is_shortener, links, tweets, tweets_without_retweets, posters"
        " from link_domains"
    ).fetchall()
    cut = pd.DataFrame(links, columns=["tweet_id", "host"]).merge(frame, on="tweet_id").assign(everything="all tweets")
    cut["domain"] = cut["host"].map(lambda host: host if host == "10.0.0.1" else registered_domain(host))
    expected = {}
    groupings = {"all tweets": "everything"} | {
        one: one for one in ("community", "tweet_type", "content_format", "purpose")
    }
    for grouped_by, column in groupings.items():
        for (group, domain), found in cut.dropna(subset=[column]).groupby([column, "domain"]):
            own = found[~found["is_retweet"]]
            expected[grouped_by, group, domain] = (
                domain == "bit.ly", len(found), found["tweet_id"].nunique(), own["tweet_id"].nunique(),
                found["author"].nunique(),
            )  # fmt: skip
    assert {row[:3]: row[3:] for row in rows} == expected
