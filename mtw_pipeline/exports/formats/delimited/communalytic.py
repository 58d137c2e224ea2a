"""Communalytic's CSV: id, date, username and text, and nothing that says what a tweet is.

Further columns differ from export to export and are listed as unknown; a study that needs one of them describes the
file under ``[[column_map]]``. Mapping: sql/exports/formats/communalytic.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

COMMUNALYTIC = DelimitedFormat(
    name="communalytic",
    title="Communalytic CSV (id, date, username, text)",
    signature=frozenset({"id", "date", "username", "text"}),
    required=("id", "date", "username", "text"),
    optional=(),
    left_out=("",),
    tells=Tells(
        "no", "from text", "no", "no", "no", "no",
        caution="Retweets and replies are told by their text alone.",
    ),
    names_time_zone=False,
)  # fmt: skip
