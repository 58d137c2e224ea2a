"""Every table of the warehouse, declared once.

The declaration feeds the DDL and the comments in DuckDB (connection.py), the column schema and the dependencies in the
Dagster UI (defs/), the Great Expectations suites (validation/) and the data dictionary in docs/. A table stands
here before it stands anywhere else; a test holds the declared columns against the real ones.

A module here that declares a ``Table`` declares it for everything: ``TABLES`` gathers them.
"""

from importlib import import_module
from pkgutil import iter_modules

from mtw_pipeline.warehouse.tables.model import STAGES, Table


def _gathered() -> tuple[Table, ...]:
    """The tables of every module, stage by stage, in the order in which they are declared."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    tables = dict.fromkeys(one for module in modules for one in vars(module).values() if isinstance(one, Table))
    return tuple(sorted(tables, key=lambda table: STAGES.index(table.stage)))


TABLES: tuple[Table, ...] = _gathered()


def table_named(name: str) -> Table:
    """The declared table of that name.

    Raises:
        KeyError: no such table is declared.
    """
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(f"no table {name} is declared")
