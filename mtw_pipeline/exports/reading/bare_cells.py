"""The cells of a table without what is no value, before its format says what they mean.

What belongs here: words that programs write for nothing, ids of nobody, characters that show nothing. What does not:
errors of spreadsheets, which are empty as soon as they are read (delimited.py), types
(sql/exports/reading/validated_rows.sql), and what one format writes (its mapping).
"""

from collections.abc import Collection, Sequence

import duckdb

from mtw_pipeline.exports.formats.cells import INVISIBLE, JOINERS, NOBODY, NOTHING

_PLAIN = r"(?i)-?x?[0-9][0-9.,:/+TZ -]*(e\+?[0-9]+)?|true|false|yes|no"
"""What no name is: a number, an id, a time, yes or no."""
_SHARE_PLAIN = 0.5
_FEWEST_WITHOUT_VALUE = 3


def bare_cells(connection: duckdb.DuckDBPyConnection, columns: Sequence[str], words: Collection[str]) -> None:
    """Take out of the cells of ``file_rows`` what is no value.

    Cells that hold a word that the program wrote for nothing, NA or nan, become NULL. Such a word is one where it
    stands among numbers, ids or times; then it is one in every column. Else it is a name: somebody is called NA.

    Args:
        connection: the warehouse's connection.
        columns: the columns of ``file_rows`` that the file has.
        words: those that people wrote; from the others characters that show nothing go, and the ids of nobody.
    """
    nothing = ", ".join(f"'{word}'" for word in NOTHING)
    nobody = ", ".join(f"'{word}'" for word in NOBODY)
    asked = ", ".join(
        f'bool_or("{name}" in ({nothing})), bool_or("{name}" in ({nobody})),'
        f' bool_or(strlen("{name}") <> length("{name}"))'
        for name in columns
    )
    found = connection.execute(f"select {asked} from file_rows").fetchall()[0]
    holders = [name for name, holds in zip(columns, found[::3], strict=True) if holds]
    of_nobody = [name for name, holds in zip(columns, found[1::3], strict=True) if holds and name not in words]
    beyond_ascii = [name for name, holds in zip(columns, found[2::3], strict=True) if holds and name not in words]
    marked = [name for name in beyond_ascii if _is_marked(connection, name)]
    empty = sorted(_words_for_nothing(connection, holders))
    changes = {
        name: _bare(
            name, is_marked=name in marked, is_emptied=bool(empty) and name in holders, of_nobody=name in of_nobody
        )
        for name in columns
        if name in marked or name in of_nobody or (empty and name in holders)
    }
    if changes:
        replaced = ", ".join(f'{cell} as "{name}"' for name, cell in changes.items())
        parameters: dict[str, object] = {"invisible": INVISIBLE, "joiners": JOINERS} if marked else {}
        if empty and holders:
            parameters["empty"] = empty
        connection.execute(
            f"create or replace temp table file_rows as select * replace ({replaced}) from file_rows", parameters
        )


def _bare(name: str, *, is_marked: bool, is_emptied: bool, of_nobody: bool) -> str:
    cell = f'"{name}"'
    if is_emptied:
        cell = f"case when not list_contains($empty, {cell}) then {cell} end"
    if of_nobody:
        cell = "nullif(" * len(NOBODY) + cell + "".join(f", '{one}')" for one in NOBODY)
    return f"regexp_replace(regexp_replace({cell}, $invisible, '', 'g'), $joiners, '\\1', 'g')" if is_marked else cell


def _is_marked(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    [(is_marked,)] = connection.execute(
        f'select bool_or(regexp_matches("{name}", $invisible) or regexp_matches("{name}", $joiners)) from file_rows',
        {"invisible": INVISIBLE, "joiners": JOINERS},
    ).fetchall()
    return bool(is_marked)


def _words_for_nothing(connection: duckdb.DuckDBPyConnection, holders: Collection[str]) -> set[str]:
    """What the file writes for nothing, as the columns show that hold such words; a header in its middle is none."""
    words: set[str] = set()
    without_value: list[str] = []
    for name in holders:
        [(held, plain, others)] = connection.execute(
            f'select list_distinct(list("{name}") filter (list_contains($nothing, "{name}"))),'
            f' count(*) filter (regexp_full_match("{name}", $plain)),'
            f' count(*) filter (lower(trim("{name}")) <> $name and not list_contains($nothing, "{name}"))'
            " from file_rows",
            {"nothing": list(NOTHING), "plain": _PLAIN, "name": name},
        ).fetchall()
        if others and plain >= _SHARE_PLAIN * others:
            words.update(held)
        elif not others:
            without_value += held
    return words | {word for word in without_value if without_value.count(word) >= _FEWEST_WITHOUT_VALUE}
