"""Damage that a table or a document takes on its way: read rightly, or refused with its reason, never passed over.

Packages of every kind: test_damaged_packages.py.
"""

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.exports.reading import batches
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import NETLYTIC_COLUMNS, WINDOW, csv_text, put, rtweet_row, v2_page, v2_tweet
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

ID = 1_345_000_000_000_000_000


def raw(warehouse: Warehouse, column: str) -> list[object]:
    found = warehouse.connection.execute(f"select {column} from raw_tweets order by export_file, row_number").fetchall()
    return [value for (value,) in found]


def reasons(warehouse: Warehouse) -> list[str]:
    return [reason for (reason,) in warehouse.connection.execute("select reason from rejected_rows").fetchall()]


def rows_with_ids(ids: list[int]) -> str:
    return csv_text([rtweet_row(number, status_id=str(each)) for number, each in enumerate(ids)])


@pytest.mark.parametrize("ids", [[2**63 - 1], [2**63 - 2, 2**63 - 1], [10**19 - 1, 1_350_000_000_000_000_123]])
@of_file(rows_with_ids)
def test_an_id_at_the_end_of_64_bits_or_beyond_ends_no_reading(read: ReadFile, ids: list[int]) -> None:
    assert read.good.status == read.outcome.status == "read"
    assert read.outcome.rows_read == len(ids)
    assert read.raw("tweet_id") == [str(each) for each in ids if each < 9 * 10**18], "the others are ids of nothing"


@pytest.mark.parametrize(
    ("ids", "rounded"),
    [
        ([(ID + number * 123_457) // 10_000 * 10_000 for number in range(30)], 30),
        ([(ID + number * 123_457) // 100 * 100 for number in range(30)], 30),
        ([int(float(ID + number * 123_457)) for number in range(30)], 30),
        ([(ID + number * 123_457) // 1000 * 1000 + (number % 3 > 0) for number in range(30)], 10),
        ([ID + number * 123_457 for number in range(30)], 0),
        ([(ID // 4096 + number) * 4096 for number in range(200)], 200),
        ([(ID // 4096 + number) * 4096 for number in range(60)], 0),
    ],
    ids=[
        "15 digits",
        "17 digits",
        "doubles",
        "some rows of 15 digits",
        "whole",
        "200 of sequence 0",
        "60 of sequence 0",
    ],
)
@of_file(rows_with_ids)
def test_ids_that_were_rounded_show_over_the_whole_file(read: ReadFile, ids: list[int], rounded: int) -> None:
    assert len([reason for reason in read.reasons() if "was rounded" in reason]) == rounded
    assert bool(read.outcome.notes) == bool(rounded)


@of_file(csv_text([rtweet_row(1), rtweet_row(2, status_id=str(2**63)), rtweet_row(3, reply_to_status_id="9" * 19)]))
def test_a_number_that_64_bits_do_not_hold_is_no_id(read: ReadFile) -> None:
    assert read.reasons() == [f"tweet id {2**63} is not a tweet id"]
    assert read.raw("bad_cells") == [[], [f"in_reply_to_tweet_id: {'9' * 19}"]]


def test_a_byte_of_another_encoding_behind_many_columns_harms_nothing(study: Study, warehouse: Warehouse) -> None:
    extra = {f"extra {place}": "x" * 100 for place in range(60)}
    rows = [{**extra, **rtweet_row(number)} for number in range(1, 301)]
    rows[-1]["hashtags"] = "<here>"
    text = csv_text(rows, tuple(rows[0]))
    put(study, "a.csv", text.encode().replace(b"<here>", b"caf\xe9", 1))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, reasons(warehouse)) == (300, [])
    assert raw(warehouse, "hashtags")[-1] == ["café"]
    assert account.notes == ["read row by row, because not all of it is UTF-8"]
    assert warehouse.connection.execute("select 1").fetchall() == [(1,)]


PAGES = [v2_page(v2_tweet(1), v2_tweet(2)), v2_page(v2_tweet(3))]
TWEETS = [json.dumps(v2_tweet(number)) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "".join(page.strip() for page in PAGES),
        "\n".join(json.dumps(json.loads(page), indent=2) for page in PAGES),
        ",\n".join(page.strip() for page in PAGES),
        "[" + ", ".join(TWEETS),
        "[\n  " + ",\n  ".join(TWEETS) + "\n",
        json.dumps([json.loads(one) for one in TWEETS], indent=0)[:-1],
    ],
    ids=["no line between", "as jq prints", "commas", "array not closed", "many lines", "indent 0"],
)
@of_file(lambda text: text, ".json")
def test_documents_that_stand_together_are_read_one_by_one(read: ReadFile, text: str) -> None:
    assert (read.outcome.rows_read, read.reasons()) == (3, [])
    assert read.raw("tweet_id") == [str(ID + number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            PAGES[0].strip() + PAGES[1][:60] + "\n",
            f"line 1, column {len(PAGES[0]) + PAGES[1].index('an inv') - 1}:",
        ),
        ("[" + ", ".join(TWEETS[:2]) + ', {"id": "13', "line 1, column "),
        (PAGES[0] + '{"data": [\n' + PAGES[1], "line 2, column "),
        (json.dumps(json.loads(PAGES[0]), indent=2) + '\n{\n "data": [oops\n', "line "),
    ],
)
@of_file(lambda text: text, ".json")
def test_what_is_broken_among_documents_is_named_and_the_others_are_taken(
    read: ReadFile, text: str, place: str
) -> None:
    assert read.raw("tweet_id")[:2] == [str(ID + 1), str(ID + 2)]
    assert [one for one in read.reasons() if one.startswith(f"broken JSON at {place}")]


NO_TWEETS: dict[str, object] = {
    "an error": {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429},
    "a heading": {"type": "header", "version": 2},
    "another platform": {"item_id": "1", "source_platform": "tiktok.com", "data": {"id": "1", "desc": "a video"}},
    "an empty object": {},
}


@pytest.mark.parametrize("first", NO_TWEETS)
@pytest.mark.parametrize("form", ["a line each", "a list"])
@of_file(
    lambda first, form: (
        "\n".join([json.dumps(NO_TWEETS[first])] * 2 + TWEETS)
        if form == "a line each"
        else json.dumps([NO_TWEETS[first]] * 2 + [json.loads(one) for one in TWEETS])
    ),
    ".json",
)
def test_what_is_no_tweet_at_the_beginning_hides_no_tweets(read: ReadFile, first: str, form: str) -> None:
    """A collection that began with a refused request was refused as a whole."""
    assert read.raw("tweet_id") == [str(ID + number) for number in (1, 2, 3)]
    assert len(read.reasons()) == 2


@of_file(PAGES[0] + "[" * 300_000, ".json")
def test_brackets_without_end_are_one_broken_document(read: ReadFile) -> None:
    assert len(read.raw("tweet_id")) == 2
    assert len(read.reasons()) == 1


GUARDED = [{"status_id": f'="{ID}"'}, {"status_id": f"'{ID + 1}"}, {"user_id": "9001.0"}, {"reply_to_user_id": "77.0"}]


@of_file(csv_text([rtweet_row(number + 5, **each) for number, each in enumerate(GUARDED)]))
def test_small_numbers_and_guards_around_ids_are_no_part_of_them(read: ReadFile) -> None:
    assert read.raw("tweet_id")[:2] == [str(ID), str(ID + 1)]
    assert read.raw("author_id")[2] == "9001"
    assert read.raw("in_reply_to_user_id")[3] == "77"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("44201.5", "2021-01-05 12:00:00"),
        ("44201.999988426", "2021-01-05 23:59:59"),
        ("1609848000", "2021-01-05 12:00:00"),
        ("1609848000.0", "2021-01-05 12:00:00"),
        ("1609848000000", "2021-01-05 12:00:00"),
        ("2021-01-05 12:00:00 UTC", "2021-01-05 12:00:00"),
        ("2021-01-05T14:00:00+02:00", "2021-01-05 12:00:00"),
        ("Tue Jan 05 12:00:00 +0000 2021", "2021-01-05 12:00:00"),
        ("1609848000000.0", "2021-01-05 12:00:00"),
        ("1609848000000000000", "2021-01-05 12:00:00"),
        ("2021-01-05 12:00:00,123", "2021-01-05 12:00:00"),
        ("20210105T120000Z", "2021-01-05 12:00:00"),
        ("20210105120000", "2021-01-05 12:00:00"),
        ("2021-01-05\u00a012:00:00", "2021-01-05 12:00:00"),
        ("2021-01-05T12:00:00+00:00[UTC]", "2021-01-05 12:00:00"),
        ("Tue Jan 05 12:00:00 UTC 2021", "2021-01-05 12:00:00"),
        ("Tue Jan 05 2021 13:00:00 GMT+0100 (Central European Standard Time)", "2021-01-05 12:00:00"),
        ("Tue, 05 Jan 2021 12:00:00 GMT", "2021-01-05 12:00:00"),
    ],
)
@of_file(lambda written: csv_text([rtweet_row(1, created_at=written)]))
def test_times_of_every_kind_are_read(read: ReadFile, written: str, meant: str) -> None:
    assert read.raw("strftime(created_at, '%Y-%m-%d %H:%M:%S')") == [meant]


NO_TIMES = [
    "2021-01-05 12:00:00 CST", "1.6098408E+09", "2021-W01-2T12:00:00", "5 ene 2021 12:00", "1609848000123456789",
    "\u0662\u0660\u0662\u0661-01-05", "-1609848000", "20211305120000",
    "9999999999999000000",
]  # fmt: skip
"""A zone not told by its offset, a rounded number, a week, another language, what
may be the id of a tweet, nanoseconds past 64 bits."""


@of_file(csv_text([rtweet_row(number, created_at=written) for number, written in enumerate(NO_TIMES)]))
def test_what_is_no_time_or_one_of_several_is_named_and_not_guessed(read: ReadFile) -> None:
    assert read.raw("row_number") == []
    assert read.reasons() == [f"time of posting {written} cannot be read" for written in NO_TIMES]


WITH_NUL = csv_text([rtweet_row(1, screen_name="inv_\0one", text="a\0b", is_retweet="FALSE\0"), rtweet_row(2)])


@of_file(WITH_NUL)
def test_nul_characters_are_no_part_of_any_cell_and_are_said(read: ReadFile) -> None:
    assert read.rows("author_handle, text, is_retweet, bad_cells")[0] == ("inv_one", "ab", False, [])
    assert "NUL" in read.outcome.notes[0]


IN_JSON = json.dumps(v2_tweet(1) | {"text": "a\0b #in\0v"})


@pytest.mark.parametrize("nul", ["\\u0000", "\0"], ids=["escaped", "as such"])
@of_file(lambda nul: IN_JSON.replace("\\u0000", nul) + "\n" + json.dumps(v2_tweet(2) | {"text": "\\u0000"}), ".jsonl")
def test_nul_characters_are_no_part_of_any_text_of_json(read: ReadFile, nul: str) -> None:
    """Programs in C end a text there, and R takes none. Six characters that only look like it are a text."""
    assert read.raw("text") == ["ab #inv", "\\u0000"]


@of_file(json.dumps(v2_tweet(1) | {"text": "a\tb"}).replace("\\t", "\t") + "\n" + json.dumps(v2_tweet(2)), ".jsonl")
def test_a_tab_as_such_breaks_no_json(read: ReadFile) -> None:
    assert (read.raw("text")[0], read.reasons()) == ("a\tb", [])


BYTE_STRINGS = [str("caf\u00e9 \U0001f642".encode()), str(b"it's"), "b'broken \\x"]


@of_file(csv_text([rtweet_row(number, text=text) for number, text in enumerate(BYTE_STRINGS[:2])]))
def test_python_byte_strings_are_decoded_and_said(read: ReadFile) -> None:
    assert read.raw("text") == ["caf\u00e9 \U0001f642", "it's"]
    assert "decoded" in read.outcome.notes[0]


@pytest.mark.parametrize(
    "texts", [BYTE_STRINGS * 10, ["b'ware", "words", "more words"]], ids=["broken", "one of three"]
)
@of_file(lambda texts: csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts)]))
def test_what_only_looks_like_a_byte_string_stays_as_it_is(read: ReadFile, texts: list[str]) -> None:
    assert read.raw("text") == texts
    assert read.outcome.notes == []


ESCAPES = {
    "<U+0001F600>": "\U0001f600", "<U+1F600>": "\U0001f600", "<U+65E5><U+672C>": "\u65e5\u672c", "<U+2019>": "\u2019",
    "<f0><9f><98><80>": "\U0001f600", "<ed><U+00A0><U+00BD><ed><U+00B8><U+0082>": "\U0001f602",
    "<U+D83D><U+DE00>": "\U0001f600", r"\ud83d\ude00": "\U0001f600", r"\U0001F600": "\U0001f600",
    r"\u00e9t\u00e9": "\u00e9t\u00e9", "&#128512;": "\U0001f600", "&#x1F600;": "\U0001f600",
    "&#55357;&#56832;": "\U0001f600",
}  # fmt: skip
NO_ESCAPES = ("<ff><fe>", "<U+FFFFFFFF>", "<U+0000>", "<ab> <U+12>", r"\url \u12 &#1;", r"\ud83d")
WITH_ESCAPES = [f"so {text} it is #caf{text}" for text in (*ESCAPES, *NO_ESCAPES)]


@of_file(csv_text([rtweet_row(number, text=text) for number, text in enumerate(WITH_ESCAPES)]))
def test_signs_that_r_escaped_are_decoded_and_said(read: ReadFile) -> None:
    """R on Windows writes so what its encoding lacks: emoji were counted nowhere, and their numbers as words."""
    assert read.raw("text") == [f"so {sign} it is #caf{sign}" for sign in (*ESCAPES.values(), *NO_ESCAPES)]
    [note] = read.outcome.notes
    assert note.startswith("17 texts hold signs by their numbers, as R and others write")


@of_file(csv_text([rtweet_row(n, text="a <U+1F600>", hashtags="in <U+65E5>x", name="Z <U+0160>") for n in range(3)]))
def test_hashtags_and_profiles_that_r_escaped_are_decoded_too(read: ReadFile) -> None:
    assert read.raw("hashtags") == [["in", "\u65e5x"]] * 3
    assert read.raw("author_name") == ["Z \u0160"] * 3


@pytest.mark.parametrize(
    "texts", [["R writes <U+1F600>"] * 2 + ["why?"], ["R writes <U+1F600>"] * 4 + ["\U0001f600"]], ids=["few", "beside"]
)
@of_file(lambda texts: csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts)]))
def test_texts_about_escapes_stay_as_they_are(read: ReadFile, texts: list[str]) -> None:
    assert read.raw("text") == texts
    assert read.outcome.notes == []


MOJIBAKE = "caf\u00e9 \u2014 it\u2019s".encode().decode("cp1252", "replace")


@of_file(csv_text([rtweet_row(1, text=MOJIBAKE), rtweet_row(2, text="caf\u00e9")]))
def test_mojibake_is_reported_and_left_alone(read: ReadFile) -> None:
    assert read.raw("text") == [MOJIBAKE, "caf\u00e9"]
    assert read.outcome.notes[0].startswith("1 text looks as if UTF-8 had been read as Windows-1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@of_file(lambda encoding: csv_text([rtweet_row(1, text="caf\u00e9")]).encode(encoding))
def test_utf_16_without_its_mark_is_seen(read: ReadFile, encoding: str) -> None:
    assert read.raw("text") == ["caf\u00e9"]


HEADER, REST = csv_text([rtweet_row(1)]).split("\n", 1)


def test_a_file_that_grows_while_it_is_read_is_refused_and_leaves_nothing(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2, created_at="?")]))
    put(study, "b.csv", csv_text([rtweet_row(3)]))
    store_rejected = batches.store_rejected

    def grows(*arguments: Any) -> None:
        store_rejected(*arguments)
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write("more\n")

    monkeypatch.setattr(batches, "store_rejected", grows)
    first, second = read_window(warehouse, study, WINDOW)
    assert "changed while it was read" in str(first.refusal)
    assert second.refusal is None
    assert (raw(warehouse, "tweet_id"), reasons(warehouse)) == ([str(ID + 3)], [])


def test_the_same_file_twice_counts_once(study: Study, warehouse: Warehouse) -> None:
    for name in ("a.csv", "copy of a.csv"):
        put(study, name, csv_text([rtweet_row(1)]))
    first, second = read_window(warehouse, study, WINDOW)
    assert (first.status, second.status) == ("read", "refused")
    assert "same content as a.csv" in str(second.refusal)


def of_two_encodings() -> bytes:
    lines = csv_text([rtweet_row(number, text=f"caf\u00e9 number {number}") for number in range(4)]).splitlines()
    encodings = ["utf-8", "utf-8", "cp1252", "utf-8", "utf-8"]
    return b"".join(f"{line}\n".encode(name) for line, name in zip(lines, encodings, strict=True))


@of_file(of_two_encodings)
def test_rows_of_two_encodings_are_both_read_as_what_they_are(read: ReadFile) -> None:
    assert read.raw("text") == [f"caf\u00e9 number {number}" for number in range(4)]


def cut_in_its_middle() -> bytes:
    """A packed file of more rows than are taken at once."""
    texts = (sha256(bytes([number % 256, number // 256])).hexdigest() for number in range(9000))
    whole = csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts)])
    return gzip.compress(whole.encode(), compresslevel=1)[:-2000]


@of_file(cut_in_its_middle, ".csv.gz")
def test_a_compressed_file_that_ends_in_its_middle_is_refused_and_leaves_nothing(read: ReadFile) -> None:
    assert "compressed file is damaged" in read.refusal
    assert read.leaves_nothing()


@of_file(csv_text([rtweet_row(1, favorite_count=" 3 ", is_retweet=" TRUE", quote_count=" ")]))
def test_blanks_around_cells_do_not_matter(read: ReadFile) -> None:
    assert read.raw("like_count") == [3]
    assert read.raw("is_retweet") == [True]
    assert read.raw("bad_cells") == [[]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x7fELF\x00\x01\x02\xff" * 50, "no text"), (b"<html><p>Not found</p></html>", "web page")],
)
@of_file(lambda content: content)
def test_what_is_no_table_at_all_is_said(read: ReadFile, content: bytes, reason: str) -> None:
    assert reason in read.refusal


@of_file(csv_text([], NETLYTIC_COLUMNS))
def test_a_file_without_rows_says_so(read: ReadFile) -> None:
    outcome = read.outcome
    assert (outcome.status, outcome.rows_read, outcome.notes) == ("read", 0, ["it holds no row beneath its header"])
    assert read.reasons() == []
