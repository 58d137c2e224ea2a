"""What a text may look like after a code page: what is lost is allowed, and another text is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.coding.sheets.code_pages import decoded, may_be, only_one

TWEET = "Thanks, Zoë — “Łódź” is 100% worth it… 🎉🇪🇸 https://t.co/abc #educación"
LATIN = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=60)


def as_excel(text: str, code_page: str) -> str:
    """What Windows makes of it: a question mark for each unit of UTF-16 that the code page has not."""
    written = [
        one.encode(code_page, "replace") * (2 if ord(one) > 0xFFFF else 1)
        if one.encode(code_page, "replace") == b"?" and one != "?"
        else one.encode(code_page)
        for one in text
    ]
    return b"".join(written).decode(code_page)


@given(ANY, st.sampled_from(["cp1252", "cp1250", "mac_roman", "cp1251", "cp932", "ascii"]))
def test_a_text_is_known_after_any_code_page(text: str, code_page: str) -> None:
    assert may_be(as_excel(text, code_page), text)


@pytest.mark.parametrize(
    "sign", [one for one in map(chr, range(0x80, 0xD800)) if unicodedata.normalize("NFC", one).isascii()]
)
def test_a_sign_that_unicode_takes_for_one_of_ascii_may_be_lost_or_stay(sign: str) -> None:
    assert all(may_be(f"5 {cell} here", f"5 {sign} here") for cell in ("?", sign, unicodedata.normalize("NFC", sign)))


@given(LATIN, st.sampled_from(["mac_roman", "cp1250"]))
def test_a_text_is_known_that_was_read_in_the_wrong_code_page(text: str, read: str) -> None:
    assert may_be(text.encode("cp1252").decode(read, "replace"), text)


@pytest.mark.parametrize(
    "cell",
    [
        TWEET,
        as_excel(TWEET, "cp1252"),
        as_excel(TWEET, "cp1250"),
        unicodedata.normalize("NFD", TWEET),
        TWEET.encode("ascii", "ignore").decode(),
        'Thanks, Zoe - "Lodz" is 100% worth it... ???? https://t.co/abc #educacion',
        TWEET.encode().decode("latin-1"),
        TWEET.encode().decode("mac_roman"),
        TWEET.encode().decode("cp1252", "replace"),
        TWEET.replace(" ", "\n\n"),
        f"'{TWEET}",
        "".join(one if ord(one) < 256 else f"<U+{ord(one):04X}>" for one in TWEET),
        "".join(one if ord(one) < 256 else f"<U+{ord(one):08X}>" for one in TWEET),
        "".join(one if one.isascii() else "".join(f"<{byte:02x}>" for byte in one.encode()) for one in TWEET),
        TWEET.encode("ascii", "backslashreplace").decode(),
        TWEET.encode("ascii", "xmlcharrefreplace").decode(),
        TWEET[:40],
        TWEET[:30] + "...",
    ],
)
def test_what_programs_make_of_a_tweet_is_that_tweet(cell: str) -> None:
    assert may_be(cell, TWEET)


@pytest.mark.parametrize(
    "cell",
    [
        TWEET.replace("100", "200"),
        TWEET.replace("worth", "Worth"),
        TWEET + " yes",
        TWEET[5:],
        TWEET[:8],
        "",
        as_excel(TWEET, "cp1252").replace("?", "x"),
        "".join(one if one.isascii() else f"<U+{ord(one) + 1:04X}>" for one in TWEET),
        "?" * len(TWEET),
    ],
)
def test_another_text_is_not(cell: str) -> None:
    assert not may_be(cell, TWEET)


@given(ANY, ANY)
def test_two_texts_of_ascii_are_told_apart_whatever_else_they_hold(one: str, other: str) -> None:
    assert not may_be(f"a{one}", f"b{other}")


def test_texts_of_another_script_are_told_apart_where_they_are_whole() -> None:
    assert not may_be("今日はいい天気ですね", "明日も雨が降るらしい")
    assert may_be("今日はいい天気ですね", "今日はいい天気ですね")


def test_a_category_is_known_only_where_it_is_the_only_one() -> None:
    names = ["información", "inform", "emoción", "😀", "😢"]
    assert only_one("informaci?n", names) == "información"
    assert only_one("EMOCI?N".lower(), names) == "emoción"
    assert only_one("informacion", names) == "información"
    assert only_one("?", names) is None, "it may be the coder's own question mark"
    assert only_one("inform", ["inform"]) is None, "nothing of it can have been hurt: it is itself, or another"
    assert only_one("a?o", ["año", "aéo"]) is None


@pytest.mark.parametrize("code_page", ["cp1252", "mac_roman", "cp1250", "cp1251", "cp932"])
def test_the_code_page_is_the_one_that_gives_known_words(code_page: str) -> None:
    words = {
        "cp1252": "niñez", "mac_roman": "niñez", "cp1250": "świętość", "cp1251": "привет", "cp932": "こんにちは",
    }  # fmt: skip
    text = f"tweet;text\r\nt1;{words[code_page]} and more\r\n"
    assert decoded(text.encode(code_page), {"something", words[code_page]})[0] == text


def test_two_files_of_two_programs_in_one() -> None:
    pasted = "tweet,text\r\nt1,niñez\r\n".encode("utf-8-sig") + "tweet,text\rt2,niñez\r".encode("mac_roman")
    assert decoded(pasted, {"niñez"})[0] == "tweet,text\r\nt1,niñez\r\ntweet,text\rt2,niñez\r"
    assert decoded("tweet\tniñez 🎉".encode("utf-16"), ())[0] == "tweet\tniñez 🎉"
