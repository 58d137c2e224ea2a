"""Files of no known format: a workbook, JSON lines and a table, each through a column map of study.toml."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import openpyxl
import pytest

from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, make_study, put
from mtw_pipeline_tests.unit.exports import mapped_tables

ID = "1345000000000000001"
OUR_TABLE = """
[[column_map]]
name = "our table"
columns.tweet_id = "Tweet ID"
columns.created_at = "Posted"
columns.text = "Full text"
columns.author_handle = "Account"
columns.like_count = "Likes"
columns.hashtags = "Tags"
time_zone = "Europe/Madrid"
list_separator = ";"
"""
OUR_LINES = """
[[column_map]]
name = "our lines"
columns.tweet_id = "id_str"
columns.created_at = "posted.at"
columns.text = "content"
columns.author_handle = "user.screen_name"
columns.is_retweet = "rt"
columns.hashtags = "tags"
"""
HEADER = ("Tweet ID", "Posted", "Full text", "Account", "Likes", "Tags", "Coder's note")
ROW = (ID, datetime(2021, 1, 5, 0, 30), "an invented sentence", "@Inv_1", 3, "one; Two ;", "our own")


def workbook(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.create_sheet("another").append(["not", "an", "export"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def reading(
    warehouse: Warehouse, study: Study, columns: str
) -> tuple[list[FileOutcome], list[tuple[object, ...]], list[object]]:
    accounts = read_window(warehouse, study, WINDOW)
    rows = warehouse.connection.execute(f"select {columns} from raw_tweets order by row_number").fetchall()
    reasons = warehouse.connection.execute("select reason from rejected_rows order by row_number").fetchall()
    return accounts, rows, [reason for (reason,) in reasons]


def test_a_workbook_comes_in_with_dates_numbers_and_lists(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=OUR_TABLE)
    put(study, "ours.xlsx", workbook(HEADER, ROW, [None] * 7))
    [account], rows, _ = reading(
        warehouse,
        study,
        "tweet_id, cast(created_at as varchar), text, author_handle, like_count, hashtags, retweet_count",
    )
    assert (account.rows_read, account.unknown_columns, account.format) == (1, ["Coder's note"], "column map our table")
    assert rows == [(ID, "2021-01-04 23:30:00", "an invented sentence", "Inv_1", 3, ["one", "Two"], None)]


def test_an_id_that_the_workbook_keeps_as_a_number_is_rejected_as_rounded(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=OUR_TABLE)
    put(study, "ours.xlsx", workbook(HEADER, (int(ID), *ROW[1:]), ROW))
    _, rows, reasons = reading(warehouse, study, "tweet_id")
    assert rows == [(ID,)]
    assert [str(reason).split(" was ")[1] for reason in reasons] == [
        "rounded by a spreadsheet or a program; the true id is lost"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_comes_in_whatever_its_delimiter(tmp_path: Path, warehouse: Warehouse, delimiter: str) -> None:
    study = make_study(tmp_path, settings=OUR_TABLE.replace('";"', '"|"'))
    row = (ID, "2021-01-05 00:30", "an invented sentence", "Inv_1", "", "one|Two", "")
    put(study, "ours.csv", "\n".join(delimiter.join(line) for line in (HEADER, row)))
    _, rows, _ = reading(warehouse, study, "tweet_id, cast(created_at as varchar), like_count, hashtags, metrics_of")
    assert rows == [(ID, "2021-01-04 23:30:00", None, ["one", "Two"], "unknown")]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", [("unknown", 3, None), ("unknown", 900, None)]),
        ('metrics_of = "own"', [("own", 3, None), ("own", 900, None)]),
        ('metrics_of = "original"', [("own", 3, None), ("original", 900, None)]),
    ],
)
def test_counts_of_what_is_no_retweet_are_its_own_where_those_of_retweets_are_of_originals(
    tmp_path: Path, warehouse: Warehouse, said: str, kept: list[tuple[str, int, int | None]]
) -> None:
    """A map says it of all rows: likes of the tweets' own stood in no average then."""
    study = make_study(tmp_path, settings=OUR_TABLE + said)
    rows = (ROW, (str(int(ID) + 1), ROW[1], "RT @inv_2: an invented sentence", "inv_3", 900, "", ""))
    put(study, "ours.xlsx", workbook(HEADER, *rows), mapped_tables.WINDOW)
    mapped_tables.fill(study, warehouse)
    counts = "select metrics_of, like_count, original_like_count from tweets order by tweet_id"
    assert warehouse.connection.execute(counts).fetchall() == kept


def test_json_lines_come_in_with_fields_inside_of_objects(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=OUR_LINES)
    line = {"id_str": ID, "posted": {"at": "2021-01-05T00:30:00+02:00"}, "content": "RT @inv_2: an invented sentence",
            "user": {"screen_name": "inv_1"}, "rt": True, "tags": ["one", "Two"]}  # fmt: skip
    put(study, "ours.jsonl", json.dumps(line) + "\n" + json.dumps({**line, "id_str": None}) + "\n[1]\n")
    _, rows, reasons = reading(
        warehouse, study, "tweet_id, cast(created_at as varchar), author_handle, is_retweet, hashtags"
    )
    assert rows == [(ID, "2021-01-04 22:30:00", "inv_1", True, ["one", "Two"])]
    assert len(reasons) == 2


def test_without_a_mapped_time_it_is_computed_from_the_id_and_said(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=OUR_TABLE.replace('columns.created_at = "Posted"\n', ""))
    put(study, "ours.csv", f"Tweet ID,Full text,Account,Likes,Tags\n{ID},an invented sentence,inv_1,,\n")
    [account], rows, _ = reading(warehouse, study, "cast(epoch_ms(created_at) as varchar)")
    assert rows == [(str((int(ID) >> 22) + 1_288_834_974_657),)]
    assert account.notes == ["times of posting were computed from the tweet ids"]


@pytest.mark.parametrize("old", ["20", "1467810369", "29700000000"])
def test_an_id_that_holds_no_time_dates_no_tweet(tmp_path: Path, warehouse: Warehouse, old: str) -> None:
    """Ids of before November 2010 were counted up; every tweet of them was of 4 November 2010."""
    study = make_study(tmp_path, settings=OUR_TABLE.replace('columns.created_at = "Posted"\n', ""))
    put(study, "ours.csv", f"Tweet ID,Full text,Account,Likes,Tags\n{ID},words,inv_1,,\n{old},words,inv_1,,\n")
    _, rows, reasons = reading(warehouse, study, "tweet_id")
    assert rows == [(ID,)]
    assert reasons == [f"tweet id {old} holds no time of posting, as those of X do since November 2010"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Tweet ID,Posted,Full text,Account,Likes", "names the column 'Tags'"),
        (
            "Tweet ID,Posted,Full text,Acount,Likes,Tags",
            "names the column 'Account', which this file does not have; the",
        ),
        ("screen_name,followers", "user profiles"),
        ("Id,Label,timeset,modularity_class", "the nodes of a network"),
        ("subreddit,score,Full text,Likes,Tags", "of Reddit"),
    ],
)
def test_a_file_that_a_map_nearly_fits_is_refused_by_what_is_missing(
    tmp_path: Path, warehouse: Warehouse, header: str, said: str
) -> None:
    study = make_study(tmp_path, settings=OUR_TABLE)
    put(study, "ours.csv", f"{header}\n{','.join('x' for _ in header.split(','))}\n")
    [account], rows, _ = reading(warehouse, study, "tweet_id")
    assert (account.status, rows) == ("refused", [])
    assert said in str(account.refusal)


def test_a_map_that_names_its_files_is_held_to_them_alone(tmp_path: Path, warehouse: Warehouse) -> None:
    bound = OUR_TABLE.replace('name = "our table"', 'name = "our table"\nfiles = "ours/*.csv"')
    study = make_study(tmp_path, settings=bound)
    text = "\n".join(",".join(line) for line in (HEADER, (ID, "2021-01-05 00:30", "words", "Inv_1", "", "", "")))
    put(study, "ours/a.csv", text)
    put(study, "theirs/a.csv", f"{text}\n")
    put(study, "ours/b.csv", "source,target\na,b\n")
    accounts, rows, _ = reading(warehouse, study, "tweet_id")
    assert {one.export_file: one.status for one in accounts} == {
        "ours/a.csv": "read", "ours/b.csv": "refused", "theirs/a.csv": "refused",
    }  # fmt: skip
    assert rows == [(ID,)]


def test_a_field_that_only_some_documents_have_is_found(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=OUR_LINES)
    line = {"id_str": ID, "posted": {"at": 1_609_686_648}, "content": "words", "user": {"screen_name": "inv_1"}}
    second = {**line, "id_str": f"{int(ID) + 1}", "rt": False, "tags": ["one"]}
    put(study, "ours.jsonl", f"{json.dumps(line)}\n{json.dumps(second)}\n")
    _, rows, _ = reading(warehouse, study, "hashtags, is_retweet")
    assert rows == [([], None), (["one"], False)]


def test_a_workbooks_date_and_time_are_one_time_and_its_own_dates_need_no_format(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    apart = OUR_TABLE.replace('"Posted"', '["Posted", "Likes"]').replace('columns.like_count = "Likes"\n', "")
    study = make_study(tmp_path, settings=apart + 'time_format = "%d/%m/%Y %H:%M"\n')
    moments = ((datetime(2021, 1, 5), time(0, 30)), ("05/01/2021", "00:30"), (datetime(2021, 1, 5), None))
    rows = [(f"{int(ID) + n}", day, "words", "Inv_1", clock, "", "") for n, (day, clock) in enumerate(moments)]
    put(study, "ours.xlsx", workbook(HEADER, *rows))
    _, found, reasons = reading(warehouse, study, "cast(created_at as varchar)")
    assert found == [("2021-01-04 23:30:00",)] * 2
    assert reasons == ["no time of posting"]


@pytest.mark.parametrize(
    ("formats", "is_put_back"),
    [
        ('["%d/%m/%Y %H:%M", "default"]', True), ('"%d/%m/%Y %H:%M"', True), ('"default"', True),
        ('"%Y-%m-%dT%H:%M:%S"', True), ('["%Y-%d-%mT%H:%M:%S", "default"]', False),
    ],
)  # fmt: skip
def test_days_that_a_workbook_took_for_months_are_put_back_where_no_format_says_what_is_the_day(
    tmp_path: Path, warehouse: Warehouse, formats: str, *, is_put_back: bool
) -> None:
    """Excel makes dates of what it can, 1 February of 02/01/2021, and leaves 13/01/2021 as it is: a map names both."""
    study = make_study(tmp_path, settings=OUR_TABLE.replace("Madrid", "London") + f"time_format = {formats}\n")
    true = [datetime(2021, 1, day, 12, 30) for day in (2, 3, 4, 5, 13)]
    shown = [*(moment.replace(month=moment.day, day=1) for moment in true[:4]), "13/01/2021 12:30"]
    ids = [int(moment.replace(tzinfo=UTC).timestamp() * 1000 - 1_288_834_974_657) << 22 for moment in true]
    rows = [(str(number), cell, "words", "Inv_1", 1, "", "") for number, cell in zip(ids, shown, strict=True)]
    put(study, "ours.xlsx", workbook(HEADER, *rows))
    [account], found, _ = reading(warehouse, study, "created_at")
    many = 5 if "%d/" in formats else 4
    assert found == [(moment,) for moment in true[:many]]
    assert any("day and month of 4 times had changed places" in note for note in account.notes) == is_put_back


OF_OTHERS = """
[[column_map]]
name = "our others"
columns.tweet_id = "id"
columns.created_at = "at"
columns.text = "words"
columns.author_handle = "who"
columns.quoted_tweet_id = "about"
columns.in_reply_to_tweet_id = "to"
"""


@pytest.mark.parametrize(
    ("quoted", "known"), [((ID, "", ""), [True, False, False]), (("", "", ""), [None, None, None])]
)
def test_what_a_map_names_of_quotes_says_of_each_row_whether_it_quotes(
    tmp_path: Path, warehouse: Warehouse, quoted: Sequence[str], known: list[bool | None]
) -> None:
    """No text shows a quote. A reply may be one of which the column says nothing: the leading @ tells."""
    study = make_study(tmp_path, settings=OF_OTHERS)
    texts = (f"a, {ID}", "@ann b,", "c,")
    rows = "".join(
        f"{int(ID) + place},2021-01-05,x_{place},{texts[place]},{about}\n" for place, about in enumerate(quoted)
    )
    put(study, "a.csv", f"id,at,who,words,to,about\n{rows}", WINDOW)
    _, found, _ = reading(warehouse, study, "is_quote, is_reply")
    assert found == [(known[0], True), (known[1], None), (known[2], None)]


NUMBERED = """
[[column_map]]
name = "numbered"
columns.tweet_id = 1
columns.created_at = 2
columns.text = 3
columns.author_handle = 4
"""


@pytest.mark.parametrize("more", ["", "columns.like_count = 5\n"], ids=["four columns", "five columns"])
def test_a_row_of_data_is_not_lost_as_the_header_of_a_map_of_numbers(
    tmp_path: Path, warehouse: Warehouse, more: str
) -> None:
    """Nor the rows above it, which are too narrow to be the header and stood for lines above the table."""
    study = make_study(tmp_path, settings=NUMBERED + more)
    rows = [f"{int(ID) + place},2021-01-05,words {place},x_{place}" for place in range(4)]
    put(study, "a.csv", "\n".join([*rows[:2], *(f"{row},7" for row in rows[2:])]) + "\n", WINDOW)
    [account], found, rejected = reading(warehouse, study, "tweet_id")
    assert (found, rejected) == ([], [])
    assert account.refusal is not None
    assert (
        "row 1 of the file holds an id, a time or an address: it would be lost. Say header = false" in account.refusal
    )


def test_a_map_of_numbers_says_that_it_took_a_row_for_the_header(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=NUMBERED)
    put(study, "a.csv", f"no,when,what,who\n{ID},2021-01-05,words,x_1\n", WINDOW)
    [account], found, _ = reading(warehouse, study, "tweet_id")
    assert found == [(ID,)]
    assert any("its first row was taken for the names of its columns" in note for note in account.notes)
