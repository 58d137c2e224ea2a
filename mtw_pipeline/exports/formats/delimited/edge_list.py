"""An edge list: who named, answered or passed on whom, without the tweets. It serves the network alone.

NodeXL, Gephi, R's igraph and Netlytic write such lists; a column that says how, when or how often is taken where there
is one. What belongs here: recognising it, and its rows into window_ties. What does not: ties of tweets
(sql/tables/network/interactions.sql). Mapping: sql/exports/formats/edge_list.sql.
"""

from collections.abc import Mapping

import duckdb

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells
from mtw_pipeline.warehouse.statements import sql_text

ENDS: Mapping[str, tuple[str, ...]] = {"source": ("source", "from", "vertex 1"), "target": ("target", "to", "vertex 2")}
"""What the columns are called that say who and whom, by the fields of a column map."""

EDGE_LIST = DelimitedFormat(
    name="edge_list",
    title="Edge list (source and target; NodeXL's Vertex 1 and Vertex 2; from and to)",
    signature=frozenset({"source", "target"}),
    further_signatures=(frozenset({"vertex 1", "vertex 2"}), frozenset({"from", "to"})),
    required=tuple("|".join(names) for names in ENDS.values()),
    optional=(
        "relationship", "kind", "edge_type", "interaction", "type", "weight", "edge weight", "times", "count",
        "n", "frequency", "freq",
        "relationship date (utc)", "tweet date (utc)", "created_at", "date", "timestamp", "time",
        "visibility",
    ),
    words=frozenset(),
    left_out=("", "id", "label"),
    tells=Tells(
        "no", "where the list says it", "where the list says it", "no", "no", "no",
        caution="It holds ties and no tweets: the network alone can be measured.",
    ),
    names_time_zone=False,
    holds_ties=True,
)  # fmt: skip


def take_ties(connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]) -> None:
    """Put the rows of ``file_rows`` into ``window_ties``, of the files that are validated with these parameters.

    Args:
        connection: the warehouse's connection.
        parameters: the window, how times are read, and the number of these parameters in ``staged_files``.
    """
    connection.execute(f"insert into window_ties by name {sql_text('exports/formats/edge_list')}", parameters)


def files_of_numbers(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The files of the batch in ``window_ties`` whose accounts are all numbers, as programs number nodes."""
    found = connection.execute(
        "select file_number from window_ties inner join staged_files using (file_number) where reason is null"
        " group by file_number having bool_and(regexp_full_match(source || target, '[0-9]+'))"
    ).fetchall()
    return {int(number) for (number,) in found}
