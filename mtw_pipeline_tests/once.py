"""What is the same for every test and costs much to make: made once in a worker, and taken from there.

What belongs here: what programs make alike whatever the test is. What does not: studies that were run (studies.py),
empty warehouses in memory that are lent (warehouses.py).
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from mtw_pipeline.warehouse.connection import Warehouse, literal


@contextmanager
def tables_copied(template: Path) -> Iterator[None]:
    """In the block an empty database gets its tables from a file, with all that they say of themselves.

    DuckDB takes a tenth of a second and more for what 700 columns say, and five milliseconds to copy it. The program
    looks at what it was given, as at tables that were there before, and would make what is missing.

    Args:
        template: the file; made by the program where it is not there.
    """
    make_tables = Warehouse.make_tables

    def copied(warehouse: Warehouse) -> None:
        [(name, tables)] = warehouse.connection.execute(
            "select current_database(), (select count(*) from duckdb_tables() where database_name = current_database())"
        ).fetchall()
        if not tables:
            if not template.exists():
                with duckdb.connect(str(template)) as made:
                    make_tables(Warehouse(made))
            warehouse.connection.execute(
                f"attach {literal(str(template))} as template (read_only);"
                f' copy from database template to "{name}" (schema); detach template'
            )
        make_tables(warehouse)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Warehouse, "make_tables", copied)
        yield


@contextmanager
def revisions_read_once() -> Iterator[None]:
    """Dagster reads its forty revisions of a database when a home is opened, and takes two thirds of that for it."""
    from dagster._core.storage import sql

    read: dict[str | None, object] = {}
    from_config = sql.ScriptDirectory.from_config

    def known(config: sql.Config) -> object:
        place = config.get_main_option("script_location")
        if place not in read:
            read[place] = from_config(config)
        return read[place]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "ScriptDirectory", SimpleNamespace(from_config=known))
        yield


@contextmanager
def certificates_read_once() -> Iterator[None]:
    """Every client of a platform reads those that it trusts, though no test has a server that shows one."""
    made: Callable[..., ssl.SSLContext] = cache(ssl.create_default_context)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", made)
        yield
