"""Tables across windows."""

from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Table, Type, count

WINDOW_TRENDS = Table(
    name="window_trends",
    row="one measure of one window, for comparing windows",
    stage="report",
    key=("collection_window", "measure"),
    columns=(
        COLLECTION_WINDOW,
        Column("measure", Type.TEXT, "The measure", required=True, holds=Holds.NOTHING),
        Column("value", Type.NUMBER, "Its value; NULL where it is not known"),
        count("rests_on", "Tweets, accounts or scores that the value rests on", ""),
        Column("unit", Type.TEXT, "Unit of the value", required=True, holds=Holds.NOTHING),
        Column("definition", Type.TEXT, "What was counted", required=True, holds=Holds.NOTHING),
    ),
)
