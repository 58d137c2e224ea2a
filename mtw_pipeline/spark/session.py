"""A session of Spark Connect, as the statements want it.

What belongs here: connecting, and what a session is told. What does not: what is asked of it (engine.py). Settings that
belong to the cluster (memory, cores, a deeper stack) stay there: docs/scaling.md names those that matter.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mtw_pipeline.errors import UserError

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

TOKEN_VARIABLE = "MTW_SPARK_TOKEN"  # noqa: S105 - a name
RETRIES = 6
"""How often a call is repeated that the server did not answer, in twenty seconds or so; its own would be ten minutes,
and a server that was started anew knows the session no more."""
_WHERE = "study.toml, [engine] remote"

_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # what overflows or cannot be cast is an error, as in DuckDB
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
}

_ON_THIS_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}


@contextmanager
def spark_session(remote: str) -> Iterator["SparkSession"]:
    """A session for the block.

    Args:
        remote: the address of a Connect server, or ``local[*]``, for which a server is started on this machine.

    Raises:
        UserError: the client is not installed, or nothing answers there.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise UserError(
            f"The client of Spark is not installed ({error})",
            where=_WHERE,
            remedy='Install it, of the cluster\'s version: pip install "mtw-pipeline[spark]"; for local[*], pyspark',
        ) from error
    try:
        session = _connected(SparkSession, remote)
        session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES, max_backoff=10_000)])
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
    except (PySparkException, RuntimeError, OSError) as error:
        raise UserError(
            f"Spark does not answer: {str(error).strip().splitlines()[0]}",
            where=f"{_WHERE} = {remote!r}",
            remedy="Start its Connect server, or correct the address; docs/scaling.md says how",
        ) from error
    try:
        yield session
    finally:
        session.stop()


def _connected(session: "type[SparkSession]", remote: str) -> "SparkSession":
    if remote.startswith("sc://"):
        token = os.environ.get(TOKEN_VARIABLE)
        secret = f"{'' if '/;' in remote else '/'};token={token}" if token else ""
        return session.builder.remote(f"{remote.rstrip('/')}{secret}").create()
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.remote(remote)
    for name, value in _ON_THIS_MACHINE.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
