"""Tables, views and their comments in an empty database: made by statements once, then taken over from a file.

What belongs here: that file. What does not: which statements these are. Of 666 comments each makes what DuckDB knows of
its table anew; taking all of it over from another database takes a twentieth of the time
(docs/decisions/0181-an-empty-database-is-taken-over.md).
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from mtw_pipeline.installation import folder_of_made_once, may_be_kept_in
from mtw_pipeline.study.whole_files import put_in_place
from mtw_pipeline.warehouse.declared import literal

log = logging.getLogger(__name__)

_NAME = "laid_out"


def lay_out(connection: duckdb.DuckDBPyConnection, kind: str, statements: Sequence[str]) -> None:
    """Make in a database what statements make there, outside of a transaction.

    They are executed too where the file cannot be made or taken over: on a full disk, of another user who keeps it to
    himself, damaged, on Windows while another process puts its own there. It is then made anew the next time.

    Args:
        connection: whose current database is empty.
        kind: which database that is; of each kind one file is kept.
        statements: make tables and views without rows, and comments on them.
    """
    if not _is_taken_over(connection, kind, statements):
        connection.execute("; ".join(("begin transaction", *statements, "commit")))


def _is_taken_over(connection: duckdb.DuckDBPyConnection, kind: str, statements: Sequence[str]) -> bool:
    kept = _kept(kind, statements)
    if kept is None:
        return False
    may_be_kept = may_be_kept_in(kept.parent)
    if not (kept.is_file() or may_be_kept):
        return False
    try:
        if not kept.is_file():
            _make(kept, kind, statements)
        _take_over(connection, kept)
    except (OSError, duckdb.Error) as error:
        log.debug("The empty database in %s is not taken over: %s", kept, error)
        if may_be_kept:
            with suppress(OSError):
                kept.unlink(missing_ok=True)
        return False
    return True


def _take_over(connection: duckdb.DuckDBPyConnection, kept: Path) -> None:
    [(name,)] = connection.execute("select current_database()").fetchall()
    connection.execute(f"attach {literal(str(kept))} as {_NAME} (read_only)")
    try:
        connection.execute(f'copy from database {_NAME} to "{name}" (schema)')
    finally:
        connection.execute(f"detach {_NAME}")


def _kept(kind: str, statements: Sequence[str]) -> Path | None:
    """The file in which statements are executed once by this version of DuckDB; None where nothing may be kept."""
    folder = folder_of_made_once(Path(__file__).parent)
    made_of = sha256("\n".join((duckdb.__version__, *statements)).encode()).hexdigest()
    return folder / f"{kind}-{made_of[:16]}.duckdb" if folder is not None else None


def _make(file: Path, kind: str, statements: Sequence[str]) -> None:
    with TemporaryDirectory(dir=file.parent) as making:  # of its own: others may make the same just now
        fresh = Path(making) / file.name
        with duckdb.connect() as connection:
            connection.execute(f"attach {literal(str(fresh))} as {_NAME}")
            connection.execute("; ".join((f"use {_NAME}", "begin transaction", *statements, "commit", "use memory")))
            connection.execute(f"detach {_NAME}")
        put_in_place(fresh, file)
    for other in file.parent.glob(f"{kind}-*.duckdb"):
        if other != file:
            other.unlink(missing_ok=True)
