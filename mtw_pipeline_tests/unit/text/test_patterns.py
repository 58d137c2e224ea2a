"""Hashtags, mentions, links and emoji in texts, against the platforms' rules and the emoji package."""

import re

import duckdb
import emoji
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtw_pipeline.text.patterns import (
    HASHTAG,
    HASHTAG_CUT,
    LINK,
    LINK_CUT,
    MENTION,
    MENTION_CUT,
    RETWEET_PREFIX,
    emoji_pattern,
)
from mtw_pipeline.warehouse.statements import sql_text

EMOJI = emoji_pattern()
FULLY_QUALIFIED = sorted(
    sequence for sequence, facts in emoji.EMOJI_DATA.items() if facts["status"] == emoji.STATUS["fully_qualified"]
)


def found(pattern: str, text: str, group: int = 0) -> list[str]:
    rows = duckdb.execute("select regexp_extract_all($text, $pattern, $group)", locals()).fetchall()
    return list(rows[0][0])


def cut(text: str, pattern: str) -> str:
    rows = duckdb.execute(
        "select regexp_replace(regexp_replace($text, $link_cut, '\\1 ', 'g'), $pattern, '_\\1\\2', 'g')",
        {"text": text, "link_cut": LINK_CUT, "pattern": pattern},
    ).fetchall()
    return str(rows[0][0])


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#One and #two_2, (#three)", ["One", "two_2", "three"]),
        ("#AprendeEnCasaEspaña ＃日本語 #मराठी", ["AprendeEnCasaEspaña", "日本語", "मराठी"]),
        ("#1 #2021 but #4life", ["4life"]),
        ("a#b https://example.com/#part &#39;", []),
        ("##twice", ["twice"]),
        ("#a#b", []),
        ("https://en.wikipedia.org/wiki/Rose_(flower)#Uses bit.ly/x#Part", []),
        ("#l'Hospitalet #self-care #C++ #b2b #Paral·lel", ["l", "self", "C", "b2b", "Paral·lel"]),
    ],
)
def test_hashtags(text: str, tags: list[str]) -> None:
    assert found(HASHTAG, cut(text, HASHTAG_CUT), 1) == tags


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@one and .@two, (@three_3)", ["one", "two", "three_3"]),
        ("＠full_width", ["full_width"]),
        ("mail me@example.com or a@b", []),
        ("RT @inv: @other hello", ["inv", "other"]),
        ("@aliceìn @name@server.social @one/list-two f!@no @_@ https://example.com/@x の@yesに", ["yes"]),
    ],
)
def test_mentions(text: str, handles: list[str]) -> None:
    assert found(MENTION, cut(text, MENTION_CUT), 1) == handles


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://t.co/abc.", ["https://t.co/abc"]),
        (
            "(https://example.com/a?b=c&d=e#f) http://example.org!",
            ["https://example.com/a?b=c&d=e#f", "http://example.org"],
        ),
        ("https:// is none", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    assert found(LINK, text, 1) == links


def test_the_retweet_prefix_stands_at_the_beginning_only() -> None:
    assert found(RETWEET_PREFIX, "RT @inv_1: hello RT @two: x", 1) == ["inv_1"]
    assert found(RETWEET_PREFIX, "hello RT @two: x", 1) == []


def test_every_emoji_of_the_standard_is_one() -> None:
    rows = duckdb.execute(
        "select shown from (select unnest($all) as shown) where regexp_extract_all(shown, $pattern) <> [shown]",
        {"all": FULLY_QUALIFIED, "pattern": EMOJI},
    ).fetchall()
    assert rows == []
    assert len(FULLY_QUALIFIED) > 3500


def test_no_emoji_is_without_a_character_by_which_tweets_are_looked_through() -> None:
    """tweets.sql asks the long pattern only of texts that have one of these characters."""
    [looked_for] = re.findall(r"regexp_matches\(full_text, '(\[[^']+\])'\)", sql_text("tables/tweets/tweets"))
    rows = duckdb.execute(
        "select code from (select unnest(range(1, 1114112)) as code) where code not between 55296 and 57343"
        " and regexp_matches(chr(code::integer), $pattern) and not regexp_matches(chr(code::integer), $looked_for)",
        {"pattern": EMOJI, "looked_for": looked_for},
    ).fetchall()
    assert rows == []
    assert [one for one in FULLY_QUALIFIED if not re.search(r"[©®\u203c-\U0010ffff]", one)] == []


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(FULLY_QUALIFIED), st.sampled_from(["", " ", "a", "."])), max_size=8))
def test_emoji_side_by_side_are_counted_as_the_emoji_package_counts_them(parts: list[tuple[str, str]]) -> None:
    text = "".join(sequence + between for sequence, between in parts)
    assert found(EMOJI, text) == [one["emoji"] for one in emoji.emoji_list(text)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\U0001f1ea\U0001f1f8\U0001f1eb\U0001f1f7", 2),
        ("\U0001f468‍\U0001f469‍\U0001f467‍\U0001f466", 1),
        ("❤ ❤️", 2),
        ("© 2021 ™ ®", 0),
        ("©️", 1),
        ("1 2 # *", 0),
        ("1️⃣", 1),
    ],
)
def test_emoji_are_counted_as_a_person_sees_them(text: str, seen: int) -> None:
    assert len(found(EMOJI, text)) == seen
