"""When tweets were posted, and whether they are tweets: what a proposal takes for times, and when none is made."""

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from mtw_pipeline.exports.reading.written_times import read_time, written_times
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.exports.damage.test_times_and_ids import TIMES, WRITTEN, times_in_zones
from mtw_pipeline_tests.unit.exports.proposing.proposed_tables import TWEETS, Planted, lines, pasted, proposed, table

MOMENT = "2021-01-05 12:00:00"
OF_PROGRAMS = (
    "44201.5", "1609848000.0", "1609848000000.0", "2021-01-05 12:00:00,000", "20210105T120000Z", "20210105120000",
    "2021-01-05T12:00:00+00:00[UTC]", "2021-01-05T12:00:00Z[UTC]", "Tue Jan 05 12:00:00 UTC 2021",
    "Tue Jan 05 2021 13:00:00 GMT+0100 (Central European Standard Time)", "Tue, 05 Jan 2021 12:00:00 GMT",
)  # fmt: skip


def test_a_proposal_knows_every_time_that_is_read_without_a_format() -> None:
    """Of Sentiment140's times (Mon Apr 06 22:19:45 PDT 2009) it knew none, and the texts were looked for among them."""
    spelled = {cell.strip("'"): moment for cell, moment in TIMES.items()} | dict.fromkeys(OF_PROGRAMS, MOMENT)
    spelled |= {
        local.strftime(how.format(name)): f"{moment:%Y-%m-%d %H:%M:%S}"
        for name, local, moment in times_in_zones()
        for how in WRITTEN
    }
    for cell, moment in spelled.items():
        written = written_times([cell])
        assert written is not None, cell
        assert written.has_clock, cell
        assert read_time(cell, written.formats) == datetime.fromisoformat(moment), cell


def test_times_of_java_are_proposed_beside_the_texts(warehouse: Warehouse, tmp_path: Path) -> None:
    """Short texts, so that the times are the longest cells."""
    text = table(
        [], lambda one: ["0", one.id, one.at("%a %b %d %H:%M:%S PST %Y", "Etc/GMT+8"), one.author, one.text[:24]]
    )
    found = pasted(warehouse, tmp_path / "old.csv", text, "created_at, text")
    assert found == [(one.moment.replace(tzinfo=None, microsecond=0), one.text[:24]) for one in TWEETS]


@pytest.mark.parametrize("name", ["Date (GMT)", "created_at_utc"])
def test_a_zone_in_the_name_of_the_times_is_no_doubt(tmp_path: Path, name: str) -> None:
    """Where the ids are too old to prove it."""
    for called, are_sure in ((name, True), ("Date", False)):
        text = table(
            ["id", called, "text", "user"],
            lambda one: [9_000_000 + 7 * one.number, one.at("%Y-%m-%d %H:%M"), one.text, one.author],
        )
        assert are_sure != ("times name no zone" in " ".join(proposed(tmp_path / "a.csv", text).doubts))


def test_ids_that_hold_no_time_need_a_column_of_times(tmp_path: Path) -> None:
    """They were dated 4 November 2010, the day from which on ids hold the time."""
    text = table(["tweet_id", "text", "user"], lambda one: [1_467_810_369 + 7 * one.number, one.text, one.author])
    proposal = proposed(tmp_path / "old.csv", text)
    assert proposal.column_map is None
    assert "no column says when the tweets were posted" in proposal.doubts[0]


def test_addresses_of_tweets_among_others_are_counted(tmp_path: Path) -> None:
    """As Meltwater and Sprinklr write posts of several platforms into one table."""

    def row(one: Planted) -> list[object]:
        address = one.address if one.number % 3 else f"https://news.example/{one.number}"
        return [one.at("%Y-%m-%d %H:%M"), address, one.author, one.text]

    proposal = proposed(tmp_path / "all.csv", table(["Date", "Permalink", "Author", "Message"], row))
    assert proposal.column_map is None
    assert "of the cells of the column Permalink 67% are addresses of tweets" in proposal.doubts[0]


def _activity(one: Planted) -> dict[str, object]:
    """A tweet as GNIP's activity streams have it: of what is passed on, the object is the original."""
    passed_on = one.text.startswith("RT @")
    original = {"body": "the whole of it", "actor": {"preferredUsername": "cid_inv", "followersCount": 99}}
    answered = {"inReplyTo": {"link": f"http://twitter.com/ann_inv/statuses/{TWEETS[0].id}"}} if one.number == 1 else {}
    return {
        "id": f"tag:search.twitter.com,2005:{one.id}",
        "verb": "share" if passed_on else "post",
        "postedTime": one.at("%Y-%m-%dT%H:%M:%S.000Z"),
        "body": one.text,
        "actor": {"id": f"id:twitter.com:{one.user_id}", "preferredUsername": one.author, "followersCount": 7},
        "generator": {"displayName": "an app"},
        "object": original if passed_on else {"summary": one.text},
        **answered,
    }


def test_activities_of_gnip_tell_followers_originals_and_whom_they_answer(warehouse: Warehouse, tmp_path: Path) -> None:
    of_author = "tweet_id, author_id, author_handle, author_followers, source"
    of_others = "retweeted_handle, retweeted_text, in_reply_to_tweet_id"
    found = pasted(warehouse, tmp_path / "gnip.jsonl", lines(_activity), f"{of_author}, {of_others}")
    assert [one[:5] for one in found] == [(one.id, one.user_id, one.author, 7, "an app") for one in TWEETS]
    assert [one[5:7] for one in found] == [
        ("cid_inv", "the whole of it") if one.text.startswith("RT @") else (None, None) for one in TWEETS
    ]
    assert [one[7] for one in found] == [TWEETS[0].id if one.number == 1 else None for one in TWEETS]


def _scraped(one: Planted) -> dict[str, object]:
    text = "words" if one.number else "@bob_inv yes"
    quoted = {"quotedTweet": {"id": TWEETS[0].id, "user": {"username": "ann_inv"}}} if one.number else {}
    return {
        "id": one.id,
        "date": one.at("%Y-%m-%dT%H:%M:%SZ"),
        "rawContent": text,
        "renderedContent": text,
        "user": {"username": one.author},
        **quoted,
    }


@pytest.mark.parametrize("between", [",\n", ",", "\n", ""])
def test_all_whole_documents_of_a_list_that_breaks_off_are_looked_at(tmp_path: Path, between: str) -> None:
    """By the first alone, whose text begins with @, the words of all texts were mentions, and became accounts."""
    whole = between.join(json.dumps(_scraped(one)) for one in TWEETS[:6])
    for content in (f"[{whole}", f"[{whole}{between}{whole[:40]}", whole):
        column_map = proposed(tmp_path / "cut.json", content).column_map
        assert column_map is not None
        assert "mention_handles" not in column_map.columns
        assert column_map.columns["quoted_tweet_id"] == ("quotedTweet.id",)


def test_a_text_that_begins_with_a_mention_is_no_list_of_such(tmp_path: Path) -> None:
    document = {**_scraped(TWEETS[0]), "text": "@bob_inv yes"}
    column_map = proposed(tmp_path / "one.json", json.dumps(document)).column_map
    assert column_map is not None
    assert "mention_handles" not in column_map.columns


def test_names_of_groups_above_the_names_of_columns_are_none(warehouse: Warehouse, tmp_path: Path) -> None:
    """As people merge cells over the columns of a group, below a title; the day and its time stand apart."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    names = ["Tweet ID", "Username", "Tweet text", "Date", "Time", "Likes"]
    for row in (["Tweets of 2021"], ["Who", None, "What", None, None, "Numbers"], names):
        sheet.append(row)
    for one in TWEETS:
        moment = one.moment.replace(tzinfo=None, microsecond=0)
        sheet.append([one.id, one.author, one.text, moment.date(), moment.time(), one.number])
    book.save(tmp_path / "groups.xlsx")
    content = (tmp_path / "groups.xlsx").read_bytes()
    found = pasted(warehouse, tmp_path / "groups.xlsx", content, "tweet_id, created_at, author_handle, like_count")
    assert found == [(one.id, one.moment.replace(tzinfo=None, microsecond=0), one.author, one.number) for one in TWEETS]
    assert 'time_zone = "UTC"  # proved by the tweet ids' in proposed(tmp_path / "groups.xlsx", content).toml()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_header_between_files_that_somebody_joined_hides_no_column_of_times(tmp_path: Path, mark: str) -> None:
    text = table(["id", "posted", "text", "user"], lambda one: [one.id, one.at("%Y-%m-%d %H:%M"), one.text, one.author])
    found = proposed(tmp_path / "joined.csv", f"{mark}{text}{mark}{text}").column_map
    assert found is not None
    assert found.columns["created_at"] == ("posted",)
