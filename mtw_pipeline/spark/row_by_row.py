"""Statements that look at one row at a time, run on the workers by a DuckDB of their own, batch by batch.

What belongs here: running such a statement on batches of rows. What does not: which statements those are (tables.py),
how a function comes to the workers (workers.py). The statement is sent as it stands in sql/: it is carried to no other
dialect. The workers need DuckDB of this machine's version, as they do for reading exports.
"""

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa

NEEDED = f"pyarrow and duckdb {duckdb.__version__}"
"""What a worker must have, in words."""


def by_duckdb(
    batches: Iterator[pa.Table], *, read: str, text: str, parameters: Mapping[str, object], version: str
) -> Iterator[pa.Table]:
    """What a statement gives of each batch.

    Args:
        batches: rows of the table that it reads.
        read: the name of that table.
        text: the statement, in DuckDB's SQL.
        parameters: its bound parameters by name.
        version: of DuckDB on the machine that asks.

    Raises:
        ImportError: another DuckDB is there, which may give other rows.
    """
    if duckdb.__version__ != version:
        raise ImportError(f"duckdb {duckdb.__version__} in place of {version}")
    with duckdb.connect() as connection:
        connection.execute("set threads = 1; set TimeZone = 'UTC'")
        for batch in batches:
            connection.register(read, batch)
            yield connection.execute(text, dict(parameters)).to_arrow_table()
