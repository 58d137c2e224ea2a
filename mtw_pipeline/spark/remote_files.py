"""A lake that only Spark can see: ``s3a://``, ``hdfs://`` and whatever else its cluster knows.

What belongs here: taking folders away there, and carrying rows there and back, all of it over Spark Connect. What does
not: which rows (engine.py). This machine needs neither a client of that file system nor its secrets.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from mtw_pipeline.warehouse.lake_files import address_of

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 100_000
"""Rows that are carried there together."""


class RemoteFiles:
    """Folders in a file system of the cluster.

    Args:
        session: Spark.
        prefix: what stands before a path there: ``hdfs://host:8020``.
    """

    def __init__(self, session: "SparkSession", prefix: str) -> None:
        self._session = session
        self._prefix = prefix

    def make(self, folder: Path) -> None:
        """Nothing: a folder is there once something lies in it."""

    def remove(self, folder: Path) -> bool:
        """Take away what is in a folder; Spark has no word for that but writing nothing over it."""
        from pyspark.errors import PySparkException

        nothing = self._session.range(0).selectExpr("cast(id as string) as value")
        try:
            nothing.write.mode("overwrite").text(address_of(self._prefix, folder))
        except PySparkException as error:  # the next run takes it away; what came before it must be told, not this
            log.warning("cannot be taken out of the lake: %s (%s)", folder, str(error).strip().partition("\n")[0])
            return False
        return True


def carried_back(rows: "DataFrame", schema: pa.Schema) -> pa.RecordBatchReader:
    """Rows of files of Spark as they come, so that memory never holds all of them.

    A file is asked for at a time: what one question gives in all, Spark's driver bounds (spark.driver.maxResultSize).

    Args:
        rows: the rows, as ``LakeRows.read`` gives them.
        schema: the types that they get here.
    """
    return pa.RecordBatchReader.from_batches(schema, _batches(rows, schema))


def copied_here(rows: "DataFrame", schema: pa.Schema, target: Path) -> None:
    """Copy rows of files of Spark into a Parquet file of this machine; the arguments are those of ``carried_back``."""
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in carried_back(rows, schema):
            writer.write_batch(batch)


def _batches(rows: "DataFrame", schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    session = rows.sparkSession
    client = session.client
    for file in rows.inputFiles():
        # Of the documented ways, toArrow gathers all rows, toLocalIterator makes Python's values of them, and the
        # stream that pyarrow can ask a DataFrame for (__arrow_c_stream__) needs Python on every worker.
        plan = session.read.schema(rows.schema).parquet(file)._plan  # noqa: SLF001
        for part in client.to_table_as_iterator(plan.to_proto(client), plan.observations):
            if isinstance(part, pa.Table):
                yield from part.select(schema.names).cast(schema).to_batches()
