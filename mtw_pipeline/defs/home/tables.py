"""The empty databases of a Dagster home, as SQL: making them by Dagster's migrations takes half a second.

What belongs here: making databases of that SQL, and for which version of Dagster it holds. What does not: where it
comes from (derivation.py), and making a home whole or not at all (instance.py).
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import dagster as dg

FILE = Path(__file__).with_suffix(".json")


def make_databases(home: Path) -> bool:
    """Make the databases of an empty home; False, with nothing made, where Dagster is of another version than they."""
    known = json.loads(FILE.read_text(encoding="utf-8"))
    if known["dagster"] != dg.__version__:
        return False
    for name, statements in known["databases"].items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(home / name)) as connection:
            connection.execute("pragma journal_mode = wal")
            connection.executescript("".join(statements))
    return True
