"""Which ways of compressing DuckDB does not try, where what they cost counts for more than what they win.

What belongs here: leaving some out for a while. What does not: why (published/publishing.py, waiting_rows.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from mtw_pipeline.warehouse.declared import literal

DEAREST = "fsst"
"""Writing takes a third less without it, reading no longer; files are a third larger and more."""
OF_DECIMALS = ("alp", "alprd")
"""How decimals would be stored smaller: to look for it costs a tenth of writing, it wins a hundredth of the file."""


@contextmanager
def without_compressions(connection: duckdb.DuckDBPyConnection, *ways: str) -> Iterator[None]:
    """Let no database of a connection be compressed in some ways, besides those left out already, for the block."""
    [(usual,)] = connection.execute("select current_setting('disabled_compression_methods')").fetchall()
    left_out = ",".join(filter(None, (str(usual), *ways)))
    connection.execute(f"set global disabled_compression_methods = {literal(left_out)}")
    try:
        yield
    finally:
        connection.execute(f"set global disabled_compression_methods = {literal(str(usual))}")
