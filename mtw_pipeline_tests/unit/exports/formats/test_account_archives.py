"""Archives of accounts as they are downloaded: of today, of 2018, of before; of several people in one window."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence

import pytest

from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put

FIRST = 1_345_747_200_000_000_000


def zipped(files: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def script(name: str, documents: object) -> str:
    return f"window.YTD.{name} = {json.dumps(documents, indent=2)}"


def tweet(number: int, **facts: object) -> dict[str, object]:
    return {
        "id_str": str(FIRST + number), "id": str(FIRST + number), "full_text": f"an invented sentence {number}",
        "created_at": f"Tue Jan 05 10:00:{number % 60:02d} +0000 2021", "favorite_count": "1", "retweet_count": "0",
        "entities": {"hashtags": [], "user_mentions": [], "urls": []}, **facts,
    }  # fmt: skip


def wrapped(numbers: Sequence[int]) -> list[dict[str, object]]:
    return [{"tweet": tweet(number)} for number in numbers]


def account(handle: str, number: int) -> str:
    return script("account.part0", [{"account": {"username": handle, "accountId": str(number)}}])


def archive(handle: str, number: int, first: int) -> dict[str, str]:
    """An archive of today: tweets in two parts, one in a community, one deleted, and much that holds none."""
    return {
        "Your archive.html": "<html></html>",
        "assets/js/runtime.js": "var x = 1;",
        "data/account.js": account(handle, number),
        "data/tweets.js": script("tweets.part0", wrapped([first, first + 1])),
        "data/tweets-part1.js": script("tweets.part1", wrapped([first + 2])),
        "data/community-tweet.js": script("community_tweet.part0", wrapped([first + 3])),
        "data/deleted-tweets.js": script("deleted_tweets.part0", [{"tweet": tweet(first + 4, deleted_at="now")}]),
        "data/note-tweet.js": script("note_tweet.part0", []),
        "data/like.js": script("like.part0", [{"like": {"tweetId": "1", "fullText": "x"}}]),
        "data/manifest.js": "window.__THAR_CONFIG = {}",
    }


def outcomes(study: Study, warehouse: Warehouse) -> dict[str, FileOutcome]:
    return {one.export_file: one for one in read_window(warehouse, study, WINDOW)}


def tweets(warehouse: Warehouse) -> list[tuple[int, str, str]]:
    rows = warehouse.connection.execute(
        "select tweet_id, author_handle, author_id from raw_tweets order by tweet_id"
    ).fetchall()
    return [(int(row[0]) - FIRST, row[1], row[2]) for row in rows]


def test_archives_of_several_people_are_read_from_their_zips(study: Study, warehouse: Warehouse) -> None:
    put(study, "twitter-2024-ann.zip", zipped(archive("Ann_Inv", 501, 10)))
    inside = {f"twitter-2024-bob/{name}": content for name, content in archive("bob_inv", 502, 30).items()}
    put(study, "twitter-2024-bob.zip", zipped(inside))
    found = outcomes(study, warehouse)
    assert {one.status for one in found.values()} == {"read"}
    assert sum(one.rows_read for one in found.values()) == 8
    assert tweets(warehouse) == [
        *((number, "Ann_Inv", "501") for number in range(10, 14)),
        *((number, "bob_inv", "502") for number in range(30, 34)),
    ]
    assert warehouse.connection.execute("select count(*) from rejected_rows").fetchall() == [(0,)]


def test_an_archive_of_2018_holds_its_tweets_bare(study: Study, warehouse: Warehouse) -> None:
    files = {"tweet.js": script("tweet.part0", [tweet(1), tweet(2)]), "account.js": account("Ann_Inv", 501)}
    put(study, "old.zip", zipped(files))
    assert outcomes(study, warehouse)["old.zip/tweet.js"].rows_read == 2
    assert tweets(warehouse) == [(1, "Ann_Inv", "501"), (2, "Ann_Inv", "501")]


USER = {"name": "Ann", "screen_name": "Ann_Inv", "protected": False, "id_str": "501", "id": 501}
CSV = (
    '"tweet_id","in_reply_to_status_id","in_reply_to_user_id","timestamp","source","text","retweeted_status_id",'
    '"retweeted_status_user_id","retweeted_status_timestamp","expanded_urls"\n'
    + "".join(
        f'"{FIRST + number}","","","2021-01-05 10:00:0{number} +0000","<a>App</a>","an invented sentence","","","",""\n'
        for number in (1, 2, 3)
    )
)
DETAILS = 'var user_details =  {\n  "screen_name" : "Ann_Inv",\n  "full_name" : "Ann",\n  "id" : "501"\n}'


def month(numbers: Sequence[int]) -> str:
    held = [
        {
            "source": "<a>App</a>", "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": []},
            "id_str": str(FIRST + number), "text": f"an invented sentence {number}", "id": FIRST + number,
            "created_at": f"2021-01-05 10:00:0{number} +0000", "user": USER,
        }
        for number in numbers
    ]  # fmt: skip
    return f"Grailbird.data.tweets_2021_01 = \n {json.dumps(held, indent=1)}"


def test_an_archive_of_before_2018_is_read_month_by_month_and_not_twice(study: Study, warehouse: Warehouse) -> None:
    files = {
        "index.html": "<html></html>", "tweets.csv": CSV, "data/js/user_details.js": DETAILS,
        "data/js/tweet_index.js": "var tweet_index = []", "data/js/payload_details.js": "var payload_details = {}",
        "data/js/tweets/2021_01.js": month([1, 2]), "data/js/tweets/2020_12.js": month([3]),
    }  # fmt: skip
    put(study, "older.zip", zipped(files))
    found = outcomes(study, warehouse)
    assert {name.removeprefix("older.zip/"): one.rows_read for name, one in found.items()} == {
        "data/js/tweets/2020_12.js": 1, "data/js/tweets/2021_01.js": 2,
    }  # fmt: skip
    assert tweets(warehouse) == [(number, "Ann_Inv", "501") for number in (1, 2, 3)]


def test_the_table_of_the_oldest_archives_is_read_with_the_account_beside_it(
    study: Study, warehouse: Warehouse
) -> None:
    put(study, "oldest.zip", zipped({"tweets.csv": CSV, "data/js/user_details.js": DETAILS, "index.html": ""}))
    found = outcomes(study, warehouse)
    assert (found["oldest.zip/tweets.csv"].format, found["oldest.zip/tweets.csv"].rows_read) == ("x_archive_csv", 3)
    assert tweets(warehouse) == [(number, "Ann_Inv", "501") for number in (1, 2, 3)]


def test_an_unpacked_archive_finds_the_account_where_it_lies(study: Study, warehouse: Warehouse) -> None:
    put(study, "ann/tweets.csv", CSV)
    put(study, "ann/data/js/user_details.js", DETAILS)
    outcomes(study, warehouse)
    assert tweets(warehouse) == [(number, "Ann_Inv", "501") for number in (1, 2, 3)]


def test_without_an_account_links_to_own_pictures_say_whose_tweets_they_are(study: Study, warehouse: Warehouse) -> None:
    own = f"https://twitter.com/Ann_Inv/status/{FIRST + 2}/photo/1"
    put(study, "tweets.csv", CSV.replace('"",""\n', f'"","{own}"\n'))
    outcomes(study, warehouse)
    assert [row[1] for row in tweets(warehouse)] == ["Ann_Inv"] * 3


def test_where_nothing_says_it_no_tweet_is_given_an_author(study: Study, warehouse: Warehouse) -> None:
    put(study, "tweets.csv", CSV)
    found = outcomes(study, warehouse)
    assert tweets(warehouse) == []
    assert warehouse.connection.execute("select distinct reason from rejected_rows").fetchall() == [("no author",)]
    assert any("user_details.js" in note for note in found["tweets.csv"].notes)


def test_an_archive_of_few_tweets_has_the_columns_of_its_format_and_is_believed(
    study: Study, warehouse: Warehouse
) -> None:
    """Whose tweets they are stands beside the file: that its columns are not in it does not speak against it."""
    few = CSV.replace("an invented sentence", "see http://t.co/abcdefghij").splitlines(keepends=True)[:3]
    put(study, "oldest.zip", zipped({"tweets.csv": "".join(few), "data/js/user_details.js": DETAILS}))
    outcomes(study, warehouse)
    asked = "select distinct urls, hashtags, is_reply, is_retweet from raw_tweets"
    assert warehouse.connection.execute(asked).fetchall() == [([], None, None, None)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (DETAILS.replace("var user_details", "var user"), "account itself"),
        ('var tweet_index =  [ {"file_name": "a", "var_name": "b", "tweet_count": 3} ]', "table of contents"),
        ('var payload_details =  {"tweets": 3, "created_at": "now", "lang": "en"}', "how many tweets"),
    ],
)
def test_the_other_files_of_old_archives_are_refused_by_what_they_hold(
    study: Study, warehouse: Warehouse, content: str, kind: str
) -> None:
    put(study, "other.js", content)
    assert kind in str(outcomes(study, warehouse)["other.js"].refusal)
