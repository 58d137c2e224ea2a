"""By how many threads DuckDB works on a copy: no more than its rows keep busy.

What belongs here: from rows to threads. What does not: how much memory there is (warehouse/memory.py), texts, which
Python masks and searches beside (maps.py, inspection.py). A copy is hundreds of short statements; to share each of them
costs more processor time than it saves time by the clock, until tables are large (docs/decisions/0150). So does a study
of many windows, of which a copy makes one anew (docs/decisions/0190).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

_ROWS_OF_A_THREAD = 1_000_000
"""Rows of all tables together, some fifteen for a tweet."""


@contextmanager
def threads_for_its_rows(
    connection: duckdb.DuckDBPyConnection, windows: int = 1, *, has_lake: bool = False
) -> Iterator[None]:
    """Let DuckDB work by no more threads than the rows of a database keep busy, as long as the block runs.

    Args:
        connection: its connection; what is set holds for all that are open beside it.
        windows: the windows of which the rows are, where those of about one are worked on.
        has_lake: whether rows of it lie in a lake, so that it does not say how many they are: then all threads stay.
    """
    [(threads, rows)] = connection.execute(
        "select current_setting('threads'), coalesce(sum(estimated_size), 0) from duckdb_tables()"
        " where database_name = current_database()"
    ).fetchall()
    enough = int(threads) if has_lake else max(1, min(int(threads), int(rows) // max(windows, 1) // _ROWS_OF_A_THREAD))
    connection.execute(f"set threads = {enough}")
    try:
        yield
    finally:
        connection.execute(f"set threads = {int(threads)}")
