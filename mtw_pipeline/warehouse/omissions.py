"""What runs left out: a table of the warehouse that is none of the study's, so no asset, no check, not published.

Every asset notes here what it could not make (``Warehouse.keep_omissions``), so that the report can say it where the
figure would stand, and so that nothing counts in a table that is empty because it failed.
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
