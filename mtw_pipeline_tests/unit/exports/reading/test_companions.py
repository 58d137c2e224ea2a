"""Files that complete the tweets beside them."""

import io
import json
import zipfile

import pytest

from mtw_pipeline.exports.formats.model import DelimitedFormat, JsonFormat
from mtw_pipeline.exports.formats.registry import known_formats
from mtw_pipeline.exports.inspection import inspect_files
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES
from mtw_pipeline.warehouse.tables.tweets import TWEETS as TABLE_OF_TWEETS
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.documents.x_archive import SAMPLE
from mtw_pipeline_tests.samples.sample import JsonSample, TableSample, module_of
from mtw_pipeline_tests.twins.copies import Copy, plain_ids
from mtw_pipeline_tests.twins.reading import rows_of
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

FULL = "an invented sentence that is longer than what a retweet of it says, with #OneTag"
ACCOUNT = SAMPLE.companions["account.js"]
TWEETS = f"window.YTD.tweets.part0 = {json.dumps(list(SAMPLE.documents))}"


def tweet(number: int, **facts: object) -> dict[str, object]:
    return {
        "id": f"134640000000000000{number}", "author_id": f"900{number}", "text": "an invented sentence",
        "created_at": f"2021-01-0{number + 4}T10:00:00.000Z", **facts,
    }  # fmt: skip


def user(number: int, handle: str) -> dict[str, object]:
    return {"id": f"900{number}", "username": handle, "name": "Invented", "public_metrics": {"followers_count": 56}}


def accounts_of(study: Study, warehouse: Warehouse) -> dict[str, FileOutcome]:
    return {account.export_file: account for account in read_window(warehouse, study, WINDOW)}


def authors(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(
        "select tweet_id, author_handle, retweeted_text from raw_tweets order by tweet_id"
    ).fetchall()


def test_users_beside_a_collection_name_its_authors_and_restore_its_retweets(
    study: Study, warehouse: Warehouse
) -> None:
    retweet = tweet(2, text="RT @One: cut…", referenced_tweets=[{"type": "retweeted", "id": "1346400000000000001"}])
    put(study, "data_1.json", json.dumps([tweet(3), retweet]))
    put(study, "users_1.json", json.dumps({"users": [user(2, "Two"), user(1, "One")], "tweets": [tweet(1, text=FULL)]}))
    put(study, "users_2.json", json.dumps({"users": [user(3, "Three")], "tweets": []}))
    accounts = accounts_of(study, warehouse)
    assert {name: (account.status, account.rows_read) for name, account in accounts.items()} == {
        "data_1.json": ("read", 2), "users_1.json": ("read", 0), "users_2.json": ("read", 0),
    }  # fmt: skip
    assert "complete the tweets beside it" in accounts["users_1.json"].notes[0]
    assert authors(warehouse) == [("1346400000000000002", "Two", FULL), ("1346400000000000003", "Three", None)]


def test_users_of_another_folder_complete_nothing(study: Study, warehouse: Warehouse) -> None:
    put(study, "one/data_1.json", json.dumps([tweet(3)]))
    put(study, "two/users_1.json", json.dumps({"users": [user(3, "Three")], "tweets": []}))
    accounts_of(study, warehouse)
    assert authors(warehouse) == [("1346400000000000003", None, None)]


def test_an_inspection_finds_the_users_in_the_folder_of_the_file(study: Study) -> None:
    path = put(study, "data_1.json", json.dumps([tweet(3)]))
    put(study, "users_1.json", json.dumps({"users": [user(3, "Three")], "tweets": []}))
    [inspection] = inspect_files([path])
    assert (inspection.outcome.export_file, inspection.authors) == ("data_1.json", 1)


def test_an_account_archive_is_read_from_its_zip_and_the_rest_of_it_left_out(
    study: Study, warehouse: Warehouse
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("data/tweets.js", TWEETS)
        archive.writestr("data/account.js", ACCOUNT)
        archive.writestr("data/like.js", 'window.YTD.like.part0 = [{"like": {"tweetId": "1", "fullText": "x"}}]')
        archive.writestr("data/deleted-tweets.js", TWEETS.replace("tweets.part0", "deleted_tweets.part0"))
    put(study, "archive.zip", stream.getvalue())
    accounts = accounts_of(study, warehouse)
    assert {name: (account.status, account.rows_read) for name, account in accounts.items()} == {
        "archive.zip/data/account.js": ("read", 0), "archive.zip/data/tweets.js": ("read", 3),
    }  # fmt: skip
    assert "2 other files" in accounts["archive.zip/data/account.js"].notes[1]
    assert {row[1] for row in authors(warehouse)} == {"Inv_1"}


def test_two_archives_keep_their_accounts_apart(study: Study, warehouse: Warehouse) -> None:
    put(study, "one/tweets.js", TWEETS)
    put(study, "one/account.js", ACCOUNT)
    put(study, "two/tweets.js", TWEETS.replace("13464", "13465"))
    put(study, "two/account.js", ACCOUNT.replace("Inv_1", "Inv_7"))
    accounts_of(study, warehouse)
    assert {(str(row[0])[:5], row[1]) for row in authors(warehouse)} == {("13464", "Inv_1"), ("13465", "Inv_7")}


def test_an_archive_without_its_account_is_not_given_an_author(study: Study, warehouse: Warehouse) -> None:
    put(study, "tweets.js", TWEETS)
    account = accounts_of(study, warehouse)["tweets.js"]
    reasons = warehouse.connection.execute("select distinct reason from rejected_rows").fetchall()
    assert account.rows_read == 3
    assert len(reasons) == 1
    assert "account.js" in str(reasons[0][0])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('window.YTD.like.part0 = [{"like": {"tweetId": "1", "fullText": "x"}}]', "likes"),
        ('window.YTD.follower.part0 = [{"follower": {"accountId": "1"}}]', "followers"),
        (TWEETS.replace('"retweeted": false', '"deleted_at": "now"'), "deleted"),
    ],
)
@of_file(lambda content: content, ".js")
def test_the_other_files_of_an_archive_are_refused_by_what_they_hold(read: ReadFile, content: str, kind: str) -> None:
    assert read.outcome.status == "refused"
    assert kind in read.refusal


# Every format with companions, by its sample


def sample_with_companions(known: DelimitedFormat | JsonFormat) -> TableSample | JsonSample:
    """The sample of a format with its companions: ``COMPLETED`` where the usual one has none beside it."""
    module = module_of(known.name)
    sample = getattr(module, "COMPLETED", module.SAMPLE)
    assert isinstance(sample, TableSample | JsonSample)
    return sample


def has_companions(known: DelimitedFormat | JsonFormat) -> bool:
    return (known.author_of if isinstance(known, DelimitedFormat) else known.companions) is not None


@pytest.mark.parametrize("known", [*filter(has_companions, known_formats())], ids=lambda known: known.name)
def test_companions_complete_the_tweets_beside_them_and_no_others(
    known: DelimitedFormat | JsonFormat, study: Study, warehouse: Warehouse
) -> None:
    sample = sample_with_companions(known)
    assert sample.companions, "the sample has no companions"
    places = {name: Copy(number, of_others=False) for number, name in enumerate(("with", "without", "elsewhere"))}
    for name, copy in places.items():
        put(study, f"{name}/tweets", copy.text(sample.text()))
    for name, content in sample.companions.items():
        put(study, f"with/{name}", places["with"].text(content))
        put(study, f"alone/{name}", content.replace("Inv_", "Other_").replace('"900', '"800'))
        put(study, f"elsewhere/further/{name}", content.replace("Inv_", "Another_").replace('"900', '"700'))
    outcomes = accounts_of(study, warehouse)
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TABLE_OF_TWEETS, WINDOW, **tweet_patterns())
    tweets = rows_of(warehouse, "select tweet_id, export_file, author, tweet_type, text from tweets")
    ids = plain_ids(len(places))
    completed = {ids[str(row["tweet_id"])]: row for row in tweets if row["export_file"] == "with/tweets"}
    assert completed.keys() == sample.tweets.keys()
    for tweet_id, row in completed.items():
        said = ("author", "tweet_type", "text")
        assert [row[name] for name in said] == [sample.tweets[tweet_id][name] for name in said]
    for outcome in (one for name, one in outcomes.items() if not name.endswith("/tweets")):
        assert (outcome.status, outcome.format is not None, outcome.rows_read) == ("read", True, 0)
        assert "complete the tweets beside it" in outcome.notes[0]
    known_authors = {tweet["author"] for tweet in sample.tweets.values()}
    for place in ("without/tweets", "elsewhere/tweets"):
        rejected = rows_of(warehouse, f"select reason from rejected_rows where export_file = '{place}'")
        told = [*outcomes[place].notes, str(outcomes[place].refusal), *(str(row["reason"]) for row in rejected)]
        assert any(name.split("_1.")[0] in one for one in told for name in sample.companions), told
        authors = {str(row["author"]) for row in tweets if row["export_file"] == place}
        assert not [name for name in authors if name not in known_authors and not name.startswith("id:900")]


def test_users_of_another_collection_in_the_same_folder_name_no_author(study: Study, warehouse: Warehouse) -> None:
    put(study, "data_1.json", json.dumps([tweet(3)]))
    put(study, "users_1.json", json.dumps({"users": [user(4, "Four")], "tweets": []}))
    accounts_of(study, warehouse)
    assert authors(warehouse) == [("1346400000000000003", None, None)]
