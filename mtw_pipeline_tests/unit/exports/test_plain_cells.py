"""Macros for plain cells say what those for all cells say, of every cell that findings.sql calls plain."""

import re

import duckdb
import pytest

from mtw_pipeline.exports.formats.cells import ERROR_VALUE, INVISIBLE, JOINERS, NO_ID, UNSEEN
from mtw_pipeline.exports.reading.plain_cells import KINDS, create_macros
from mtw_pipeline.exports.reading.validation import _GUARDED, _LETTERS
from mtw_pipeline.warehouse.statements import sql_text

CELLS = (
    "1", "12", "00", "-1", "1345747200000000001", "12345678901234567890", "9223372036854775808", "a", "NA", "null",
    "ann_1", "@ann", "-", "é", "", "#NA", "#REF!", "ID_12", "12.0", "2021-01-05", "2021-1-5 1:02",
    "2021-01-05T10:00:00.000Z", "2021-01-05 10:00:00", "2021-01-05T99:00:00Z", "2021-02-31 10:00:00", "2021-01-05Z",
    "2021-01-05 10:00:00 Z", "2021-01-05T10:00:00+02:00", "2021/01/05", "1609840800", None,
)  # fmt: skip
ASKED = {
    "ids": (
        "bare_id(cell, $no_id, $guarded)", "bare_tweet_id(cell, 'x', $no_id, $guarded)",
        "bare_user_id(cell, 'x', $no_id, $guarded)", "is_tweet_id(cell, 'x')", "is_user_id(cell, 'x')",
    ),
    "handles": ("bare_handle(cell, 'x', $unseen)", "is_handle(cell, 'x')"),
    "hashtags": ("bare_hashtag(cell, $letters, $invisible, $joiners)", "is_hashtag(cell, $letters, $error_value)"),
    "times": ("time_as_written(cell, 'America/New_York')",),
}  # fmt: skip
VALUES = {
    "no_id": NO_ID, "guarded": _GUARDED, "unseen": UNSEEN, "letters": _LETTERS, "invisible": INVISIBLE,
    "joiners": JOINERS, "error_value": ERROR_VALUE,
}  # fmt: skip


def plain_pattern(kind: str) -> str:
    """What findings.sql asks of all cells of a kind, in its own words."""
    asked = rf"lambda cell: regexp_full_match\(cell, '([^']+)'\)\s*\)\) as has_plain_{kind}"
    [pattern] = re.findall(asked, sql_text("exports/reading/findings"))
    return str(pattern)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_all_macros_say_of_plain_cells_those_for_plain_cells_say(kind: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        matching = (
            "select cell from (select unnest($cells) as cell) where cell is null or regexp_full_match(cell, $plain)"
        )
        connection.execute(f"create temp table cells as {matching}", {"cells": CELLS, "plain": plain_pattern(kind)})
        [(plain,)] = connection.execute("select count(cell) from cells").fetchall()
        assert 2 <= plain < len(CELLS) - 1
        said = f"select {', '.join(ASKED[kind])} from cells order by cell"
        values = {name: value for name, value in VALUES.items() if f"${name}" in said}
        answers = []
        for chosen in ((), (kind,)):
            create_macros(connection, chosen)
            answers.append(connection.execute(said, values).fetchall())
        assert answers[0] == answers[1]
