"""Tables, views and their comments in an empty database: made by statements once, then taken over from a file.

What belongs here: that file. What does not: which statements these are. Of 666 comments each makes what DuckDB knows of
its table anew; taking all of it over from another database takes a twentieth of the time
(docs/decisions/0181-an-empty-database-is-taken-over.md).
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from mtw_pipeline.installation import folder_of_made_once
from mtw_pipeline.study.whole_files import put_in_place
from mtw_pipeline.warehouse.connection import literal

_NAME = "laid_out"


def lay_out(connection: duckdb.DuckDBPyConnection, kind: str, statements: Sequence[str]) -> None:
    """Make in a database what statements make there, outside of a transaction.

    Args:
        connection: whose current database is empty.
        kind: which database that is; of each kind one file is kept.
        statements: make tables and views without rows, and comments on them.
    """
    kept = _kept(kind, statements)
    if kept is None or not _attached(connection, kept):
        connection.execute("; ".join(("begin transaction", *statements, "commit")))
        return
    [(name,)] = connection.execute("select current_database()").fetchall()
    try:
        connection.execute(f'copy from database {_NAME} to "{name}" (schema)')
    finally:
        connection.execute(f"detach {_NAME}")


def _attached(connection: duckdb.DuckDBPyConnection, kept: Path) -> bool:
    """Attach the file; False where it cannot be read: it is another user's alone, was damaged, or went just now."""
    try:
        connection.execute(f"attach {literal(str(kept))} as {_NAME} (read_only)")
    except duckdb.IOException:
        return False
    return True


def _kept(kind: str, statements: Sequence[str]) -> Path | None:
    """The file in which statements were executed by this version of DuckDB; None where nothing may be kept."""
    folder = folder_of_made_once(Path(__file__).parent)
    if folder is None:
        return None
    made_of = sha256("\n".join((duckdb.__version__, *statements)).encode()).hexdigest()
    file = folder / f"{kind}-{made_of[:16]}.duckdb"
    if not file.is_file():
        _make(file, statements)
        for other in folder.glob(f"{kind}-*.duckdb"):
            if other != file:
                other.unlink(missing_ok=True)
    return file


def _make(file: Path, statements: Sequence[str]) -> None:
    with TemporaryDirectory(dir=file.parent) as making:  # of its own: others may make the same just now
        fresh = Path(making) / file.name
        with duckdb.connect() as connection:
            connection.execute(f"attach {literal(str(fresh))} as {_NAME}")
            connection.execute("; ".join((f"use {_NAME}", "begin transaction", *statements, "commit", "use memory")))
            connection.execute(f"detach {_NAME}")
        put_in_place(fresh, file)
