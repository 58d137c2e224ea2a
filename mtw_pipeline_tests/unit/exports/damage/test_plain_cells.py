"""Macros for plain cells say what those for all cells say, of every cell that findings.sql calls plain."""

import re
from unicodedata import decomposition, normalize

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtw_pipeline.exports.formats.cells import ERROR_VALUE, INVISIBLE, JOINERS, LETTERS, NO_ID, UNSEEN
from mtw_pipeline.exports.reading.findings import _MACINTOSH_MOJIBAKE, _MOJIBAKE
from mtw_pipeline.exports.reading.plain_cells import KINDS, create_macros
from mtw_pipeline.exports.reading.validation import _GUARDED
from mtw_pipeline.warehouse.statements import sql_text

CELLS = (
    "1", "12", "0", "0.0", "00", "-1",
    "1345747200000000001", "12345678901234567890", "9223372036854775808", "a", "NA", "null",
    "ann_1", "@ann", "-", "é", "e\u0301", "", "#NA", "#REF!", "ID_12", "12.0", "2021-01-05", "2021-1-5 1:02",
    "e\u0301", "İzmir", "HIÁNYZIK", "москва", "تعلم", "東京タワ", "か\u3099", "서울", "ann\u200b",
    "2021-01-05T10:00:00.000Z", "2021-01-05 10:00:00", "2021-01-05T99:00:00Z", "2021-02-31 10:00:00", "2021-01-05Z",
    "2021-01-05 10:00:00 Z", "2021-01-05T10:00:00+02:00", "2021/01/05", "1609840800", None,
    "did:plc:9001", "did:web:a.example", "did:9001", "at://did:plc:9001/app.bsky.feed.post/3k2a",
    "at://bob.example/app.bsky.feed.repost/3k2b", "at://did:plc:9001/app.bsky.feed.like/3k2a",
    "https://bsky.app/profile/did:plc:9001/post/3k2a",
    "https://bsky.app/profile/ann.example", "inv-1.inv.example", "Inv.Example", "handle.invalid", "Handle.Invalid",
    "1.2", "-a.b", "1.2.c3", "a..b", "bsky.app", "x.com", "b.c", "ann@inv.example", "@ann@inv.example",
    "Ann@Inv.example", "1@2", "_@a", ".a@b", "https://inv.example/users/ann/statuses/12",
    "https://inv.example/@ann/12", "http://inv.example/users/ann/statuses/12", "tag:inv.example,2021:1",
    "https://inv.example/users/@ann/statuses/12", "https://inv.example/users/bob.o/statuses/9",
)  # fmt: skip
PLATFORMS = ("x", "bluesky", "mastodon")
TWEETS = ("bare_tweet_id(cell, $platform, $no_id, $guarded)", "is_tweet_id(cell, $platform)")
USERS = ("bare_user_id(cell, $platform, $no_id, $guarded)", "is_user_id(cell, $platform)")
NAMES = ("bare_handle(cell, $platform, $unseen)", "is_handle(cell, $platform)")
HASHTAGS = ("bare_hashtag(cell, $letters, $invisible, $joiners)", "is_hashtag(cell, $letters, $error_value)")
ASKED = {
    "has_plain_ids": ("ids", ("x",), ("bare_id(cell, $no_id, $guarded)", *TWEETS, *USERS)),
    "has_plain_addresses": ("ids", ("bluesky", "mastodon"), TWEETS),
    "has_plain_accounts": ("ids", ("bluesky", "mastodon"), USERS),
    "has_plain_handles": ("handles", ("x",), NAMES),
    "has_plain_names": ("handles", ("bluesky", "mastodon"), (*NAMES, "is_name(cell)")),
    "has_plain_hashtags": ("hashtags", PLATFORMS, HASHTAGS),
    "has_plain_times": (
        "times",
        PLATFORMS,
        ("bare_time(cell)", "time_as_written(bare_time(cell), 'America/New_York')"),
    ),
}
"""What findings.sql finds of cells: of which kind that is, of posts of which platforms, and what macros say of them."""
CASES = [(found, platform) for found, (_, platforms, _) in ASKED.items() for platform in platforms]
VALUES = {
    "no_id": NO_ID, "guarded": _GUARDED, "unseen": UNSEEN, "letters": LETTERS, "invisible": INVISIBLE,
    "joiners": JOINERS, "error_value": ERROR_VALUE,
}  # fmt: skip


def as_python(pattern: str) -> str:
    r"""A pattern of RE2 in the syntax of Python: ``\x{C0}`` is ``\xc0``."""
    return re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda found: chr(int(found[1], 16)), pattern)


def plain(found: str, platform: str) -> str:
    """What findings.sql asks of each cell, in its own words."""
    statement = sql_text("exports/reading/findings")
    [before] = re.findall(rf"(?s)^(.*)\bas {found}\b", statement.partition("\n),")[0])
    if ASKED[found][1] != PLATFORMS and platform != "x":
        before = (
            before.rpartition("case platform")[2]
            .partition(f"when '{platform}' then")[2]
            .partition("\n            ))")[0]
        )
        return str(before.rpartition("lambda cell:")[2])
    return str(before.rpartition("lambda cell:")[2].rpartition("))")[0])


def pattern(found: str, platform: str) -> str:
    [written] = re.findall(r"regexp_full_match\(cell, '([^']+)'\)", plain(found, platform))
    return str(written)


def answers(connection: duckdb.DuckDBPyConnection, found: str, platform: str) -> list[list[tuple[object, ...]]]:
    """What macros say of the plain ones of ``cells``: those for all cells, and those for plain cells."""
    kind, _, asked = ASKED[found]
    said = f"select cell, {', '.join(asked)} from cells where cell is null or ({plain(found, platform)}) order by cell"
    values = {name: value for name, value in {**VALUES, "platform": platform}.items() if f"${name}" in said}
    told = []
    for chosen in ((), (kind,)):
        create_macros(connection, chosen)
        told.append(connection.execute(said, values).fetchall())
    return told


def test_every_kind_of_plain_cells_is_asked_for() -> None:
    assert {kind for kind, _, _ in ASKED.values()} == KINDS
    assert set(re.findall(r"as (has_plain_\w+)", sql_text("exports/reading/findings"))) == ASKED.keys()


@pytest.mark.parametrize(("found", "platform"), CASES)
def test_what_all_macros_say_of_plain_cells_those_for_plain_cells_say(
    memory: duckdb.DuckDBPyConnection, found: str, platform: str
) -> None:
    with memory.cursor() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create temp table cells as select unnest($cells) as cell", {"cells": CELLS})
        by_all, by_plain = answers(connection, found, platform)
    assert 2 <= len(by_all) - 1 < len(CELLS) - 1
    assert by_all == by_plain


@pytest.mark.parametrize(
    ("found", "platform"), [case for case in CASES if case[1] != "x" and ASKED[case[0]][1] != PLATFORMS]
)
@settings(max_examples=5)
@given(data=st.data())
def test_so_they_do_of_any_cell_of_other_platforms(
    memory: duckdb.DuckDBPyConnection, found: str, platform: str, data: st.DataObject
) -> None:
    cells = data.draw(
        st.lists(st.from_regex(re.compile(pattern(found, platform), re.ASCII), fullmatch=True), min_size=20)
    )
    with memory.cursor() as connection:
        connection.execute("create temp table cells as select unnest($cells) as cell", {"cells": cells})
        by_all, by_plain = answers(connection, found, platform)
    assert len(by_all) == sum(cell != "handle.invalid" for cell in cells)
    assert by_all == by_plain


def test_nothing_is_taken_away_from_letters_whichever_stand_side_by_side() -> None:
    characters = [chr(number) for number in range(0x30000) if not 0xD800 <= number < 0xE000]
    letters = set(re.findall(as_python(LETTERS).removesuffix("+"), " ".join(characters)))
    assert len(letters) > 30_000
    assert all(normalize("NFC", letter) == letter for letter in letters)
    pairs = [decomposition(one).split() for one in characters]
    second = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    assert {"\u0301", "\u3099", "\u0653"} <= second
    assert second.isdisjoint(letters)
    of_korean_syllables = set(map(chr, range(0x1161, 0x11C3)))
    assert of_korean_syllables.isdisjoint(letters)


@given(hashtag=st.from_regex(re.compile(as_python(LETTERS)), fullmatch=True))
def test_any_hashtag_of_letters_is_one_as_it_stands(memory: duckdb.DuckDBPyConnection, hashtag: str) -> None:
    with memory.cursor() as connection:
        for name in ("bare_hashtag", "is_hashtag"):
            connection.execute(sql_text(f"exports/macros/{name}"))
        [(bare, is_one, normal)] = connection.execute(
            "select bare_hashtag($hashtag, '[A-Za-z0-9_]+', $invisible, $joiners),"
            " is_hashtag($hashtag, '[A-Za-z0-9_]+', $error_value), regexp_full_match($hashtag, $letters)",
            {"hashtag": hashtag, **{name: VALUES[name] for name in ("invisible", "joiners", "error_value", "letters")}},
        ).fetchall()
    assert (bare, is_one, normal) == (hashtag, True, True)


@settings(max_examples=20)
@given(lists=st.lists(st.lists(st.sampled_from([*CELLS, "a1", "b2", "0a", "a\x1fb"]), max_size=4), min_size=20))
def test_a_list_that_is_told_as_a_whole_is_what_its_cells_are_one_by_one(
    memory: duckdb.DuckDBPyConnection, lists: list[list[str | None]]
) -> None:
    with memory.cursor() as connection:
        create_macros(connection)
        connection.execute(
            "create temp table lists as select unnest(cast($lists as varchar[][])) as list", {"lists": lists}
        )
        asked = {
            "are_plain_handles(list)": "list_transform(list, lambda cell: bare_handle(cell, 'x', $unseen))",
            "are_plain_hashtags(list, $letters)": (
                "list_filter(list_transform(list, lambda cell: bare_hashtag(cell, $letters, $invisible, $joiners)),"
                " lambda cell: is_hashtag(cell, $letters, $error_value))"
            ),
        }
        for is_told, one_by_one in asked.items():
            values = {name: value for name, value in VALUES.items() if f"${name}" in is_told + one_by_one}
            told = connection.execute(f"select {is_told}, list, {one_by_one} from lists", values).fetchall()
            assert [(row[1], row[2]) for row in told if row[0]] == [(row[1], row[1]) for row in told if row[0]]
            plain = connection.execute(
                f"select {is_told} from (select ['a1', 'b_2', '0a', '1'] as list) union all select {is_told} from"
                " (select cast([] as varchar[]) as list)",
                {name: value for name, value in values.items() if f"${name}" in is_told},
            ).fetchall()
            assert plain == [(True,), (True,)]


@given(text=st.from_regex(re.compile(f"(?:{as_python(_MOJIBAKE)}|{as_python(_MACINTOSH_MOJIBAKE)})")))
def test_mojibake_is_looked_for_wherever_there_is_any(memory: duckdb.DuckDBPyConnection, text: str) -> None:
    [asked] = re.findall(
        r"(?s)(case\s+when contains\(text.*?end) as may_be_mojibake", sql_text("exports/reading/findings")
    )
    patterns = {"mojibake": _MOJIBAKE, "macintosh_mojibake": _MACINTOSH_MOJIBAKE}
    with memory.cursor() as connection:
        told = connection.execute(f"select {asked} from (select $text as text)", {"text": text, **patterns}).fetchone()
    assert told == (True,)
