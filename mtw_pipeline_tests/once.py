"""What libraries read again and again, whatever the test is: read once in a worker.

What does not belong here: studies that were run (studies.py), empty warehouses that are lent (warehouses.py).
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace

import pytest


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
