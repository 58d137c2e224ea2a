"""The statements of sql/: one a file, named after what a row of it is.

What belongs here: finding a statement, its text, and the tables that it reads. What does not: running it
(connection.py) and what its columns are made of (lineage/).
"""

import re
from functools import cache
from pathlib import Path

from mtw_pipeline.installation import own_folder
from mtw_pipeline.warehouse.macros import expanded, macros_called

SQL_FOLDER = own_folder("sql")

_COMMENT = re.compile(r"--[^\n]*")
_READ = re.compile(r"\b(?:from|join)\s+([a-z_]+)")


def sql_text(statement: str) -> str:
    """The text of sql/``statement``.sql, macros written out."""
    return expanded(_path(statement).read_text(encoding="utf-8"))


def files_of(statement: str) -> list[Path]:
    """The files that make the text of a statement: its own, and those of the macros that it calls."""
    return [_path(statement), *macros_called(_path(statement).read_text(encoding="utf-8"))]


def has_statement(statement: str) -> bool:
    """Whether there is a file sql/``statement``.sql."""
    return _path(statement).is_file()


def _path(statement: str) -> Path:
    return SQL_FOLDER / f"{statement}.sql"


@cache
def names_read(statement: str) -> frozenset[str]:
    """The names that a statement reads from: tables, and its own common table expressions.

    A word behind ``from`` or ``join``; a test holds it against a parse of every statement.
    """
    return names_in(sql_text(statement))


def names_in(text: str) -> frozenset[str]:
    """The names that the text of a statement reads from, likewise."""
    return frozenset(_READ.findall(_COMMENT.sub("", text)))
