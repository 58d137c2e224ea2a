import gzip
import json
import logging
from itertools import product

import pytest

from mtw_pipeline.activity import ACTIVITY
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline_tests.builders import (
    NETLYTIC_COLUMNS,
    WINDOW,
    csv_text,
    netlytic_row,
    put,
    rtweet_row,
    v2_page,
    v2_tweet,
)


def raw(warehouse: Warehouse, columns: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(f"select {columns} from raw_tweets order by export_file, row_number").fetchall()


def rejected(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(
        "select row_number, line_number, reason, raw from rejected_rows order by export_file, row_number"
    ).fetchall()


def test_every_row_read_is_taken_or_rejected(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2, created_at=""), rtweet_row(3)]))
    put(study, "b.jsonl", v2_page(v2_tweet(4), {"note": "no tweet"}) + "{broken\n" + v2_page(v2_tweet(5)))
    accounts = read_window(warehouse, study, WINDOW)
    assert [account.rows_read for account in accounts] == [3, 4]
    assert warehouse.rows_in(RAW_TWEETS, WINDOW) == 4
    assert warehouse.rows_in(REJECTED_ROWS, WINDOW) == 3


def test_whoever_waits_is_told_which_file_is_being_read(
    study: Study, warehouse: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    put(study, "b.csv", csv_text([rtweet_row(2)]))
    with caplog.at_level(logging.INFO, logger=ACTIVITY.name):
        read_window(warehouse, study, WINDOW)
    said = [record.message for record in caplog.records if record.name == ACTIVITY.name]
    assert said[:2] == ["reading a.csv", "reading b.csv"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"status_id": ""}, "no tweet id"),
        ({"status_id": "1.26426E+18"}, "rounded by a spreadsheet"),
        ({"status_id": "1,26426E+18"}, "rounded by a spreadsheet"),
        ({"status_id": "abc"}, "is not a tweet id"),
        ({"created_at": ""}, "no time of posting"),
        ({"created_at": "yesterday"}, "yesterday cannot be read"),
        ({"created_at": "05/01/2021 10:00"}, "cannot be read"),
        ({"text": ""}, "no text"),
        ({"user_id": "", "screen_name": ""}, "no author"),
        ({"created_at": "2021-02-01T00:00:00Z"}, "outside the collection window"),
        ({"created_at": "2020-12-31T23:59:59Z"}, "outside the collection window"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_where(
    study: Study, warehouse: Warehouse, cells: dict[str, str], reason: str
) -> None:
    text = csv_text([rtweet_row(1, text="two\nlines"), rtweet_row(2, **cells), rtweet_row(3)])
    put(study, "a.csv", text)
    read_window(warehouse, study, WINDOW)
    [(row_number, line_number, said, kept)] = rejected(warehouse)
    assert (row_number, line_number) == (2, 4)
    assert reason in str(said)
    assert kept == text.splitlines()[3]
    assert raw(warehouse, "row_number") == [(1,), (3,)]


@pytest.mark.parametrize("day", ["2021-01-01T00:00:00Z", "2021-01-31T23:59:59Z"])
def test_both_days_of_the_window_are_included(study: Study, warehouse: Warehouse, day: str) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, created_at=day)]))
    read_window(warehouse, study, WINDOW)
    assert warehouse.rows_in(RAW_TWEETS, WINDOW) == 1


def test_ids_stay_text_and_lose_only_rtweets_x(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, status_id="x1346842190847262721", user_id="x0042")]))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "tweet_id, author_id") == [("1346842190847262721", "0042")]


def test_what_is_absent_is_null_and_never_zero(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([netlytic_row(1)], NETLYTIC_COLUMNS))
    rows = [rtweet_row(2, favorite_count="NA", retweet_count="NA", hashtags="NA"), rtweet_row(3, hashtags="One")]
    put(study, "b.csv", csv_text(rows))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "like_count, retweet_count, reply_count, hashtags, is_retweet, metrics_of") == [
        (None, None, None, None, None, "unknown"),
        (None, None, None, [], False, "own"),
        (0, 0, None, ["One"], False, "own"),
    ]


def test_a_cell_that_cannot_be_read_is_null_and_named(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, favorite_count="12k", retweet_count="3.0", is_quote="perhaps")]))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "like_count, retweet_count, is_quote, bad_cells") == [
        (None, 3, None, ["like_count: 12k", "is_quote: perhaps"])
    ]


def test_columns_count_by_name_in_any_order_and_case(study: Study, warehouse: Warehouse) -> None:
    rows = [rtweet_row(1, favorite_count="5"), rtweet_row(2, favorite_count="7")]
    columns = sorted(rows[0], reverse=True)
    shuffled = csv_text(rows, columns)
    header, _, body = shuffled.partition("\n")
    put(study, "a.csv", header.upper().replace(",", "\u200b ,\u00a0\ufeff") + "\n" + body)
    [account] = read_window(warehouse, study, WINDOW)
    assert account.unknown_columns == []
    assert raw(warehouse, "like_count") == [(5,), (7,)]


def test_unknown_columns_are_listed_and_left_out(study: Study, warehouse: Warehouse) -> None:
    row = rtweet_row(1) | {"my note": "hello", "'; drop table raw_tweets; --": "x"}
    put(study, "a.csv", csv_text([row], list(row)))
    [account] = read_window(warehouse, study, WINDOW)
    assert account.unknown_columns == ["my note", "'; drop table raw_tweets; --"]
    assert warehouse.rows_in(RAW_TWEETS, WINDOW) == 1


def test_a_missing_column_refuses_that_file_while_the_others_go_on(study: Study, warehouse: Warehouse) -> None:
    columns = [name for name in rtweet_row(1) if name != "text"]
    put(study, "a.csv", csv_text([rtweet_row(1)], columns))
    put(study, "b.csv", csv_text([rtweet_row(2)]))
    first, second = read_window(warehouse, study, WINDOW)
    assert (first.status, first.rows_read) == ("refused", 0)
    assert "the column text is missing" in str(first.refusal)
    assert (second.status, second.rows_read) == ("read", 1)


def test_the_same_rows_come_out_of_every_dress(study: Study, warehouse: Warehouse) -> None:
    rows = [rtweet_row(1, text='café, "quoted"; twice\nand a second line'), rtweet_row(2, hashtags="one two")]
    encodings, endings = ("utf-8", "utf-8-sig", "utf-16", "cp1252"), ("csv", "csv.gz")
    dresses = {
        f"{number}.{ending}": (delimiter, csv_text(rows, delimiter=delimiter, line_end=line_end).encode(encoding))
        for number, (line_end, delimiter, encoding, ending) in enumerate(
            product(("\n", "\r\n"), (",", ";", "\t"), encodings, endings)
        )
    }
    for name, (_, content) in dresses.items():
        put(study, name, content)
    outcomes = {outcome.export_file: outcome for outcome in read_window(warehouse, study, WINDOW)}
    assert {name: (outcome.rows_read, outcome.delimiter) for name, outcome in outcomes.items()} == {
        name: (2, delimiter) for name, (delimiter, _) in dresses.items()
    }
    taken = raw(warehouse, "export_file, replace(text, chr(13), ''), hashtags")
    assert taken == [
        row
        for name in sorted(dresses)
        for row in (
            (name, 'café, "quoted"; twice\nand a second line', []),
            (name, "an invented sentence, number 2", ["one", "two"]),
        )
    ]


def test_a_stray_quotation_mark_costs_one_row_and_not_the_rest(study: Study, warehouse: Warehouse) -> None:
    good = csv_text([rtweet_row(number) for number in range(1, 6)]).splitlines()
    good[2] = good[2].replace('number 2"', "number 2", 1)
    put(study, "a.csv", "\n".join(good) + "\n")
    [account] = read_window(warehouse, study, WINDOW)
    assert account.rows_read == 5
    assert raw(warehouse, "row_number") == [(1,), (3,), (4,), (5,)]
    [(row_number, line_number, reason, kept)] = rejected(warehouse)
    assert (row_number, line_number, kept) == (2, 3, good[2])
    assert "quotation mark" in str(reason)


def test_a_row_with_a_cell_too_many_is_rejected_with_its_text(study: Study, warehouse: Warehouse) -> None:
    lines = csv_text([rtweet_row(1), rtweet_row(2), rtweet_row(3)]).splitlines()
    lines[2] += ",one more"
    put(study, "a.csv", "\n".join(lines) + "\n")
    read_window(warehouse, study, WINDOW)
    [(row_number, line_number, reason, kept)] = rejected(warehouse)
    assert (row_number, line_number, kept) == (2, 3, lines[2])
    assert "cells where the header has" in str(reason)


def test_one_byte_of_another_encoding_far_down_does_not_stop_the_file(study: Study, warehouse: Warehouse) -> None:
    rows = [rtweet_row(number) for number in range(1, 9000)]
    data = csv_text(rows).encode() + csv_text([rtweet_row(9000, text="caf\xe9")]).encode("cp1252").split(b"\n")[1]
    put(study, "a.csv", data)
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, warehouse.rows_in(RAW_TWEETS, WINDOW)) == (9000, 9000)
    assert raw(warehouse, "text")[-1] == ("café",)
    assert any("row by row" in note for note in account.notes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,b\n1,2\n", "format is not known"),
        ('{"a": 1}\n', "no known format"),
        ("{ not json at all", "begins like JSON"),
        (json.dumps({"data": [{"username": "inv", "name": "n", "id": "1"}]}), "No tweets"),
        (gzip.compress(b"status_id,text\n" * 5000, mtime=0)[:60], "damaged"),
        (b"PK\x03\x04 not a workbook", "its end is lacking or damaged. Copy it again"),
        ("[]", "an empty list or object and no tweet"),
        ("{}", "an empty list or object and no tweet"),
    ],
)
def test_a_file_without_tweets_is_refused_with_its_reason(
    study: Study, warehouse: Warehouse, content: str | bytes, reason: str
) -> None:
    put(study, "a.dat", content)
    put(study, "b.csv", csv_text([rtweet_row(2)]))
    first, second = read_window(warehouse, study, WINDOW)
    assert first.status == "refused"
    assert reason in str(first.refusal)
    assert second.rows_read == 1


def test_netlytic_times_are_read_in_the_zone_that_the_study_names(study: Study, warehouse: Warehouse) -> None:
    settings = study.settings.model_copy(update={"export_time_zones": {"netlytic": "America/Toronto"}})
    put(study, "a.csv", csv_text([netlytic_row(1, pubdate="2021-01-02 20:00:00")], NETLYTIC_COLUMNS))
    read_window(warehouse, Study(study.root, settings), WINDOW)
    assert raw(warehouse, "cast(created_at as varchar)") == [("2021-01-03 01:00:00",)]


def test_a_second_reading_replaces_the_first(study: Study, warehouse: Warehouse) -> None:
    path = put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2)]))
    read_window(warehouse, study, WINDOW)
    path.unlink()
    put(study, "b.csv", csv_text([rtweet_row(3)]))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "export_file") == [("b.csv",)]


def test_a_reading_that_breaks_off_leaves_the_last_good_state(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    read_window(warehouse, study, WINDOW)
    put(study, "b.csv", csv_text([rtweet_row(2)]))

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mtw_pipeline.exports.reading.batches.validate_batch", breaks)
    with pytest.raises(KeyboardInterrupt):
        read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "export_file") == [("a.csv",)]


def test_half_a_character_in_json_costs_that_character_only(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.jsonl", v2_page(v2_tweet(1, text="half \ud83d and whole \U0001f600"), v2_tweet(2)))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text")[0] == ("half � and whole \U0001f600",)
    assert warehouse.rows_in(RAW_TWEETS, WINDOW) == 2


@pytest.mark.parametrize("line", ['{"data": ' + "[" * 100_000, '{"id": ' + "9" * 5000 + "}"], ids=["deep", "long"])
def test_monstrous_json_is_rejected_with_its_line(study: Study, warehouse: Warehouse, line: str) -> None:
    put(study, "a.jsonl", v2_page(v2_tweet(1)) + line + "\n" + v2_page(v2_tweet(2)))
    read_window(warehouse, study, WINDOW)
    assert warehouse.rows_in(RAW_TWEETS, WINDOW) == 2
    [(row_number, line_number, _, kept)] = rejected(warehouse)
    assert (row_number, line_number, kept) == (2, 2, line)
