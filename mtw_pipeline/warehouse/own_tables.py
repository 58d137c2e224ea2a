"""Tables of the warehouse in which the program notes things for itself: no assets, no checks, not published.

Every asset notes in ``omissions`` what it could not make (``Warehouse.keep_omissions``), so that the report can say it
where the figure would stand, and so that nothing counts in a table that is empty because it failed.
``trend_contents`` says what the measures of trends rested on, ``trends_aside`` holds those of words and hashtags that
are not among the most used at present (trends/kept.py). ``latest_runs`` tells a warehouse from one that was put back
from a copy (latest_runs.py).

What belongs here: their declarations. What does not: tables of a study (tables/).
"""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Table, Type

OMISSIONS = Table(
    name="omissions",
    row="a measure, figure or part that the latest run of its asset left out",
    stage="report",
    key=("collection_window", "asset", "what"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("asset", Type.TEXT, "The table or page", required=True, holds=Holds.NOTHING),
        Column("what", Type.TEXT, "What of it; empty for all of it", required=True, holds=Holds.NOTHING),
        Column("reason", Type.TEXT, "Why", required=True, holds=Holds.NOTHING),
        Column("remedy", Type.TEXT, "What to do", required=True, holds=Holds.NOTHING),
        Column("is_failure", Type.BOOLEAN, "Whether it failed; else it was beyond its budget", required=True),
    ),
)

TREND_CONTENTS = Table(
    name="trend_contents",
    row="a window with what its trends rest on; without a window, what all of them do",
    stage="report",
    key=("collection_window",),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("content", Type.TEXT, "Number and hashes of the rows", required=True, holds=Holds.NOTHING),
    ),
)

TRENDS_ASIDE = Table(
    name="trends_aside",
    row="a measure of a window, or a change, of a word or hashtag that was among the most used and is not now",
    stage="report",
    key=("collection_window", "term", "kind"),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("term", Type.TEXT, "The word, or the hashtag with its #", required=True, holds=Holds.WORD),
        Column("kind", Type.TEXT, "point or change", required=True, holds=Holds.NOTHING),
        Column("content", Type.TEXT, "Its fields, as JSON", required=True, holds=Holds.NOTHING),
    ),
)

LATEST_RUNS = Table(
    name="latest_runs",
    row="a window with the run that began last to write it",
    stage="report",
    key=("collection_window",),
    expects_rows="perhaps",
    columns=(
        COLLECTION_WINDOW,
        Column("run_id", Type.TEXT, "Dagster's id of the run", required=True, holds=Holds.NOTHING),
    ),
)

OWN_TABLES = (OMISSIONS, TREND_CONTENTS, TRENDS_ASIDE, LATEST_RUNS)
