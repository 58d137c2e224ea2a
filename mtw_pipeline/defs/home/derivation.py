"""The SQL of an empty home, derived from what Dagster makes: ``python -m mtw_pipeline.defs.home.derivation``.

What belongs here: writing tables.json anew, for another version of Dagster. What does not: using it (tables.py).
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg

from mtw_pipeline.defs.home.instance import DATABASES, make_home_by_dagster
from mtw_pipeline.defs.home.tables import FILE

_OF_ONE_HOME = "instance_info"
"""The table whose rows tell one home from another: Dagster fills it when it first asks."""


def tables_as_made(home: Path, databases: Collection[str]) -> Mapping[str, list[str]]:
    """The statements that make the databases of a home that was never used as they are, by database."""
    found = {}
    for name in databases:
        with closing(sqlite3.connect(home / name)) as connection:
            found[name] = [one for one in connection.iterdump() if not one.startswith(f'INSERT INTO "{_OF_ONE_HOME}"')]
    return found


def _write() -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        make_home_by_dagster(home)
        derived = {"dagster": dg.__version__, "databases": tables_as_made(home, DATABASES)}
    FILE.write_text(json.dumps(derived, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
