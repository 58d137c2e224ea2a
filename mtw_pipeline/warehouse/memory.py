"""How much memory a database may hold, and whether that is so little that nothing is to be done beside.

What belongs here: the parts of the machine's or the container's memory that are DuckDB's, here and on Spark's workers,
and Java's where Spark is tried here. What does not: what is done less at once where it is little
(published/parts/shares.py, report/writing_thread.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

_OF_ITS_DEFAULT = 0.25
"""Of what DuckDB would hold in memory by itself, which is four fifths of what the machine or its container has; more
than that it puts into files beside the warehouse for the moment. With 800 MB a million tweets could not be
copied.
"""
_OF_BLOCKS = 0.25
"""Of what it may hold, the blocks of rows that it keeps for the next ones when they are free: given back to the system
and asked for again, page by page, they are a twentieth of what a run of many rows costs (decision 236).
"""
_LITTLE = 512 * 2**20
"""A container of some 2.7 GB: a run needs some 750 MB whatever its rows, what stands beside it 250 MB of these."""
_OF_A_CORE_AT_LEAST = 2**30
"""A gigabyte reads an export of some hundred megabytes; who has less has too many cores for it."""
_OF_JAVA = 0.3
"""Of the same: Java takes half as much again beside its heap, and each core's Python a gigabyte and more."""
_HEAP_AT_LEAST = 1024
_UNITS = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


def bound_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a database hold no more than its part of the memory: it keeps what it read, up to four fifths of all.

    Where that is not little, it keeps some of it from its first use to its end.
    """
    [(limit,)] = connection.execute("select current_setting('memory_limit')").fetchall()
    connection.execute("set memory_limit = $limit", {"limit": memory_limit(limit)})
    if not is_short(connection):
        kept = held_bytes(connection) * _OF_BLOCKS
        connection.execute(f"set global block_allocator_memory = '{kept / 2**20:.0f}MiB'")


@contextmanager
def shared_between(connection: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let two databases hold together what the first may alone, for the block; where that is little, as much each."""
    [(limit,)] = connection.execute("select current_setting('memory_limit')").fetchall()
    held = held_bytes(connection)
    part = max(held / 2, min(held, _LITTLE))
    for one in (connection, other):
        one.execute(f"set memory_limit = '{part / 2**20:.0f}MiB'")
    try:
        yield
    finally:
        connection.execute("set memory_limit = $limit", {"limit": limit})


@contextmanager
def more_memory(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let a database hold twice what it may, for one statement that has too little: ten joins of a row hold 250 MB.

    That is two fifths of what the machine or its container has, and nothing else is made meanwhile.
    """
    [(limit,)] = connection.execute("select current_setting('memory_limit')").fetchall()
    connection.execute(f"set memory_limit = '{2 * held_bytes(connection) / 2**20:.0f}MiB'")
    try:
        yield
    finally:
        connection.execute("set memory_limit = $limit", {"limit": limit})


def bound_as_one_of_many(connection: duckdb.DuckDBPyConnection) -> None:
    """One thread, and half of a core's part of the memory, as each core of the machine or container has such a one."""
    connection.execute(
        "reset memory_limit; reset threads"
    )  # to what DuckDB takes, which knows the limits of a container
    [(cores,)] = connection.execute("select current_setting('threads')").fetchall()
    part = max(_OF_A_CORE_AT_LEAST, held_bytes(connection) / int(cores) / 2)
    connection.execute(f"set threads = 1; set memory_limit = '{part / 2**20:.0f}MiB'")


def heap_of_java() -> int:
    """Megabytes for the heap of a Spark that runs on this machine, beside all else that a run needs."""
    with duckdb.connect() as connection:
        return max(_HEAP_AT_LEAST, round(held_bytes(connection) * _OF_JAVA / 2**20))


def memory_limit(default: str) -> str:
    """What DuckDB may hold in memory, of what it would hold by itself, as it writes that: ``18.8 GiB``."""
    number, unit = default.split()
    return f"{float(number) * _OF_ITS_DEFAULT:.2f}{unit}"


def held_bytes(connection: duckdb.DuckDBPyConnection) -> float:
    """What the databases of a connection may hold in memory, in bytes."""
    [(limit,)] = connection.execute("select current_setting('memory_limit')").fetchall()
    number, unit = str(limit).split()
    return float(number) * _UNITS[unit]


def is_short(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is so little memory that one thing is made after the other."""
    return held_bytes(connection) <= _LITTLE
