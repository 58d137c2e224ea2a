"""Reading all twins of a format at once, and what came out of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TWEETS
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import WINDOW, make_study, put
from mtw_pipeline_tests.twins.copies import plain, plain_ids

Row = dict[str, object]
_WHERE = {"collection_window", "export_file", "row_number"}
COPIES = 200


@dataclass(frozen=True)
class ReadTwins:
    """What was read of the twins of a format, under the names of the sample.

    Args:
        outcomes: what became of each file.
        raw: the rows of raw_tweets of each file, in order, by the number of the row.
        tweets: the rows of tweets by tweet id.
        rejected: of each file the reasons, in order.
    """

    outcomes: Mapping[str, FileOutcome]
    raw: Mapping[str, Mapping[int, Row]]
    tweets: Mapping[str, Row]
    rejected: Mapping[str, list[str]]

    def rows(self, name: str) -> list[Row]:
        """The rows of a file."""
        return list(self.raw.get(name, {}).values())


def read_twins(warehouse: Warehouse, folder: Path, files: Mapping[str, str | bytes], settings: str = "") -> ReadTwins:
    """Read files as one window.

    Args:
        warehouse: what was there before is gone.
        folder: where a study is made.
        files: their content by name.
        settings: what study.toml says besides.
    """
    study = make_study(folder, settings=settings)
    for name, content in files.items():
        put(study, name, content)
    outcomes = {outcome.export_file: outcome for outcome in read_window(warehouse, study, WINDOW)}
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
    ids = plain_ids(COPIES)
    raw: dict[str, dict[int, Row]] = {}
    for row in rows_of(warehouse, f"select * from {RAW_TWEETS.name} order by export_file, row_number"):
        cells = {name: plain(cell, ids) for name, cell in row.items() if name not in _WHERE}
        raw.setdefault(str(row["export_file"]), {})[int(str(row["row_number"]))] = cells
    tweets = {
        str(row["tweet_id"]): {name: plain(cell, ids) for name, cell in row.items() if name not in _WHERE}
        | {"export_file": row["export_file"]}
        for row in rows_of(warehouse, "select * from tweets")
    }
    rejected: dict[str, list[str]] = {}
    for row in rows_of(warehouse, "select export_file, reason from rejected_rows order by export_file, row_number"):
        rejected.setdefault(str(row["export_file"]), []).append(str(row["reason"]))
    return ReadTwins(outcomes, raw, tweets, rejected)


def rows_of(warehouse: Warehouse, query: str) -> list[Row]:
    """The rows of a query, by column."""
    result = warehouse.connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
