"""The encoding of a file whose bytes are of several: the one that more of its characters are of."""

import pytest

from mtw_pipeline.exports.reading.files import SNIFFED_BYTES
from mtw_pipeline.exports.reading.sniffing.encodings import encoding_of

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
