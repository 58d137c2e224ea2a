"""What a file did not collect is not known, never none: columns that are empty throughout, or not there."""

from collections.abc import Mapping

import pytest

from mtw_pipeline.exports.formats.delimited.minet import MINET
from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.formats.delimited.twarc1_csv import TWARC1_CSV
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEET_HASHTAGS, TWEETS
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row

LINK = "https://t.co/abcdefghij"
TEXTS = ("hello @two and @three #one #second", "@one thanks", f"see {LINK}")
NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str, str]] = {
    "rtweet": (RTWEET.taken, ("status_id", "created_at", "text", "screen_name"), "is_retweet", "FALSE"),
    "minet": (MINET.taken, ("id", "timestamp_utc", "text", "user_screen_name"), "lang", "en"),
    "twarc1_csv": (TWARC1_CSV.taken, ("id", "created_at", "text", "user_screen_name"), "lang", "en"),
}
"""Of each format its columns, where id, time, text and handle stand, and one column more with a value."""


def rows_of(name: str) -> list[dict[str, str]]:
    columns, places, further, value = NAMES[name]
    return [
        dict.fromkeys(columns, "")
        | dict(zip(places, (str(10**18 + number), "2021-01-27T08:00:00Z", text, f"c{number}"), strict=True))
        | {further: value}
        for number, text in enumerate(TEXTS)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_what_no_column_says_is_read_from_the_text_or_not_known(name: str, study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text(rows_of(name), NAMES[name][0]))
    [outcome] = read_window(warehouse, study, WINDOW)
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
    found = warehouse.connection.execute(
        "select hashtags, mention_handles, urls, tweet_type, is_quote, content_format from tweets order by tweet_id"
    ).fetchall()
    assert outcome.format == name
    assert found == [
        (["one", "second"], ["two", "three"], [], "tweet", None, "text only"),
        ([], ["one"], [], "reply", None, "text only"),
        ([], [], [LINK], "tweet", None, None),
    ]


def test_links_that_media_and_quotes_explain_do_not_say_that_links_were_not_collected(
    study: Study, warehouse: Warehouse
) -> None:
    rows = rows_of("rtweet")
    for row in rows:
        row["text"] = f"look {LINK}"
    rows[0]["media_expanded_url"] = rows[1]["media_expanded_url"] = "https://twitter.com/c0/status/1/photo/1"
    rows[2] |= {"is_quote": "TRUE", "quoted_status_id": "7"}
    put(study, "a.csv", csv_text(rows))
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("select distinct urls from raw_tweets").fetchall() == [([],)]


def test_fewer_tweets_than_three_show_nothing_of_what_was_collected(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text(rows_of("rtweet")[2:]))
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("select urls, media_types from raw_tweets").fetchall() == [([], [])]


def test_a_hashtag_is_one_however_its_accents_are_written(study: Study, warehouse: Warehouse) -> None:
    """In a list that an export gives, and in a text that is all that it gives; words are one already."""
    put(study, "a.csv", csv_text([rtweet_row(1, hashtags="Cafe\u0301"), rtweet_row(2, hashtags="caf\u00e9")]))
    columns, places, further, value = NAMES["minet"]
    texts = [
        dict.fromkeys(columns, "")
        | dict(zip(places, (str(10**18 + number), "2021-01-27T08:00:00Z", f"a #{tag}", "c"), strict=True))
        | {further: value}
        for number, tag in enumerate(("CAFE\u0301", "caf\u00e9"))
    ]
    put(study, "b.csv", csv_text(texts, columns))
    read_window(warehouse, study, WINDOW)
    for table in (IDENTITIES, TWEETS, TWEET_HASHTAGS):
        warehouse.replace_window(table, WINDOW, **(tweet_patterns() if table is TWEETS else {}))
    found = warehouse.connection.execute("select hashtag, count(*) from tweet_hashtags group by all").fetchall()
    assert found == [("caf\u00e9", 4)]
