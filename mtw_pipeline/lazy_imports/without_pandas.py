"""DuckDB and Arrow without pandas, which both load with the first value, only to ask whether it is one of its own.

What belongs here: answering them. What does not: anything of pandas, which can be loaded after that like any package.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import duckdb
import pyarrow as pa

_NAME = "pandas"


def do_without_pandas() -> None:
    """Let no value of this process be one of pandas to DuckDB and Arrow, unless pandas is loaded already.

    Frames and times of pandas pass as ever, once it is loaded. No missing value of pandas may be handed to them alone:
    ``NA`` is refused as a type that they do not know, and of ``NaT`` DuckDB makes 1 January of the year 1.
    """
    if _NAME in sys.modules:
        return
    stands_in = ModuleType(_NAME)
    # DuckDB holds every value against the first two, and keeps what it was given; of frames it asks for more.
    stands_in.__dict__.update(NaT=None, NA=None, __getattr__=lambda name: getattr(import_module(_NAME), name))
    sys.modules[_NAME] = stands_in
    try:
        with duckdb.connect() as connection:
            connection.execute("select $1", [""])
    finally:
        del sys.modules[_NAME]
    refusing = _Refusing()
    sys.meta_path.insert(0, refusing)
    try:
        pa.array([None])  # for which Arrow tries to load it, once
    finally:
        sys.meta_path.remove(refusing)


class _Refusing(MetaPathFinder):
    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if fullname == _NAME:
            raise ModuleNotFoundError(f"No module named {_NAME!r}", name=_NAME)
        return None
