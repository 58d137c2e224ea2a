"""DuckDB 1.5 and pyarrow ask for pandas with their first value alone, and know its frames all the same later.

What belongs here: the libraries as lazy_imports/without_pandas.py leaves them, in a process of their own.
"""

import json
import subprocess
import sys

VALUES = """
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from json import dumps
import duckdb
import pyarrow as pa
from mtw_pipeline.lazy_imports.without_pandas import do_without_pandas

do_without_pandas()
day, moment = date(2021, 1, 2), datetime(2021, 1, 2)
given = ["a", None, 1, 1.5, True, b"b", ["c", None], [], {"d": 1}, day, moment, Decimal("1.5")]
connection = duckdb.connect()
connection.execute("set TimeZone = 'UTC'")
found = [connection.execute("select $value", {"value": one}).fetchone()[0] for one in given]
[aware] = connection.execute("select $1 = timestamptz '2021-01-02'", [datetime(2021, 1, 2, tzinfo=UTC)]).fetchone()
listed = [{"name": "a", "words": ["b", None], "at": None}, {"name": None, "words": None, "at": day}]
rows = pa.Table.from_pylist(listed)
connection.register("rows", rows)
passed = connection.execute("from rows").to_arrow_table().to_pylist()
values = [found == given, aware, passed == listed]
was_loaded = "pandas" in sys.modules
import pandas as pd
frame = pd.DataFrame({"number": [1, 2], "at": pd.to_datetime(["2021-01-02", None])})
again = connection.execute("from frame").df()
frames = [frame.equals(again.astype(frame.dtypes)), bool(again["at"].isna()[1]), len(rows.to_pandas()) == 2]
print(dumps([was_loaded, values, frames]))
"""


def test_values_pass_before_pandas_is_loaded_and_frames_once_it_is() -> None:
    """Decision 182: a run loads no pandas."""
    done = subprocess.run([sys.executable, "-c", VALUES], check=True, capture_output=True, text=True)
    was_loaded, values, frames = json.loads(done.stdout)
    assert not was_loaded
    assert values == [True, True, True]
    assert frames == [True, True, True]
