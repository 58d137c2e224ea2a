r"""What DuckDB makes of expressions that sql/ rests on where its documentation is silent, or other engines differ.

What belongs here: DuckDB alone, one behaviour a test, each with the decision that rests on it. What does not: our
statements, and how they are translated for other engines.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set TimeZone = 'UTC'")
        yield opened


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("cast('3.0' as bigint)", 3),
        ("cast(1.7::double as bigint)", 2),
        ("cast(-1.7::double as bigint)", -2),
        ("1 / 2", 0.5),
    ],
)
def test_casts_round_and_division_keeps_its_fraction(
    connection: duckdb.DuckDBPyConnection, expression: str, value: float
) -> None:
    """Decision 2: counts such as 3.0 are whole, seconds become milliseconds, shares need no cast."""
    assert connection.execute(f"select {expression}").fetchall() == [(value,)]


def test_a_cast_within_a_case_sees_only_the_rows_of_its_branch(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: a cell is cast behind the pattern that it must have, without try_cast."""
    assert connection.execute(
        "select case when regexp_full_match(cell, '[0-9]+') then cast(cell as bigint) end"
        " from (values ('1'), ('12k'), (null)) as given(cell)"
    ).fetchall() == [(1,), (None,), (None,)]


def test_these_words_are_booleans_and_others_are_not(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: a cell that is none of them is named among the cells that could not be read."""
    words = {"TRUE": True, "True": True, "t": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    assert (
        dict(
            connection.execute(
                "select word, try_cast(word as boolean) from (select unnest($words) as word)",
                {"words": [*words, "perhaps", "NA"]},
            ).fetchall()
        )
        == {**words, "perhaps": None, "NA": None}
    )  # fmt: skip


def test_a_pattern_or_form_that_is_null_gives_null_and_no_error(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: one statement serves files with a form of times and files without, rounded ids and whole ones."""
    assert connection.execute(
        "select regexp_full_match('1', $none), try_strptime('1', $none), $none is not null", {"none": None}
    ).fetchall() == [(None, None, False)]


def test_times_of_twitters_form_and_of_iso_8601_are_read_with_their_zone(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: by try_strptime with %z, and by a cast."""
    [row] = connection.execute(
        "select try_strptime('Tue Jan 05 12:00:00 +0100 2021', '%a %b %d %H:%M:%S %z %Y'),"
        " try_cast('2021-01-05T12:00:00+01:00' as timestamptz), try_cast('2021-01-05T11:00:00.000Z' as timestamptz),"
        " try_cast('05/01/2021 11:00' as timestamptz)"
    ).fetchall()
    assert row == (*[datetime(2021, 1, 5, 11, tzinfo=UTC)] * 3, None)


def test_a_time_without_a_zone_is_moved_by_two_calls_of_timezone(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: read in the zone of the file, kept in UTC without a zone; summer time is minded."""
    assert connection.execute(
        "select timezone('UTC', timezone($zone, moment)) from (values (timestamp '2021-01-05 20:00:00'),"
        " (timestamp '2021-07-05 20:00:00')) as given(moment)",
        {"zone": "America/Toronto"},
    ).fetchall() == [(datetime(2021, 1, 6, 1),), (datetime(2021, 7, 6, 0),)]


def test_what_a_pattern_does_not_find_is_an_empty_text_or_list(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: hence nullif around it; a group that did not take part is empty too."""
    assert connection.execute(
        "select regexp_extract('abc', 'z(.)', 1), regexp_extract_all('abc', 'z'), regexp_extract_all(null, 'z'),"
        r" regexp_replace('77.0', '^=([0-9]+)$|^([0-9]+)\.0$', '\1\2')"
    ).fetchall() == [("", [], None, "77")]


def test_lists_are_unnested_side_by_side_and_the_shorter_ends_in_null(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: handles, their ids where known, and their places, row by row."""
    assert connection.execute(
        "select unnest(['a', 'b']), unnest([1]), unnest(cast(null as varchar[])), generate_subscripts(['a', 'b'], 1)"
    ).fetchall() == [("a", 1, None, 1), ("b", None, None, 2)]
    assert connection.execute("select unnest(string_split(null, ' '))").fetchall() == []


def test_joining_lists_passes_over_null_and_adding_them_does_not(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 5: the author of a retweet's original comes first, also where no ids are known."""
    assert connection.execute(
        "select list_concat(['a'], null), ['a'] || null, list_concat([null::varchar], ['x'])"
    ).fetchall() == [(["a"], None, [None, "x"])]


def test_slices_beyond_the_ends_are_empty(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 5: the handles before and behind one; decision 20: a tweet of one token has no pair."""
    assert connection.execute("select [1, 2][:0], [1, 2][3:], [1, 2, 3][:-2], [1, 2, 3][2:]").fetchall() == [
        ([], [], [1, 2], [2, 3])
    ]


def test_an_empty_list_that_is_bound_holds_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 2: of no stop words, languages or ids a parameter is an empty list without a type."""
    assert connection.execute(
        "select 'x' in (select unnest($none)), 'x' not in (select unnest($none))", {"none": []}
    ).fetchall() == [(False, True)]


def test_texts_are_ordered_by_code_points_as_python_orders_them(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 30: accounts stand in the order of the alphabet in the database and in the graph alike."""
    words = ["a", "B", "_", "z", "é", "\uffff", "\U0001f600", "id:9"]
    found = connection.execute("select word from (select unnest($words) as word) order by word", {"words": words})
    assert [word for (word,) in found.fetchall()] == sorted(words)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("lower('İ')", "i"),
        ("lower('I')", "i"),
        ("lower('ẞ')", "ß"),
        ("nfc_normalize('e' || chr(769))", "é"),
        ("strlen('é')", 2),
        ("length('e' || chr(769))", 2),
        ("array_to_string(cast([] as varchar[]), ' ')", ""),
        ("regexp_matches('éa', '^\\p{L}+$')", True),
        ("regexp_matches('é', '^[\\x{E0}-\\x{EF}]$')", True),
        ("regexp_matches('a' || chr(10) || 'b', 'a.b')", False),
        ("regexp_replace('aab', 'a', 'x')", "xab"),
        ("regexp_replace('soooo', 'o{3,}', 'oo', 'g')", "soo"),
        ("list_reduce(list_prepend('aabb', ['a', 'b']), lambda so_far, one: replace(so_far, one || one, one))", "ab"),
        ("list_reduce(list_prepend('aabb', cast([] as varchar[])), lambda so_far, one: so_far || one)", "aabb"),
    ],
)
def test_letters_and_patterns_are_those_that_tokens_are_cut_by(
    connection: duckdb.DuckDBPyConnection, expression: str, value: object
) -> None:
    """Decision 20: the same letters in lower case, characters and bytes, RE2's classes, a fold over letters."""
    assert connection.execute(f"select {expression}").fetchall() == [(value,)]


def test_hashes_are_hexadecimal_and_of_utf_8(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 52: what must be forgotten is known by hashes that Python makes too."""
    [found] = connection.execute("select sha256('salt' || ':' || 'é'), md5('7:1')").fetchall()
    assert found == (
        hashlib.sha256("salt:é".encode()).hexdigest(),
        hashlib.md5(b"7:1", usedforsecurity=False).hexdigest(),
    )


def test_pairs_of_columns_can_be_looked_up_in_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Decision 52: rows are known by file and number."""
    assert connection.execute(
        "select n from (values ('a', 1), ('a', 2)) as rows(file, n)"
        " where (file, n) in (select (f, m) from (values ('a', 2)) as gone(f, m))"
    ).fetchall() == [(2,)]
