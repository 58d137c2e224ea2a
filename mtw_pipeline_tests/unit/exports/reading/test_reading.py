"""Files of any dress: every row taken or rejected with its reason, and nothing lost where a reading breaks off."""

import gzip
import json
import logging
from collections.abc import Callable
from itertools import product

import pandas as pd
import pytest

from mtw_pipeline.activity import ACTIVITY, ENDED
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
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file


def raw(warehouse: Warehouse, columns: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(f"select {columns} from raw_tweets order by export_file, row_number").fetchall()


REJECTED = "row_number, line_number, reason, raw"


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
    begun = (one for one in caplog.records if one.name == ACTIVITY.name and not hasattr(one, ENDED))
    said = [record.message for record in begun]
    assert said[:2] == ["reading a.csv", "reading b.csv"]


def with_a_bad_row(cells: dict[str, str]) -> str:
    return csv_text([rtweet_row(1, text="two\nlines"), rtweet_row(2, **cells), rtweet_row(3)])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"status_id": ""}, "no tweet id"),
        (dict.fromkeys(rtweet_row(2), ""), "an empty row: neither id nor time, author and text"),
        ({"status_id": "1.26426E+18"}, "rounded by a spreadsheet"),
        ({"status_id": "1,26426E+18"}, "rounded by a spreadsheet"),
        ({"status_id": "1345747196179386368.0"}, "rounded by a spreadsheet"),
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
@of_file(with_a_bad_row)
def test_a_row_that_cannot_be_taken_says_why_and_where(read: ReadFile, cells: dict[str, str], reason: str) -> None:
    [(row_number, line_number, said, kept)] = read.rows(REJECTED, "rejected_rows")
    assert (row_number, line_number) == (2, 4)
    assert reason in str(said)
    assert kept == with_a_bad_row(cells).splitlines()[3]
    assert read.raw("row_number") == [1, 3]


@pytest.mark.parametrize("day", ["2021-01-01T00:00:00Z", "2021-01-31T23:59:59Z"])
@of_file(lambda day: csv_text([rtweet_row(1, created_at=day)]))
def test_both_days_of_the_window_are_included(read: ReadFile, day: str) -> None:
    assert len(read.raw("tweet_id")) == 1


@of_file(csv_text([rtweet_row(1, status_id="x1346842190847262721", user_id="x0042")]))
def test_ids_stay_text_and_lose_only_rtweets_x(read: ReadFile) -> None:
    assert read.rows("tweet_id, author_id") == [("1346842190847262721", "0042")]


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


@of_file(csv_text([rtweet_row(1, favorite_count="12k", retweet_count="3.0", is_quote="perhaps")]))
def test_a_cell_that_cannot_be_read_is_null_and_named(read: ReadFile) -> None:
    assert read.rows("like_count, retweet_count, is_quote, bad_cells") == [
        (None, 3, None, ["like_count: 12k", "is_quote: perhaps"])
    ]


def in_another_order_and_case() -> str:
    rows = [rtweet_row(1, favorite_count="5"), rtweet_row(2, favorite_count="7")]
    header, _, body = csv_text(rows, sorted(rows[0], reverse=True)).partition("\n")
    return header.upper().replace(",", "\u200b ,\u00a0\ufeff") + "\n" + body


@of_file(in_another_order_and_case)
def test_columns_count_by_name_in_any_order_and_case(read: ReadFile) -> None:
    assert read.outcome.unknown_columns == []
    assert read.raw("like_count") == [5, 7]


OWN_COLUMNS = {"my note": "hello", "'; drop table raw_tweets; --": "x"}


@of_file(csv_text([rtweet_row(1) | OWN_COLUMNS], [*rtweet_row(1), *OWN_COLUMNS]))
def test_unknown_columns_are_listed_and_left_out(read: ReadFile) -> None:
    assert read.outcome.unknown_columns == [*OWN_COLUMNS]
    assert len(read.raw("tweet_id")) == 1


@of_file(csv_text([rtweet_row(1)], [name for name in rtweet_row(1) if name != "text"]))
def test_a_missing_column_refuses_that_file_while_the_others_go_on(read: ReadFile) -> None:
    assert (read.outcome.status, read.outcome.rows_read) == ("refused", 0)
    assert "the column text is missing" in read.refusal
    assert read.leaves_nothing()


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


def changed(line: int, change: Callable[[str], str]) -> str:
    """A table of five rows, one of whose lines was changed."""
    lines = csv_text([rtweet_row(number) for number in range(1, 6)]).splitlines()
    lines[line] = change(lines[line])
    return "\n".join(lines) + "\n"


STRAY_MARK = changed(2, lambda line: line.replace('number 2"', "number 2", 1))
CELL_TOO_MANY = changed(2, lambda line: f"{line},one more")


@of_file(STRAY_MARK)
def test_a_stray_quotation_mark_costs_one_row_and_not_the_rest(read: ReadFile) -> None:
    assert read.outcome.rows_read == 5
    assert read.raw("row_number") == [1, 3, 4, 5]
    [(row_number, line_number, reason, kept)] = read.rows(REJECTED, "rejected_rows")
    assert (row_number, line_number, kept) == (2, 3, STRAY_MARK.splitlines()[2])
    assert "quotation mark" in str(reason)


@of_file(CELL_TOO_MANY)
def test_a_row_with_a_cell_too_many_is_rejected_with_its_text(read: ReadFile) -> None:
    [(row_number, line_number, reason, kept)] = read.rows(REJECTED, "rejected_rows")
    assert (row_number, line_number, kept) == (2, 3, CELL_TOO_MANY.splitlines()[2])
    assert "cells where the header has" in str(reason)


FAR_DOWN = 9_000


@of_file(
    lambda: (
        csv_text([rtweet_row(number) for number in range(1, FAR_DOWN)]).encode()
        + csv_text([rtweet_row(FAR_DOWN, text="caf\xe9")]).encode("cp1252").split(b"\n")[1]
    )
)
def test_one_byte_of_another_encoding_far_down_does_not_stop_the_file(read: ReadFile) -> None:
    texts = read.raw("text")
    assert (read.outcome.rows_read, len(texts), texts[-1]) == (FAR_DOWN, FAR_DOWN, "café")
    assert any("row by row" in note for note in read.outcome.notes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,b\n1,2\n", "format is not known"),
        ('{"a": 1}\n', "no known format"),
        ('"id;date;text;user"\n1;2;3;4\n', "its columns are id, date, text, user"),
        (
            '"' + "name_\t" * 90 + 're-tweets"\n1\t2\n',
            "format is not known",
        ),  # each tab was a sign and a blank: 2 ** 90
        ("{ not json at all", "begins like JSON"),
        (repr([v2_tweet(1)]), "apostrophes where JSON has quotation marks. Write them anew with json.dumps"),
        (f"{v2_tweet(1)!r}\n{v2_tweet(2)!r}\n", "apostrophes where JSON has quotation marks"),
        (pd.DataFrame([v2_tweet(1), v2_tweet(2)]).to_json(), 'with orient="records"'),
        (pd.DataFrame([v2_tweet(1), v2_tweet(2)]).to_json(orient="split"), 'with orient="records"'),
        (json.dumps({"data": [{"username": "inv", "name": "n", "id": "1"}]}), "No tweets"),
        (gzip.compress(b"status_id,text\n" * 5000, mtime=0)[:60], "damaged"),
        (b"PK\x03\x04 not a workbook", "its end is lacking or damaged. Copy it again"),
        ("[]", "an empty list or object and no tweet"),
        ("{}", "an empty list or object and no tweet"),
    ],
)
@of_file(lambda content: content, ".dat")
def test_a_file_without_tweets_is_refused_with_its_reason(read: ReadFile, content: str | bytes, reason: str) -> None:
    assert read.outcome.status == "refused"
    assert reason in read.refusal
    assert read.leaves_nothing()


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


@of_file(v2_page(v2_tweet(1, text="half \ud83d and whole \U0001f600"), v2_tweet(2)), ".jsonl")
def test_half_a_character_in_json_costs_that_character_only(read: ReadFile) -> None:
    assert read.raw("text") == ["half � and whole \U0001f600", "an invented sentence, number 2"]


@pytest.mark.parametrize("line", ['{"data": ' + "[" * 100_000, '{"id": ' + "9" * 5000 + "}"], ids=["deep", "long"])
@of_file(lambda line: v2_page(v2_tweet(1)) + line + "\n" + v2_page(v2_tweet(2)), ".jsonl")
def test_monstrous_json_is_rejected_with_its_line(read: ReadFile, line: str) -> None:
    assert len(read.raw("tweet_id")) == 2
    [(row_number, line_number, _, kept)] = read.rows(REJECTED, "rejected_rows")
    assert (row_number, line_number, kept) == (2, 2, line)
