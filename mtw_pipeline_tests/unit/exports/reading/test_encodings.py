"""The encoding of a file whose bytes are of several: the one that more of its characters are of."""

import pytest

from mtw_pipeline.exports.reading.files import SNIFFED_BYTES
from mtw_pipeline.exports.reading.sniffing.encodings import encoding_of
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row

UTF_8, CP1252 = "un café, ".encode(), "un café, ".encode("cp1252")


@pytest.mark.parametrize(("utf_8", "cp1252", "told"), [(3, 2, "utf-8"), (2, 3, "cp1252"), (1, 5, "cp1252")])
def test_more_characters_say_which_encoding_it_is(utf_8: int, cp1252: int, told: str) -> None:
    assert encoding_of(UTF_8 * utf_8 + CP1252 * cp1252) == told


def test_a_character_that_the_sample_cuts_off_says_nothing() -> None:
    cut = "😀".encode()[:3]
    text = UTF_8 * 3 + CP1252 * 2
    assert encoding_of(text + b"a" * (SNIFFED_BYTES - len(text) - len(cut)) + cut) == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_zeros_in_every_second_byte_are_utf_16(encoding: str) -> None:
    assert encoding_of(("id,text,user,created_at,lang\n" * 3 + "1,один\n").encode(encoding)) == encoding


HALVES = "\U0001f600".encode("utf-16-be", "surrogatepass")
AS_TWO = "".join(chr(int.from_bytes(HALVES[place : place + 2])) for place in (0, 2)).encode("utf-8", "surrogatepass")
ROWS = 1500


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_an_emoji_that_was_written_as_two_halves_is_one(study: Study, warehouse: Warehouse, suffix: str) -> None:
    rows = [rtweet_row(number) | {"text": f"{'x' * (number % 7)}EMO words é"} for number in range(1, ROWS)]
    put(study, f"a{suffix}", csv_text(rows).encode().replace(b"EMO", AS_TWO))
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute("select text from raw_tweets order by row_number").fetchall()
    assert found == [(f"{'x' * (number % 7)}\U0001f600 words é",) for number in range(1, ROWS)]


def test_half_an_emoji_is_a_sign_that_says_so_and_no_letters(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1) | {"text": "EMO words é"}]).encode().replace(b"EMO", AS_TWO[:3]))
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("select text from raw_tweets").fetchall() == [("\ufffd words é",)]
