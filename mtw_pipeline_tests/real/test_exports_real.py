"""Real exports through the whole reading, held against an independent recount of the files (recount.py).

Differences are told by row and column, never by content: what the files hold are real people's words.
"""

import json
import shutil
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.sentiment import vader_name, vader_rows
from mtw_pipeline.text.vader import installed_lexicon
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, make_study, put
from mtw_pipeline_tests.real import recount
from mtw_pipeline_tests.real.recount import differences, rtweet_tweets, told
from mtw_pipeline_tests.real.tables import Tables, read, run, window_of

ORIGINALS = "rtweet_sibecol2019/tweets.csv"
WITH_RETWEETS = "rtweet_sibecol2019/retweets.csv"
TIMELINES = "rtweet_rconference/tweets.csv.gz"
TEACHERS = "rtweet_aprendeencasa/data.csv"
RTWEET_FILES = (ORIGINALS, WITH_RETWEETS, TIMELINES, TEACHERS, "tags/sample-data.csv", "tags/sample-tweet.csv")
PAGES = "v2_twarc_network/tweets.jsonl"
MORE_TWEETS = (
    "v2_twarc_csv/*.jsonl", "v2_academictwitter/*/data_*.json", "v1_v2_twitwi/*payload-v2*.json", "v1_search/*.json",
    "v1_v2_twitwi/normalization-payload-*.json", "tags/ropensci-sample-data.csv", "v1_v2_twitwi/tweet-export.csv",
)  # fmt: skip
NO_TWEETS = {
    "users": "user profiles", "counts": "counts of tweets", "lists": "lists of accounts",
    "tweets_compliance": "compliance records", "users_compliance": "compliance records",
}  # fmt: skip
EDGES = "edges_rensa22/rensa22_edge_list.csv"
PEOPLE = "v1_v2_twitwi/user-export.csv"
PLUGIN = "other_csv/x_export_of_a_plugin.csv"
OTHER_PLATFORMS = ("bluesky_*", "mastodon_*")
VIDEOS = "other_csv/tiktok_export_of_a_plugin.csv"
PROFILES = "v2_academictwitter/*/users_*.json"
RATED = "vader_truth/tweets_GroundTruth.txt"

RAW_COLUMNS = {
    "ids": (
        "tweet_id", "author_id", "in_reply_to_tweet_id", "in_reply_to_user_id", "retweeted_tweet_id",
        "retweeted_user_id", "quoted_tweet_id", "quoted_user_id",
    ),
    "handles": ("author_handle", "in_reply_to_handle", "retweeted_handle", "quoted_handle"),
    "times": ("created_at", "author_created_at"),
    "types": ("is_reply", "is_retweet", "is_quote"),
    "texts": ("text", "retweeted_text"),
    "counts": (
        "like_count", "retweet_count", "reply_count", "quote_count", "retweeted_like_count", "retweeted_retweet_count",
    ),
    "hashtags": ("hashtags",),
    "mentions": ("mention_handles", "mention_ids"),
}  # fmt: skip
COMPARED = tuple(name for name in TWEETS.column_names if name not in {"collection_window", "export_file", "row_number"})


@pytest.fixture(scope="module")
def readings(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Tables]]:
    """Every rtweet file, read in the window from its first to its last day."""
    study = make_study(tmp_path_factory.mktemp("rtweet"))
    with open_warehouse(study.warehouse, "a test") as warehouse:
        found = {}
        for name in RTWEET_FILES:
            window = window_of(realdata / name)
            target = study.incoming_of(window) / name
            target.parent.mkdir(parents=True)
            shutil.copyfile(realdata / name, target)
            found[name] = read(warehouse, study, window)
        yield found


def test_these_are_all_the_rtweet_files_that_there_are(realdata: Path) -> None:
    tables = [*realdata.rglob("*.csv"), *realdata.rglob("*.csv.gz")]
    found = [path for path in tables if {"status_id", "screen_name", "is_retweet"} <= set(recount.header(path))]
    assert {path.relative_to(realdata).as_posix() for path in found} == set(RTWEET_FILES)


@pytest.mark.parametrize("name", RTWEET_FILES)
def test_every_row_of_an_rtweet_file_is_taken(readings: dict[str, Tables], realdata: Path, name: str) -> None:
    rows = len(recount.table(realdata / name))
    assert readings[name].values("export_file, format, rows_read", "collection_exports") == [(name, "rtweet", rows)]
    assert readings[name].values("row_number", "raw_tweets", "order by 1") == [(number + 1,) for number in range(rows)]
    assert readings[name].values("row_number", "rejected_rows") == []


@pytest.mark.parametrize("group", RAW_COLUMNS)
@pytest.mark.parametrize("name", RTWEET_FILES)
def test_raw_tweets_has_what_the_file_says(readings: dict[str, Tables], realdata: Path, name: str, group: str) -> None:
    columns = RAW_COLUMNS[group]
    tweets = rtweet_tweets(realdata / name)
    expected = [told(tweet, columns) for tweet in tweets]
    if not any(tweet.is_reply for tweet in tweets):  # then nothing in the file says that replies were collected
        expected = [row | ({"is_reply": None} if "is_reply" in row else {}) for row in expected]
    assert differences(readings[name].rows(columns, "raw_tweets"), expected) == []


@pytest.mark.parametrize("name", RTWEET_FILES)
def test_the_times_of_posting_are_those_inside_the_ids(readings: dict[str, Tables], name: str) -> None:
    said = readings[name].rows(["tweet_id", "created_at"], "tweets")
    times = [recount.time_of_id(str(tweet["tweet_id"])).replace(microsecond=0) for tweet in said]
    assert differences(said, [{"created_at": time} for time in times]) == []


@pytest.mark.parametrize("name", RTWEET_FILES)
def test_the_tweets_of_a_file_add_up_as_its_columns_do(readings: dict[str, Tables], realdata: Path, name: str) -> None:
    counted = rtweet_tweets(realdata / name)
    retweets = [tweet for tweet in counted if tweet.is_retweet]
    types = readings[name].values("tweet_type", "tweets")
    assert Counter(kind for (kind,) in types) == Counter(tweet.tweet_type for tweet in counted)
    [sums] = readings[name].values(
        "count(*), count(distinct author), count(*) filter (where is_reply), count(*) filter (where is_quote),"
        " sum(like_count), coalesce(sum(retweet_count), 0), coalesce(sum(original_like_count), 0)",
        "tweets",
    )
    assert sums == (
        len({tweet.tweet_id for tweet in counted}),
        len({tweet.author_id for tweet in counted}),
        sum(tweet.is_reply for tweet in counted),
        sum(tweet.is_quote for tweet in counted),
        sum(tweet.like_count or 0 for tweet in counted),
        sum(tweet.retweet_count or 0 for tweet in counted if not tweet.is_retweet),
        sum(tweet.retweeted_like_count or 0 for tweet in retweets),
    )


@pytest.mark.parametrize("name", RTWEET_FILES)
def test_a_retweet_has_the_full_text_of_its_original(readings: dict[str, Tables], realdata: Path, name: str) -> None:
    expected = [
        {"text": recount.unescaped(tweet.retweeted_text or tweet.text), "text_is_cut": False}
        for tweet in rtweet_tweets(realdata / name)
    ]
    assert differences(readings[name].rows(["text", "text_is_cut"], "tweets"), expected) == []


@pytest.mark.parametrize("name", RTWEET_FILES)
def test_the_author_of_a_retweets_original_is_named_first(
    readings: dict[str, Tables], realdata: Path, name: str
) -> None:
    said = readings[name].rows(["is_retweet", "retweeted", "mention_handles"], "tweets")
    named = [
        {"retweeted": row["retweeted"], "first": handles[0].lower() if handles else None}
        for row in said
        if row["is_retweet"] and isinstance(handles := row["mention_handles"], list)
    ]
    authors = [str(tweet.retweeted_handle).lower() for tweet in rtweet_tweets(realdata / name) if tweet.is_retweet]
    assert differences(named, [{"retweeted": author, "first": author} for author in authors]) == []


@pytest.mark.parametrize("name", RTWEET_FILES)
def test_the_author_of_a_retweets_original_does_not_count_as_a_mention(
    readings: dict[str, Tables], realdata: Path, name: str
) -> None:
    expected = []
    for tweet in rtweet_tweets(realdata / name):
        named = [handle.lower() for handle in tweet.mention_handles]
        passed_on = tweet.is_retweet and str(tweet.retweeted_handle).lower() in named
        expected.append({"mention_count": len(named) - passed_on, "hashtag_count": len(tweet.hashtags)})
    assert differences(readings[name].rows(["mention_count", "hashtag_count"], "tweets"), expected) == []


def test_the_files_add_up_to_what_their_owners_published(readings: dict[str, Tables]) -> None:
    """The authors' dashboard on the originals, and the sizes that the README beside the files gives."""
    dashboard = readings[ORIGINALS].values(
        "count(*), count(distinct author), sum(like_count), sum(retweet_count)", "tweets"
    )
    assert dashboard == [(912, 226, 8866, 2338)]
    sizes = {name: readings[name].values("count(*), count(*) filter (where is_retweet)", "tweets") for name in readings}
    assert (sizes[WITH_RETWEETS], sizes[TIMELINES], sizes[TEACHERS]) == ([(2913, 2056)], [(4897, 2240)], [(3908, 0)])


def test_rows_outside_a_narrower_window_are_rejected_and_name_their_day(
    study: Study, warehouse: Warehouse, realdata: Path
) -> None:
    whole = window_of(realdata / WITH_RETWEETS)
    window = CollectionWindow(whole.start + timedelta(days=2), whole.end - timedelta(days=2))
    put(study, "a.csv", (realdata / WITH_RETWEETS).read_bytes(), window)
    tables = read(warehouse, study, window)
    days = {number: tweet.created_at.date() for number, tweet in enumerate(rtweet_tweets(realdata / WITH_RETWEETS), 1)}
    outside = {number: day for number, day in days.items() if not window.start <= day <= window.end}
    rejected = dict(tables.values("row_number, reason", "rejected_rows", "order by 1"))
    assert list(rejected) == list(outside)
    assert all(str(day) in str(rejected[number]) for number, day in outside.items())
    assert tables.values("count(*)", "raw_tweets") == [(len(days) - len(outside),)]


# One window of good files, and of all that hold no tweets


WITHOUT_ROWS = "nodexl_empty/NodeXLGraph1.xlsx"
"""A workbook of a known format in which nobody named anybody."""


def refused_files(realdata: Path) -> set[str]:
    more = {path for pattern in MORE_TWEETS for path in realdata.glob(pattern) if path.stem not in NO_TWEETS}
    tweets = {realdata / name for name in (*RTWEET_FILES, PAGES, EDGES)} | more
    tweets |= {*realdata.glob(PROFILES), realdata / WITHOUT_ROWS, realdata / PLUGIN}
    tweets |= {path for folder in OTHER_PLATFORMS for path in realdata.glob(f"{folder}/*")}  # test_posts_real.py
    return {path.relative_to(realdata).as_posix() for path in realdata.rglob("*") if path.is_file()} - {
        path.relative_to(realdata).as_posix() for path in tweets
    }


@pytest.fixture(scope="module")
def mixed(realdata: Path, tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess) -> Iterator[Tables]:
    study = make_study(tmp_path_factory.mktemp("mixed"))
    last = max(tweet["created_at"] for tweet in recount.v2_tweets(realdata / PAGES))
    window = CollectionWindow.between(window_of(realdata / ORIGINALS).start.isoformat(), last[:10])
    for name in (ORIGINALS, PAGES, WITHOUT_ROWS, *refused_files(realdata)):
        put(study, name, "", window)
        shutil.copyfile(realdata / name, study.incoming_of(window) / name)
    outcome = run(study, window, validation)
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        yield Tables(connection, window, outcome)


def test_a_run_over_good_and_refused_files_succeeds_and_only_tells_that_some_were_refused(mixed: Tables) -> None:
    assert mixed.outcome is not None
    assert (mixed.outcome.problem, mixed.outcome.succeeded) == ("", True)
    failed = [(one.table, one.check, one.is_error) for one in mixed.outcome.failed_checks]
    assert failed == [("collection_exports", "no_refused_files", False)]


def test_every_other_file_is_refused_with_a_reason_and_nothing_of_it_is_taken(mixed: Tables, realdata: Path) -> None:
    refused = mixed.values("export_file, refusal, rows_read", "collection_exports", "and status = 'refused'")
    assert len(refused) > 20
    assert {name for name, _, _ in refused} == refused_files(realdata)
    assert all(reason and rows_read == 0 for _, reason, rows_read in refused)
    assert mixed.values("export_file", "rejected_rows") == []


def test_a_refusal_says_what_the_file_holds_instead_of_tweets(mixed: Tables, realdata: Path) -> None:
    reasons = {str(name): str(reason) for name, reason in mixed.values("export_file, refusal", "collection_exports")}
    assert all(held in reasons[f"v2_twarc_csv/{name}.jsonl"] for name, held in NO_TWEETS.items())
    assert "empty" in reasons["v2_twarc_csv/empty.json"]
    tables = [name for name in refused_files(realdata) if name.endswith(".csv")]
    assert len(tables) > 5
    assert "user profiles" in reasons[PEOPLE]
    assert "of TikTok" in reasons[VIDEOS]
    for name in set(tables) - {PEOPLE, VIDEOS}:
        assert all(column in reasons[name] for column in recount.header(realdata / name)[:2])


def test_a_workbook_without_an_edge_is_read_and_gives_no_row(mixed: Tables) -> None:
    place = f"and export_file = '{WITHOUT_ROWS}'"
    assert mixed.values("status, rows_read", "collection_exports", place) == [("read", 0)]
    assert mixed.values("row_number", "raw_tweets", place) == mixed.values("row_number", "raw_ties", place) == []


def test_the_good_files_among_refused_ones_are_taken_whole(mixed: Tables, realdata: Path) -> None:
    pages = recount.v2_tweets(realdata / PAGES)
    taken = mixed.values("export_file, tweet_id", "raw_tweets", "order by export_file, row_number")
    originals = [(ORIGINALS, tweet.tweet_id) for tweet in rtweet_tweets(realdata / ORIGINALS)]
    assert taken == [*originals, *((PAGES, tweet["id"]) for tweet in pages)]
    [sums] = mixed.values(
        "count(*) filter (where is_retweet), count(*) filter (where is_quote), sum(like_count), max(created_at)",
        "tweets",
        f"and export_file = '{PAGES}'",
    )
    assert sums == (
        sum("retweeted" in recount.references(tweet) for tweet in pages),
        sum("quoted" in recount.references(tweet) for tweet in pages),
        sum(tweet["public_metrics"]["like_count"] for tweet in pages),
        recount.time_of_id(max((tweet["id"] for tweet in pages), key=int)).replace(microsecond=0),
    )


# One file in every dress in which such files come


@pytest.mark.parametrize("dress", recount.DRESSES)
def test_a_dressed_file_gives_the_same_tweets_as_the_plain_one(
    study: Study, warehouse: Warehouse, readings: dict[str, Tables], realdata: Path, dress: str
) -> None:
    plain = readings[WITH_RETWEETS]
    for name, content in recount.DRESSES[dress](recount.table(realdata / WITH_RETWEETS)).items():
        put(study, name, content, plain.window)
    dressed = read(warehouse, study, plain.window)
    assert dressed.values("row_number", "rejected_rows") == []
    compared = COMPARED if dress != "three files" else [name for name in COMPARED if name != "is_reply"]
    expected = plain.rows(compared, "tweets", "tweet_id")
    assert differences(dressed.rows(compared, "tweets", "tweet_id"), expected) == []


SHEET = {field: f"Our {field}" for group in RAW_COLUMNS.values() for field in group}
SHEET_MAP = "\n[[column_map]]\nname = 'sheet'\nmetrics_of = 'own'\nlist_separator = ' '\n" + "".join(
    f"columns.{field} = '{column}'\n" for field, column in SHEET.items()
)
NOT_IN_SHEET = {"language", "urls", "url_count", "content_format", "is_text_only"}


def test_a_workbook_through_a_column_map_gives_the_same_tweets(
    tmp_path: Path, readings: dict[str, Tables], realdata: Path
) -> None:
    """Dates, counts and truths are cells of their own types; of XML's two writers one keeps a return, one does not."""
    plain, study = readings[WITH_RETWEETS], make_study(tmp_path, settings=SHEET_MAP)
    rows: list[dict[str, recount.Cell]] = []
    for tweet in rtweet_tweets(realdata / WITH_RETWEETS):
        facts = {column: getattr(tweet, field) for field, column in SHEET.items()}
        rows.append({name: " ".join(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()})
    put(study, "sheet.xlsx", recount.workbook(rows), plain.window)
    columns = [name for name in COMPARED if name not in NOT_IN_SHEET]
    expected = plain.rows(columns, "tweets", "tweet_id")
    with open_warehouse(study.warehouse, "a test") as warehouse:
        said = read(warehouse, study, plain.window).rows(columns, "tweets", "tweet_id")
    for row in (*expected, *said):
        row["text"] = str(row["text"]).replace("\r\n", "\n").replace("\r", "\n")
    assert differences(said, expected) == []


def test_people_agree_with_the_sentiment_of_rated_tweets_as_published(realdata: Path) -> None:
    rated = [line.split("\t") for line in (realdata / RATED).read_text(encoding="utf-8").splitlines()]
    columns = zip(*[("rated", number, text) for number, _, text in rated], strict=True)
    tweets = pa.table(list(map(pa.array, columns)), ["collection_window", "tweet_id", "text"])
    [rows] = vader_rows([tweets], vader_name(), installed_lexicon())
    compound = rows.column("compound").to_pylist()
    correlation = statistics.correlation([float(mean) for _, mean, _ in rated], compound)
    assert (len(rated), round(correlation, 4)) == (4200, 0.8722)


def test_a_published_edge_list_gives_its_published_network(
    realdata: Path, tmp_path: Path, validation: ValidationProcess
) -> None:
    study = make_study(tmp_path / "edges")
    put(study, "edges.csv", (realdata / EDGES).read_bytes())
    outcome = run(study, WINDOW, validation)
    assert (outcome.problem, outcome.succeeded) == ("", True)
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        ties = connection.execute(
            "select count(*), count(*) filter (where is_self_tie), sum(times) from interactions"
        ).fetchall()
        accounts = connection.execute("select count(*) from users").fetchall()
    assert (ties, accounts) == ([(2109, 75, 3209)], [(824,)])


def test_the_profiles_beside_a_collection_name_every_author(realdata: Path, tmp_path: Path) -> None:
    for folder in sorted((realdata / "v2_academictwitter").iterdir()):
        [tweets], [profiles] = (list(folder.glob(f"{kind}_*.json")) for kind in ("data", "users"))
        handles = {user["id"]: user["username"] for user in json.loads(profiles.read_text("utf-8"))["users"]}
        expected = {tweet["id"]: handles[tweet["author_id"]] for tweet in json.loads(tweets.read_text("utf-8"))}
        study = make_study(tmp_path / folder.name)
        window = CollectionWindow.between("2006-03-21", "2030-12-31")
        for path in (tweets, profiles):
            put(study, path.name, path.read_bytes(), window)
        with open_warehouse(study.warehouse, "a test") as warehouse:
            read_window(warehouse, study, window)
            found = warehouse.connection.execute("select tweet_id, author_handle from raw_tweets").fetchall()
        assert dict(found) == expected
