"""Real exports written anew without some of their tweets and users: nothing else of them reads otherwise."""

import gzip
import shutil
from pathlib import Path

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.exports import rewrite_exports
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

ALL_TIME = CollectionWindow.between("2006-03-01", "2025-12-31")
FILES = (
    "rtweet_rconference/tweets.csv.gz", "rtweet_sibecol2019/retweets.csv", "rtweet_sibecol2019/tweets.csv",
    "tags/sample-data.csv", "v1_search/twitter.json", "v1_v2_twitwi/payload-v2.json", "v2_twarc_csv/flat.jsonl",
    "v2_twarc_csv/entities_test.jsonl", "v2_twarc_csv/streaming_output_with_error.jsonl",
    "v2_twarc_network/tweets.jsonl",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_tenth_tweet_and_every_thirtieth_user_go(
    name: str, realdata: Path, study: Study, warehouse: Warehouse
) -> None:
    folder = study.incoming_of(ALL_TIME)
    folder.mkdir(parents=True)
    path = Path(shutil.copyfile(realdata / name, folder / Path(name).name))
    read_window(warehouse, study, ALL_TIME)
    rows = warehouse.connection.execute(
        "select tweet_id, coalesce(retweeted_tweet_id, quoted_tweet_id, tweet_id), coalesce(author_handle, ''),"
        " coalesce(retweeted_tweet_id, ''), coalesce(retweeted_handle, ''), author_id, retweeted_user_id,"
        " starts_with(text, 'RT @')"
        " from raw_tweets"
    ).fetchall()
    tweets = set(sorted({row[1] for row in rows})[::10])
    users = {handle.lower() for handle in sorted({row[2] for row in rows} - {""})[::30]}
    users |= {row[5] for row in rows if row[2].lower() in users} | {row[6] for row in rows if row[4].lower() in users}
    users -= {None}
    asked = [row for row in rows if {row[0], row[3]} & tweets or {row[2].lower(), row[4].lower(), *row[5:7]} & users]
    rewritten = rewrite_exports(study, ALL_TIME, Register("5a17").with_tweets(tweets).with_users(users))
    assert (rewritten.exports, rewritten.untouched) == ((path,), ())
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    assert not [one for one in {*tweets, *(row[0] for row in asked)} if one.encode() in content]
    read_window(warehouse, study, ALL_TIME)
    left = warehouse.connection.execute("select tweet_id from raw_tweets").fetchall()
    kept = [row for row in rows if (row[0],) in left]
    assert len(left) == len(kept)
    assert not {row[0] for row in asked} & {row[0] for row in kept}
    assert all(row[7] for row in rows if row not in kept and row not in asked)  # passed on by hand
