"""Answers of the X API v2 that pandas made tables of give the tweets that the answers themselves give."""

import json
from pathlib import Path

import pandas as pd
import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, make_study, put, v2_tweet
from mtw_pipeline_tests.warehouses import EmptyWarehouses

ORIGINAL = str(1_345_000_000_000_000_001)
USERS = [
    {"id": str(9000 + number), "username": f"inv_{number}", "name": f"Inv {number}", "location": "Nowhere",
     "public_metrics": {"followers_count": number, "following_count": 2, "tweet_count": 3, "listed_count": 0}}
    for number in range(1, 6)
]  # fmt: skip
NAMED = {"mentions": [{"username": "inv_1", "id": "9001"}, {"username": "inv_7", "id": "9007"}]}
QUOTED = {"urls": [{"url": "https://t.co/q", "expanded_url": f"https://twitter.com/inv_1/status/{ORIGINAL}"}]}
LINK = {"url": "https://t.co/a", "expanded_url": "https://example.org/a"}
TWEETS = [
    v2_tweet(1, lang="en", entities={"hashtags": [{"tag": "OneTag"}, {"tag": "two"}], "urls": [LINK]}),
    v2_tweet(2, referenced_tweets=[{"type": "quoted", "id": ORIGINAL}], entities=QUOTED),
    v2_tweet(
        3, referenced_tweets=[{"type": "replied_to", "id": ORIGINAL}], in_reply_to_user_id="9001", entities=NAMED
    ),
    v2_tweet(
        4, text="RT @inv_1: an invented sentence", referenced_tweets=[{"type": "retweeted", "id": ORIGINAL}],
        entities={"mentions": NAMED["mentions"][:1]},
    ),
    v2_tweet(
        5, referenced_tweets=[{"type": "replied_to", "id": ORIGINAL}, {"type": "quoted", "id": ORIGINAL}],
        in_reply_to_user_id="9001", entities=QUOTED,
    ),
]  # fmt: skip
OF_TWEETS = """
    tweet_id, created_at, text, author_id, is_reply, is_retweet, is_quote, in_reply_to_tweet_id, in_reply_to_user_id,
    retweeted_tweet_id, quoted_tweet_id, quoted_handle, like_count, reply_count, quote_count,
    hashtags, mention_handles, coalesce(mention_ids, []), list_filter(urls, lambda url: url not like '%/status/%')
"""
OF_AUTHORS = "author_handle, author_name, author_location, author_followers, author_following, author_tweets"


def normalized() -> pd.DataFrame:
    return pd.json_normalize(TWEETS)


def joined() -> pd.DataFrame:
    return normalized().merge(pd.json_normalize(USERS).rename(columns={"id": "author_id"}), on="author_id")


@pytest.mark.parametrize(("has_users", "columns"), [(False, OF_TWEETS), (True, f"{OF_TWEETS}, {OF_AUTHORS}")])
def test_a_table_of_answers_gives_the_tweets_of_the_answers(
    tmp_path: Path, empty_warehouses: EmptyWarehouses, has_users: bool, columns: str
) -> None:
    page = {"data": TWEETS, "includes": {"users": USERS if has_users else []}, "meta": {"result_count": len(TWEETS)}}
    table = joined() if has_users else normalized()
    found = []
    for name, content in (("page.json", json.dumps(page)), ("table.csv", table.to_csv(index=False))):
        with empty_warehouses.lent() as warehouse:
            found.append(_rows(tmp_path / name, warehouse, name, content, columns))
    of_page, of_table = found
    assert len(of_page) == len(TWEETS)
    assert of_table == of_page


def _rows(root: Path, warehouse: Warehouse, name: str, content: str, columns: str) -> list[tuple[object, ...]]:
    study = make_study(root)
    put(study, name, content)
    [outcome] = read_window(warehouse, study, WINDOW)
    assert outcome.refusal is None
    return warehouse.connection.execute(f"select {columns} from raw_tweets order by tweet_id").fetchall()
