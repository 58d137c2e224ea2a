"""DuckDB works by as many threads as rows keep busy, and by as many as before once that is done."""

import duckdb
import pytest

from mtw_pipeline.published import parallel
from mtw_pipeline.published.parallel import threads_for_its_rows


def threads(connection: duckdb.DuckDBPyConnection) -> int:
    [(found,)] = connection.execute("select current_setting('threads')").fetchall()
    return int(found)


@pytest.mark.parametrize(
    ("rows", "windows", "has_lake", "wanted"),
    [(0, 1, False, 1), (250, 1, False, 2), (900, 1, False, 4), (900, 3, False, 3), (900, 9, False, 1), (0, 1, True, 4)],
)
def test_threads_follow_the_rows_of_a_window_in_all_tables(
    rows: int, windows: int, has_lake: bool, wanted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_ROWS_OF_A_THREAD", 100)
    with duckdb.connect() as connection:
        connection.execute("set threads = 4")
        connection.execute(f"create table one as from range({rows // 2})")
        connection.execute(f"create table other as from range({rows - rows // 2})")
        with threads_for_its_rows(connection, windows, has_lake=has_lake):
            assert threads(connection) == wanted
        assert threads(connection) == 4
