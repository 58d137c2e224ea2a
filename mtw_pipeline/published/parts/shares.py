"""How many rows are copied at a time: all, or where memory is short a share of each large table after the other.

What belongs here: from what DuckDB may hold in memory to the rows of each share. What does not: copying them
(copying.py, publishing.py). The statement of a table joins some fifteen maps, which hold each value of the rows that
are copied; all of them, and the rows to be sorted, are in memory at once. A share is a run of rows as they are stored,
so that what is not of it is not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.published.copying import mapped_columns
from mtw_pipeline.published.left_out import LAST_PLACE, place_of
from mtw_pipeline.published.parts.planning import NONE_OF_THEM, Plan
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.memory import held_bytes
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Column, Holds, Type

_BYTES_OF_A_VALUE = 160
"""What DuckDB is given for a value that is joined with its map, for the map, the join and the row; 120 were enough for
300,000 tweets of a real archive (decision 308)."""
_TIMES_A_TEXT = 2
"""The same for each byte of a text; one was enough for texts of 200 bytes, and of 1,000."""
_ROWS_OF_A_RUN = 16_384

Rows = tuple[int, int]
"""The first row, by the number under which it is stored, and the one behind the last."""


@dataclass(frozen=True)
class Share:
    """What is copied at a time.

    Args:
        whole: the tables of which all rows are.
        rows: by table, the rows of those of which some are.
        ends: the tables of which these are the last.
    """

    whole: frozenset[str]
    rows: Mapping[str, Rows]
    ends: frozenset[str]

    def has(self, table: str) -> bool:
        """Whether rows of a table are copied."""
        return table in self.whole or table in self.rows

    def condition(self, table: str) -> str:
        """Which rows of a table are copied, as a condition."""
        if table in self.whole:
            return "true"
        if table not in self.rows:
            return NONE_OF_THEM
        first, behind = self.rows[table]
        return f"rowid >= {first} and rowid < {behind}"


def whole_tables(plan: Plan) -> list[Share]:
    """Everything at once."""
    names = frozenset(plan.stale)
    return [Share(names, {}, names)]


def shares(warehouse: Warehouse, plan: Plan) -> list[Share]:
    """The shares of all tables, each of which fits into memory.

    Args:
        warehouse: the open warehouse.
        plan: what is to be made.
    """
    held = held_bytes(warehouse.connection)
    columns: dict[str, list[Column]] = {}
    for mapped in mapped_columns():
        columns.setdefault(mapped.table, []).append(mapped.column)
    runs = {
        table: _runs(warehouse, table, windows, at_once)
        for table, windows in plan.stale.items()
        if windows
        and table in columns
        and not plan.touched.get(table)
        and (rows := plan.rows(table)) > _ROWS_OF_A_RUN
        and rows > (at_once := _rows_at_once(warehouse, table, columns[table], held))
    }
    large = {table: found for table, found in runs.items() if len(found) > 1}
    return list(_in_order(frozenset(plan.stale.keys() - large.keys()), large))


def _in_order(small: frozenset[str], large: Mapping[str, Sequence[Rows]]) -> Iterator[Share]:
    """Shares of whole tables and of runs, those first by which others are told (left_out.py)."""
    place = {name: place_of(table_named(name)) for name in (*small, *large)}
    numbers = sorted({LAST_PLACE, *(place[name] for name in large if place[name])})
    done = -1
    for number in numbers:
        whole = frozenset(name for name in small if done < place[name] <= number)
        if whole or done < 0:
            yield Share(whole, {}, whole)
        for table, found in large.items():
            if place[table] == number or (done < 0 and not place[table]):
                for run in found:
                    yield Share(frozenset(), {table: run}, frozenset({table} if run == found[-1] else ()))
        done = number


def _rows_at_once(warehouse: Warehouse, table: str, columns: Sequence[Column], held: float) -> int:
    """How many rows of a table are copied at a time, by its mapped columns and how long its texts are."""
    texts = [column.name for column in columns if column.holds is Holds.WORDS and column.type is Type.TEXT]
    bytes_of_a_row = len(columns) * _BYTES_OF_A_VALUE + _TIMES_A_TEXT * _length(warehouse, table, texts)
    return max(int(held / bytes_of_a_row), _ROWS_OF_A_RUN)


def _length(warehouse: Warehouse, table: str, texts: Sequence[str]) -> float:
    """How many bytes the texts of a row have, on average."""
    if not texts:
        return 0
    lengths = " + ".join(f"coalesce(avg(strlen({text})), 0)" for text in texts)
    [(length,)] = warehouse.connection.execute(f"select {lengths} from main.{table}").fetchall()
    return float(length)


def _runs(warehouse: Warehouse, table: str, windows: frozenset[str], at_once: int) -> Sequence[Rows]:
    """Runs of the rows of some windows, each of about as many rows as may be copied at a time."""
    chosen = ", ".join(map(literal, sorted(windows)))
    stored = warehouse.connection.execute(
        f"select rowid // {_ROWS_OF_A_RUN} as run, count(*) from main.{table}"
        f" where collection_window in ({chosen}) group by run order by run"
    ).fetchall()
    found: list[Rows] = []
    first, held = 0, 0
    for run, rows in stored:
        if held and held + rows > at_once:
            found.append((first, run * _ROWS_OF_A_RUN))
            first, held = run * _ROWS_OF_A_RUN, 0
        held += rows
    behind = (stored[-1][0] + 1) * _ROWS_OF_A_RUN if stored else 0
    return [*found, (first, behind)]
