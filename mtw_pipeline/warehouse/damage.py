"""What is said of a DuckDB file that cannot be opened or read to its end: full disk, missing right, newer, damaged.

What belongs here: telling these apart. What does not: waiting for a file that others hold (opening.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from mtw_pipeline.errors import UserError, named_by_system, of_system

_DAMAGE = ("Corrupt database file", "Could not read enough bytes from file", "not a valid DuckDB database file")
_NEWER = ("database file with version number", "storage version")

_WAREHOUSE = "The warehouse"
MADE_ANEW = (
    "All in it is made from the exports, the codes in coding/ and study.toml, which are not touched: move the file away"
    " (a .wal beside it too) and run again: mtw run"
)
"""The remedy for a damaged warehouse."""


@contextmanager
def named_damage(path: Path, what: str = _WAREHOUSE, remedy: str = MADE_ANEW) -> Iterator[None]:
    """Turn what DuckDB raises in the block because a file of its is damaged, or not given, into what people can mend.

    Args:
        path: the file.
        what: what it is, for people.
        remedy: how it is had back.

    Raises:
        UserError: it is so; any other error of DuckDB passes as it is.
    """
    try:
        yield
    except duckdb.Error as error:
        told = told_damage(path, str(error), what, remedy)
        if told is None:
            raise
        raise told from error


def damage_of_copy(path: Path) -> UserError | None:
    """How an analysts' copy is damaged; None where it opens, or is not there, or another program has it open."""
    if not path.is_file():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as asking:
            asking.execute("select count(*) from duckdb_tables()")
    except duckdb.Error as error:
        return told_damage(path, str(error), "The analysts' copy", "Make it anew: mtw run")
    return None


def told_damage(path: Path, message: str, what: str = _WAREHOUSE, remedy: str = MADE_ANEW) -> UserError | None:
    """What a message of DuckDB, of any moment, says of a file; None where it says nothing that is known of it.

    Args:
        path: the file.
        message: what DuckDB said, all lines of it.
        what: what the file is, for people.
        remedy: how it is had back.
    """
    number = named_by_system(message)
    if number is not None and (str(path.parent) in message or "write" in message):
        return of_system(OSError(number, "", str(path)))
    said = next((line for line in message.splitlines() if any(words in line for words in _DAMAGE)), "")
    return _damaged(path, said, what, remedy) if said else None


def refused_at_opening(path: Path, error: duckdb.Error) -> UserError:
    """Why DuckDB did not open a warehouse that nobody else holds."""
    message = str(error)
    number = named_by_system(message)
    if number is not None:
        return of_system(OSError(number, "", str(path)))
    said = message.splitlines()[0]
    if any(words in message for words in _NEWER):
        return UserError(
            f"{_WAREHOUSE} was written by a newer version of DuckDB: {said}",
            where=str(path),
            remedy="Install this program anew, or open the study with the program that wrote it last",
        )
    return told_damage(path, message) or _damaged(path, said, _WAREHOUSE, MADE_ANEW)


def _damaged(path: Path, said: str, what: str, remedy: str) -> UserError:
    bare = said.removeprefix("IO Error: ").removeprefix('Original error: "IO Error: ').rstrip('.!"')
    return UserError(f"{what} is damaged: {bare}", where=str(path), remedy=remedy)
