"""How many rows of a window wait for another that completes them: mostly none, and then nothing more is asked.

What belongs here: counting them, all kinds at once. What does not: completing them (answered.py, originals.py).
"""

from dataclasses import dataclass

import duckdb

from mtw_pipeline.exports.reading.validation import WITHOUT_ORIGINAL
from mtw_pipeline.warehouse.statements import sql_text


@dataclass(frozen=True)
class WaitingRows:
    """Rows of a window that say too little by themselves.

    Args:
        answers: that name what they answer by an id of one server.
        passed_on: that pass on a post of which they do not hold the text.
        reposts: of which no address was told, so that one was made.
    """

    answers: int
    passed_on: int
    reposts: int


def waiting_rows(connection: duckdb.DuckDBPyConnection) -> WaitingRows:
    """Count the rows of ``validated_rows`` and ``server_statuses`` that wait."""
    statement = sql_text("exports/reading/waiting_rows")
    [counts] = connection.execute(statement, {"without_original": WITHOUT_ORIGINAL}).fetchall()
    return WaitingRows(*counts)
