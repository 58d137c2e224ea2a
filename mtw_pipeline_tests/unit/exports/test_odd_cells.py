"""Cells that hold no value, times and ids in other dress, and one account a person: each case stands for a kind."""

import csv
import io
import json
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.exports.formats.cells import ERRORS, NOTHING
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline_tests.builders import make_study, netlytic_row, put, v2_page, v2_tweet

WINDOW = CollectionWindow.between("2006-03-21", "2026-12-31")
MAPPED = ("tweet_id", "created_at", "text", "author_handle", "in_reply_to_handle", "mention_handles")
COLUMN_MAP = (
    '\n[[column_map]]\nname = "ours"\nlist_separator = ","\n[column_map.columns]\n'
    + "\n".join(f'{name} = "{name}"' for name in MAPPED)
    + "\n"
)


def table_text(rows: Iterable[Sequence[str]], columns: Sequence[str] = MAPPED) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    return stream.getvalue()


def fill(study: Study, warehouse: Warehouse) -> list[FileOutcome]:
    outcomes = read_window(warehouse, study, WINDOW)
    for name in ("identities", "tweets", "tweet_hashtags", "tweet_mentions", "users", "interactions"):
        table = table_named(name)
        warehouse.replace_window(table, WINDOW, **statement_parameters(table.statement, study))
    return outcomes


def rows(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    return warehouse.connection.execute(query).fetchall()


@pytest.fixture
def mapped(tmp_path: Path, empty_warehouse: Path) -> Study:
    return mapped_study(tmp_path / "mapped", empty_warehouse)


def mapped_study(root: Path, empty_warehouse: Path, column_map: str = COLUMN_MAP) -> Study:
    study = make_study(root, settings=column_map)
    shutil.copyfile(empty_warehouse, study.warehouse)
    return study


def row(number: int, **cells: str) -> list[str]:
    usual = {
        "tweet_id": str(1_354_338_351_313_849_901 + number), "created_at": "2021-01-27T08:00:00Z",
        "text": f"invented words {number}", "author_handle": f"inv_{number}", "in_reply_to_handle": "",
        "mention_handles": "",
    }  # fmt: skip
    return [(usual | cells)[name] for name in MAPPED]


def test_what_stands_for_nothing_in_a_mapped_table_is_nobody(mapped: Study) -> None:
    words = [*NOTHING, *ERRORS]
    answers = [row(number, in_reply_to_handle=word, mention_handles=word) for number, word in enumerate(words)]
    authors = [row(1000 + number, author_handle=word) for number, word in enumerate(words)]
    texts = [row(2000 + number, text=word) for number, word in enumerate(words)]
    put(mapped, "a.csv", table_text([*answers, *authors, *texts]), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select count(*), sum(times_named) from users where account like 'inv%'") == [
            (len(words), 0)
        ]
        assert rows(warehouse, "select count(*) from users") == [(len(words),)]
        assert rows(warehouse, "select reason, count(*) from rejected_rows group by reason order by reason") == [
            ("no author", len(words)), ("no text", len(words)),
        ]  # fmt: skip


def test_what_stands_for_nothing_in_jsonl_is_nobody_too(mapped: Study) -> None:
    documents = [
        dict(zip(MAPPED, row(number, in_reply_to_handle=cell), strict=True)) for number, cell in enumerate(NOTHING)
    ]
    put(mapped, "a.jsonl", "".join(json.dumps(one) + "\n" for one in documents), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select count(*), count(replied_to) from tweets") == [(len(NOTHING), 0)]


def test_an_account_that_is_really_called_so_stays_in_a_format_of_its_own(study: Study, warehouse: Warehouse) -> None:
    tweets = [netlytic_row(1, author="NA"), netlytic_row(2, author="none", description="hello @null", title="")]
    put(study, "a.csv", table_text([list(one.values()) for one in tweets], list(tweets[0])), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select account from users order by 1") == [("na",), ("none",), ("null",)]


def test_errors_of_spreadsheets_are_empty_cells_in_every_format(study: Study, warehouse: Warehouse) -> None:
    text = "one #two @three"
    tweets = [
        netlytic_row(number, user_bio=error, user_followers_count=error, lang=error, title=error, description=text)
        for number, error in enumerate(ERRORS)
    ]
    put(study, "a.csv", table_text([list(one.values()) for one in tweets], list(tweets[0])), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select distinct bad_cells, author_description, author_followers, text from raw_tweets") == [
        ([], None, None, text)
    ]
    assert rows(warehouse, "select account from users where account not like 'inv%'") == [("three",)]


def test_error_cells_of_a_workbook_are_empty(mapped: Study) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(MAPPED))
    sheet.append(row(1, in_reply_to_handle="#N/A", mention_handles="#REF!"))
    path = put(mapped, "a.xlsx", "", WINDOW)
    for cell in sheet[2][4:6]:
        cell.data_type = "e"
    workbook.save(path)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select account from users") == [("inv_1",)]


def test_characters_that_show_nothing_belong_to_no_handle_and_no_hashtag(
    mapped: Study, study: Study, warehouse: Warehouse
) -> None:
    marks = ["\u2069", "\u200b", "\u200e", "\ufeff", "\u00ad", "\ufe0f", "\u202c"]
    table = [
        row(number, author_handle=f"inv_{number}{mark}", mention_handles=f"@cat_{number}{mark},{mark}@dog_{number}")
        for number, mark in enumerate(marks)
    ]
    put(mapped, "a.csv", table_text(table), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as other:
        fill(mapped, other)
        handles = {f"{name}_{number}" for name in ("cat", "dog", "inv") for number in range(len(marks))}
        assert {account for (account,) in rows(other, "select account from users")} == handles
    texts = [f"see @eel_{number}{mark} and #tag{number}{mark} now" for number, mark in enumerate(marks)]
    tweets = [netlytic_row(number, description=text, title=text) for number, text in enumerate(texts)]
    put(study, "a.csv", table_text([list(tweet.values()) for tweet in tweets], list(tweets[0])), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select hashtags, mention_handles from tweets order by tweet_id") == [
        ([f"tag{number}"], [f"eel_{number}"]) for number in range(len(marks))
    ]


def test_an_id_that_stands_for_nobody_is_none(study: Study, warehouse: Warehouse) -> None:
    sentinels = ["-1", "0", "null", "None", "", -1, 0, None]
    tweets = []
    for number, sentinel in enumerate(sentinels):
        mentions = [
            {"start": 0, "end": 6, "username": f"gone{number}", "id": sentinel},
            {"start": 7, "end": 13, "username": f"here{number}", "id": f"77{number}"},
        ]
        text = f"@gone{number} @here{number}"
        tweets.append(v2_tweet(number, text=text, entities={"mentions": mentions}, in_reply_to_user_id=sentinel))
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    expected = {f"gone{number}": None for number in range(len(sentinels))}
    expected |= {f"here{number}": f"77{number}" for number in range(len(sentinels))}
    found = rows(warehouse, "select handle, user_id from tweet_mentions")
    assert (len(found), dict(found)) == (len(expected), expected)
    answers = rows(warehouse, "select in_reply_to_user_id, bad_cells from raw_tweets")
    assert answers == [(None, [])] * len(sentinels)


TIMES = {
    "1602920271": "2020-10-17 07:37:51",
    "1602920271000": "2020-10-17 07:37:51",
    "1602920271000000": "2020-10-17 07:37:51",
    "2015-02-24 11:35:52 +0000": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52 -0800": "2015-02-24 19:35:52",
    "2015-02-24T11:35:52+05:30": "2015-02-24 06:05:52",
    "2015-02-24 11:35:52+01": "2015-02-24 10:35:52",
    "2015-02-24T11:35:52.000Z": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52 UTC": "2015-02-24 11:35:52",
    "2015-02-24 11:35:52": "2015-02-24 11:35:52",
    "Tue Feb 24 11:35:52 +0000 2015": "2015-02-24 11:35:52",
    "42059.4832407407": "2015-02-24 11:35:52",
    "'2015-02-24T11:35:52Z'": "2015-02-24 11:35:52",
}


def test_times_are_read_in_every_dress(mapped: Study) -> None:
    table = [row(number, created_at=written) for number, written in enumerate(TIMES)]
    put(mapped, "a.csv", table_text(table), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        found = [time for (time,) in rows(warehouse, "select created_at from raw_tweets order by row_number")]
    assert dict(zip(TIMES, found, strict=True)) == read_times()


def test_edge_lists_read_times_as_tweets_do(study: Study, warehouse: Warehouse) -> None:
    times = {written: read for written, read in read_times().items() if "'" not in written}
    ties = "".join(f"one,two,{written}\n" for written in times)
    put(study, "a.csv", f"source,target,time\n{ties}two,one,10/17/2020 7:37\n", WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select created_at, bad_cells from raw_ties order by row_number") == [
        *((read, []) for read in times.values()),
        (None, ["created_at: 10/17/2020 7:37"]),
    ]


def read_times() -> dict[str, datetime]:
    return {written: datetime.fromisoformat(read) for written, read in TIMES.items()}


def test_a_time_that_names_a_place_does_not_shift_the_times_of_later_rows(mapped: Study) -> None:
    put(
        mapped,
        "a.csv",
        table_text(
            [row(1, created_at="2021-01-27 08:00:00 America/New_York"), row(2, created_at="2021-01-27 08:00:00")]
        ),
        WINDOW,
    )
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select created_at from raw_tweets") == [(datetime(2021, 1, 27, 8),)]
        assert rows(warehouse, "select row_number from rejected_rows") == [(1,)]


def test_a_zone_in_the_cell_stands_before_the_zone_of_the_column_map(tmp_path: Path, empty_warehouse: Path) -> None:
    zoned = COLUMN_MAP.replace(
        'name = "ours"', 'name = "ours"\ntime_format = "%a, %d %b %Y %H:%M:%S %z"\ntime_zone = "Europe/Madrid"'
    )
    study = mapped_study(tmp_path / "zoned", empty_warehouse, zoned)
    put(study, "a.csv", table_text([row(1, created_at="Sat, 23 Jan 2021 23:30:00 -0500")]), WINDOW)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        fill(study, warehouse)
        assert rows(warehouse, "select created_at from raw_tweets") == [(datetime(2021, 1, 24, 4, 30),)]


def test_guards_on_either_side_of_an_id_are_no_part_of_it(mapped: Study) -> None:
    ids = [str(296_728_042_179_534_848 + number) for number in range(6)]
    guards = ["'{}", "'{}'", '="{}"', '"{}"', "ID_{}", " {} "]
    table = [row(number, tweet_id=guards[number].format(one)) for number, one in enumerate(ids)]
    put(mapped, "a.csv", table_text(table), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select tweet_id from raw_tweets order by row_number") == [(one,) for one in ids]


def test_a_renamed_user_is_one_account_in_every_table(study: Study, warehouse: Warehouse) -> None:
    def user(user_id: str, handle: str) -> dict[str, object]:
        return {"id": user_id, "username": handle, "name": handle}

    def answer(number: int, handle: str, day: int) -> dict[str, object]:
        mentions = [{"start": 0, "end": 1 + len(handle), "username": handle, "id": "7041"}]
        return v2_tweet(
            number, text=f"@{handle} well said", author_id="7042", created_at=f"2021-01-{day:02d}T09:00:00.000Z",
            in_reply_to_user_id="7041", entities={"mentions": mentions},
        )  # fmt: skip

    first = v2_tweet(1, author_id="7041", created_at="2021-01-06T08:00:00.000Z")
    later = v2_tweet(3, author_id="7041", created_at="2021-01-12T08:00:00.000Z")
    put(
        study,
        "a.jsonl",
        v2_page(first, answer(2, "before", 6), users=[user("7041", "before"), user("7042", "pal")]),
        WINDOW,
    )
    put(
        study,
        "b.jsonl",
        v2_page(later, answer(4, "after", 12), users=[user("7041", "after"), user("7042", "pal")]),
        WINDOW,
    )
    put(study, "c.csv", "source,target\nthird,before\n", WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select source, target, kind, times from interactions order by all") == [
        ("pal", "after", "reply", 2), ("third", "after", "not said", 1),
    ]  # fmt: skip
    assert rows(warehouse, "select account, user_id, handle, tweets from users order by account") == [
        ("after", "7041", "after", 2), ("pal", "7042", "pal", 2), ("third", None, "third", 0),
    ]  # fmt: skip


def test_two_users_who_had_one_handle_are_two_accounts(study: Study, warehouse: Warehouse) -> None:
    tweets = [
        v2_tweet(1, author_id="1", created_at="2021-01-06T08:00:00.000Z"),
        v2_tweet(2, author_id="2", created_at="2021-01-12T08:00:00.000Z"),
    ]
    for tweet, name in zip(tweets, ("a.jsonl", "b.jsonl"), strict=True):
        put(study, name, v2_page(tweet, users=[{"id": str(tweet["author_id"]), "username": "taken"}]), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select account, user_id, tweets from users order by account") == [
        ("id:1", "1", 1), ("taken", "2", 1),
    ]  # fmt: skip


def test_an_author_whose_handle_only_a_mention_gives_is_one_account(study: Study, warehouse: Warehouse) -> None:
    mention = {"start": 7, "end": 15, "username": "ann_one", "id": "77"}
    put(
        study,
        "a.jsonl",
        v2_page(
            v2_tweet(1, author_id="77"),
            v2_tweet(2, author_id="88", text="thanks @ann_one", entities={"mentions": [mention]}),
        ),
        WINDOW,
    )
    fill(study, warehouse)
    assert rows(warehouse, "select account, tweets, times_named from users order by account") == [
        ("ann_one", 1, 1), ("id:88", 1, 0),
    ]  # fmt: skip


def test_what_was_not_collected_is_read_from_the_text_or_not_known(study: Study, warehouse: Warehouse) -> None:
    bare = [
        {"id": str(10**18 + number), "text": text, "author_id": str(number), "created_at": "2021-01-27T08:00:00.000Z"}
        for number, text in enumerate(
            ["hello @two and @three #one #second", "@one thanks", "see https://t.co/abcdefghij"], 1
        )
    ]
    put(study, "a.json", v2_page(*bare, users=[{"id": "1", "username": "one"}, {"id": "2", "username": "two"}]), WINDOW)
    fill(study, warehouse)
    assert rows(
        warehouse, "select hashtags, mention_handles, tweet_type, content_format from tweets order by tweet_id"
    ) == [
        (["one", "second"], ["two", "three"], "tweet", "text only"),
        ([], ["one"], "reply", "text only"),
        ([], [], "tweet", None),
    ]
    assert rows(warehouse, "select source, target, kind from interactions order by all") == [
        ("one", "three", "mention"), ("one", "two", "mention"), ("two", "one", "reply"),
    ]  # fmt: skip


def test_a_link_to_a_tweet_is_no_link_and_marks_a_text_that_was_cut(study: Study, warehouse: Warehouse) -> None:
    addresses = [
        "https://twitter.com/i/web/status/1352900000000000000", "https://twitter.com/i/status/1352900000000000000",
        "https://x.com/inv/status/1352900000000000000", "https://mobile.twitter.com/inv/statuses/1352900000000000000/photo/1",
        "http://www.twitter.com/statuses/1352900000000000000",
    ]  # fmt: skip
    text = "left away by the… https://t.co/w1w1w1w1w1"
    tweets = []
    for number, address in enumerate(addresses):
        url = {"start": 17, "end": 40, "url": "https://t.co/w1w1w1w1w1", "expanded_url": address}
        tweets.append(v2_tweet(number, text=text, entities={"urls": [url]}))
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    found = rows(warehouse, "select url_count, content_format, text_is_cut from tweets")
    assert found == [(0, "text only", True)] * len(addresses)


def test_a_quote_explains_the_link_behind_three_dots_unless_it_leads_to_the_tweet_itself(
    study: Study, warehouse: Warehouse
) -> None:
    other, tweets = "https://twitter.com/inv/status/1352900000000000000", []
    for number, last in enumerate((other, f"https://twitter.com/inv/status/{1_345_000_000_000_000_001}")):
        links = [{"url": f"https://t.co/{place}", "expanded_url": link} for place, link in enumerate((other, last))]
        quoted = [{"type": "quoted", "id": "1352900000000000000"}]
        tweets.append(v2_tweet(number, text="well… https://t.co/1", entities={"urls": links}, referenced_tweets=quoted))
    put(study, "a.json", v2_page(*tweets), WINDOW)
    fill(study, warehouse)
    assert rows(warehouse, "select text_is_cut, url_count from tweets order by tweet_id") == [(False, 0), (True, 0)]


def test_ids_rounded_in_a_part_of_a_file_are_rejected_and_the_others_are_taken(mapped: Study) -> None:
    ids = [1_353_251_187_717_049_343 + 251_658_240_001 * number for number in range(30)]
    rounded = [round(one, -4) for one in ids[:5]]
    put(
        mapped,
        "a.csv",
        table_text([row(number, tweet_id=str(one)) for number, one in enumerate([*ids[5:], *rounded])]),
        WINDOW,
    )
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select count(*) from raw_tweets") == [(25,)]
        assert rows(warehouse, "select count(*) from rejected_rows where reason like '%was rounded%'") == [(5,)]


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_a_file_with_two_rounded_ids_beside_its_undamaged_twin_adds_no_tweets(
    mapped: Study, names: tuple[str, str]
) -> None:
    ids = [1_353_251_187_717_049_343 + 251_658_240_077 * number for number in range(9)]
    damaged = [round(ids[0], -4), int(float(ids[1])), *ids[2:]]
    for name, written in zip(names, (ids, damaged), strict=True):
        put(mapped, name, table_text([row(number, tweet_id=str(one)) for number, one in enumerate(written)]), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        first, second = fill(mapped, warehouse)
        assert rows(warehouse, "select tweet_id from tweets order by 1") == [(str(one),) for one in sorted(ids)]
        assert rows(warehouse, "select export_file, row_number, reason from rejected_rows order by 2") == [
            (names[1], place, f"tweet id {damaged[place - 1]} was rounded: the true one stands in {names[0]}")
            for place in (1, 2)
        ]
        taken = rows(warehouse, "select count(*) from raw_tweets")
    assert taken == [(first.rows_read + second.rows_read - 2,)]


def test_ids_that_went_through_doubles_are_rejected_all(mapped: Study) -> None:
    ids = [float(969_576_390_457_374_112 + 251_659_252_000 * number) for number in range(200)]
    exact = [int(one) // 4096 * 4096 for one in ids]
    put(mapped, "a.csv", table_text([row(number, tweet_id=str(one)) for number, one in enumerate(exact)]), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        fill(mapped, warehouse)
        assert rows(warehouse, "select count(*) from raw_tweets") == [(0,)]


def posted_in(zone: str, day: int, number: int) -> list[str]:
    moment = datetime(2021, 3, day, 12, number, tzinfo=UTC)
    tweet_id = (int(moment.timestamp() * 1000) - 1_288_834_974_657) << 22
    written = moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    return row(number, tweet_id=str(tweet_id + number), created_at=written)


def test_the_times_inside_ids_prove_the_zone_also_across_a_change_of_clocks(mapped: Study) -> None:
    zones = ["America/New_York", "Asia/Kolkata", "Europe/Madrid"]
    for number, zone in enumerate(zones):
        put(mapped, f"{number}.csv", table_text([posted_in(zone, day, day % 60) for day in range(1, 32)]), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as warehouse:
        outcomes = fill(mapped, warehouse)
    for zone, outcome in zip(zones, outcomes, strict=True):
        [note] = outcome.notes
        named = note.split('"')[1]
        for day in (1, 31):
            noon = datetime(2021, 3, day, 12, tzinfo=UTC)
            assert noon.astimezone(ZoneInfo(named)).utcoffset() == noon.astimezone(ZoneInfo(zone)).utcoffset(), zone


def test_times_that_the_ids_prove_need_no_word_and_others_do(study: Study, warehouse: Warehouse, mapped: Study) -> None:
    put(mapped, "a.csv", table_text([posted_in("UTC", day, day % 60) for day in range(1, 32)]), WINDOW)
    with open_warehouse(mapped.warehouse, "a test") as other:
        assert [outcome.notes for outcome in fill(mapped, other)] == [[]]
    put(study, "a.csv", "source,target\none,two\n", WINDOW)
    put(study, "b.csv", "source,target,time\none,two,2021-01-05 10:00:00\n", WINDOW)
    without, with_times = fill(study, warehouse)
    assert without.notes == []
    assert "name no zone" in with_times.notes[0]


TWO_COLUMNS = """
[[column_map]]
name = "two columns"
columns.tweet_id = 1
columns.created_at = [2, 3]
columns.author_handle = 1
columns.text = 4
columns.in_reply_to_user_id = 5
columns.like_count = 6
header = false
files = "a.csv"
"""


def test_columns_that_together_make_a_field_or_have_no_name_are_bare_too(tmp_path: Any) -> None:
    study = make_study(tmp_path / "two", settings=TWO_COLUMNS)
    address = "https://x.com/in\u200bv_1/status/13543383513\u206013849901"
    lines = [
        (address, "2021-01-27", "08:00:00\u200e", "a\u200bb", "-1", "-1"),
        (address.replace("901", "902"), "2021-01-27", "NA", "c", "-1.0", "#WERT!"),
    ]
    put(study, "a.csv", table_text(lines[1:], lines[0]), WINDOW)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
        asked = "tweet_id, cast(created_at as varchar), author_handle, text, in_reply_to_user_id, like_count, bad_cells"
        assert rows(warehouse, f"select {asked} from raw_tweets") == [
            ("1354338351313849901", "2021-01-27 08:00:00", "inv_1", "a\u200bb", None, None, [])
        ]
        assert rows(warehouse, "select reason from rejected_rows") == [("no time of posting",)]


TIES = """
[[column_map]]
name = "our ties"
columns.source = "who"
columns.target = "whom"
columns.times = "how often"
"""


def test_accounts_of_a_mapped_edge_list_are_bare_too(tmp_path: Any) -> None:
    study = make_study(tmp_path / "ties", settings=TIES)
    lines = [("in\u200bv_1", "inv_2\u200d", "3"), ("inv_1", "-1", "1"), ("inv_1", "inv_3", "-1")]
    put(study, "a.csv", table_text(lines, ("who", "whom", "how often")), WINDOW)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
        assert rows(warehouse, "select source, target, times from raw_ties order by row_number") == [
            ("inv_1", "inv_2", 3), ("inv_1", "inv_3", 1),
        ]  # fmt: skip
        assert rows(warehouse, "select reason from rejected_rows") == [("no target account",)]


LINES = """
[[column_map]]
name = "our lines"
columns.tweet_id = "link"
columns.author_handle = "link"
columns.text = "words"
"""


def test_addresses_in_mapped_documents_are_bare_too(tmp_path: Any) -> None:
    study = make_study(tmp_path / "lines", settings=LINES)
    documents = [
        {"link": "https://x.com/in\u200bv_1/status/13543383513\u206013849901", "words": "a\u200bb"},
        {"link": "https://x.com/inv_1/status/1354338351313849902", "words": "c"},
    ]
    put(study, "a.jsonl", "\n".join(map(json.dumps, documents)), WINDOW)
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
        assert rows(warehouse, "select tweet_id, author_handle, text from raw_tweets order by tweet_id") == [
            ("1354338351313849901", "inv_1", "a\u200bb"),
            ("1354338351313849902", "inv_1", "c"),
        ]
