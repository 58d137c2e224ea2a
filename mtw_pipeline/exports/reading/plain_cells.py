"""The macros that validated_rows.sql reads cells with: where all cells of a batch are plain, they say nothing.

A regular expression costs as much to prepare as to match some thousand cells: in all they were two thirds of what a
small file took. What belongs here: which macros say nothing of which cells. What does not: whether cells are plain
(sql/exports/reading/findings.sql).
"""

import re
from collections.abc import Collection

import duckdb

from mtw_pipeline.warehouse.statements import sql_text

_OF_CELLS = {
    "ids": ("bare_id", "bare_tweet_id", "bare_user_id", "is_tweet_id", "is_user_id", "lists/parted_ids"),
    "handles": ("bare_handle", "is_handle", "is_name", "lists/parted_handles", "lists/are_plain_handles"),
    "hashtags": ("bare_hashtag", "is_hashtag", "lists/parted_hashtags", "lists/are_plain_hashtags"),
    "times": ("bare_time",),
}
_SIGNATURE = re.compile(r"create or replace temp macro \w+\((\w+)[^)]*\) as\s")
KINDS = frozenset(_OF_CELLS)
"""The kinds of cells that can be plain: ``ids_are_plain`` ... of findings.sql."""


def create_macros(connection: duckdb.DuckDBPyConnection, plain: Collection[str] = ()) -> None:
    """Make the macros of sql/exports/macros/.

    Args:
        connection: the warehouse's connection.
        plain: the kinds of cells of which all that will be read are plain.
    """
    connection.execute(_text("time_as_told"))
    connection.execute(_text("plain_time" if "times" in plain else "time_as_written"))
    for macro in ("time_unless_none", "bare_count", "bare_flag", "lists/parted_links"):
        connection.execute(_text(macro))
    for kind, macros in _OF_CELLS.items():
        for macro in macros:
            connection.execute(_of_plain_cells(macro) if kind in plain else _text(macro))


def _text(macro: str) -> str:
    return sql_text(f"exports/macros/{macro}")


def _of_plain_cells(macro: str) -> str:
    """A macro that says of plain cells, and of NULL, what that of sql/ says: the same again, or that it is one."""
    signature = _SIGNATURE.search(_text(macro))
    if signature is None:
        raise ValueError(f"{macro}.sql defines no macro")
    cell = signature[1]
    name = macro.rpartition("/")[2]
    if name.startswith("are_"):
        return f"{signature[0]}list_position({cell}, null) is null and {cell} is not null"
    gives_it_back = name.startswith(("bare_", "parted_"))
    return signature[0] + (cell if gives_it_back else f"case when {cell} is not null then true end")
