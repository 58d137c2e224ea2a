"""Which run of each window began last to write the warehouse: by it one is known that was put back from a copy.

What belongs here: noting it in the file, and asking a file that nobody has open. What does not: what is known of runs
beside the file (study/run_records.py), and what becomes of one that another run wrote.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from mtw_pipeline.study.inputs import PROGRAM, program
from mtw_pipeline.study.run_records import RunHistory
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.damage import told_damage
from mtw_pipeline.warehouse.opening import NAME
from mtw_pipeline.warehouse.own_tables import LATEST_RUNS


def note_run(warehouse: Warehouse, window: CollectionWindow, run_id: str) -> str:
    """Note that a run may write a window from now on; returns the one that was noted before, empty where none was.

    The connection of the warehouse is not used: a thread may read exports by it.
    """
    of_window = {"window": window.key}
    with warehouse.connection.cursor() as noting:
        noting.execute(f"use {NAME}")
        asked = f"select run_id from {LATEST_RUNS.name} where collection_window = $window"
        before = noting.execute(asked, of_window).fetchone()
        noting.execute("begin transaction")
        noting.execute(f"delete from {LATEST_RUNS.name} where collection_window = $window", of_window)
        noting.execute(f"insert into {LATEST_RUNS.name} values ($window, $run)", {**of_window, "run": run_id})
        noting.execute("commit")
    return str(before[0]) if before else ""


def noted_runs(path: Path) -> Mapping[str, str] | None:
    """By window the run that began last to write a warehouse; None where it cannot be asked.

    That is where another program has it open, or it is not there. No connection of this process may have it open.

    Raises:
        UserError: the file is damaged.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as asking:
            return dict(asking.execute(f"select collection_window, run_id from {LATEST_RUNS.name}").fetchall())
    except duckdb.CatalogException:
        return {}  # an earlier version of the program wrote it last
    except duckdb.Error as error:
        damage = told_damage(path, str(error)) if path.is_file() else None
        if damage is not None:
            raise damage from error
        return None


def is_put_back(history: RunHistory, written_by: str | None) -> bool:
    """Whether a warehouse is another than the one that the runs of a window wrote.

    Args:
        history: what is known of these runs. Of one by another version of the program it is not said: everything is
            made anew after it, and earlier ones noted nothing in the warehouse.
        written_by: the run that the warehouse says it was written by last; None where it says nothing.
    """
    last = history.begun[-1] if history.begun else history.good
    return last is not None and last.inputs.get(PROGRAM) == program() and last.run_id != written_by
