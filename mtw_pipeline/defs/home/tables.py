"""The empty databases of a Dagster home, as SQL: making them by Dagster's migrations takes half a second.

What belongs here: that SQL, derived from what Dagster makes (``python -m mtw_pipeline.defs.home.tables``), and for
which version of Dagster it holds. What does not: making a home whole or not at all (instance.py).
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

import dagster as dg

_FILE = Path(__file__).with_suffix(".json")
_OF_ONE_HOME = "instance_info"
"""The table whose rows tell one home from another: Dagster fills it when it first asks."""


def make_databases(home: Path) -> bool:
    """Make the databases of an empty home; False, with nothing made, where Dagster is of another version than they."""
    known = json.loads(_FILE.read_text(encoding="utf-8"))
    if known["dagster"] != dg.__version__:
        return False
    for name, statements in known["databases"].items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(home / name)) as connection:
            connection.execute("pragma journal_mode = wal")
            connection.executescript("".join(statements))
    return True


def tables_as_made(home: Path, databases: Collection[str]) -> Mapping[str, list[str]]:
    """The statements that make the databases of a home that was never used as they are, by database."""
    found = {}
    for name in databases:
        with closing(sqlite3.connect(home / name)) as connection:
            found[name] = [one for one in connection.iterdump() if not one.startswith(f'INSERT INTO "{_OF_ONE_HOME}"')]
    return found


def _write() -> None:
    from tempfile import TemporaryDirectory

    from mtw_pipeline.defs.instance import DATABASES, make_home_by_dagster

    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        make_home_by_dagster(home)
        derived = {"dagster": dg.__version__, "databases": tables_as_made(home, DATABASES)}
    _FILE.write_text(json.dumps(derived, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
