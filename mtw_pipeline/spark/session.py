"""A session of Spark Connect, as the statements want it.

What belongs here: connecting, and what a session is told. What does not: what is asked of it (engine.py). Settings that
belong to the cluster (memory, cores, a deeper stack) stay there: docs/scaling.md names those that matter.
"""

import importlib.util
import logging
import os
import re
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import how_to_add
from mtw_pipeline.spark.retries import CircuitBreaker
from mtw_pipeline.warehouse.memory import heap_of_java

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

log = logging.getLogger(__name__)

TRIED = "4.2"
"""The version with which both engines were seen to give the same rows."""
TOKEN_VARIABLE = "MTW_SPARK_TOKEN"  # noqa: S105 - a name
RETRIES = 6
"""How often a call is repeated that the server did not answer, in twenty seconds or so; its own would be ten minutes,
and a server that was started anew knows the session no more."""
_WHERE = "study.toml, [engine] remote"
_DETAILS = re.compile(r'^\s*details = "(.*)"$', re.MULTILINE)
_PORT = 15002
"""At which Spark's client looks for a server that it started itself."""

_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # what overflows or cannot be cast is an error, as in DuckDB
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.sources.fileCompressionFactor": "10",  # a file of names that repeat is a tenth of its rows, or less
    "spark.sql.autoBroadcastJoinThreshold": "32m",  # of rows, no more of a file: each executor holds them whole
    "spark.sql.adaptive.autoBroadcastJoinThreshold": "10m",  # of what was counted, compressed
}

_ON_THIS_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}
_JAVA = "-Xss4m -XX:G1PeriodicGCInterval=15000"
"""Regular expressions take a step of Java's stack for a letter. What it needs no more it gives back when it rests:
the copy for analysts is made beside it, of which it knows nothing.
"""
_FIRST_COMPILER_ALONE, _SPARES_UP_TO = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m", 1_500_000_000
"""Java's second compiler takes longer than it spares where exports are smaller: of some million tweets. Without it Java
keeps a fifth of the room for what was compiled; Spark fills that, and would be compiled again and again."""


@contextmanager
def spark_session(remote: str, exports_bytes: int = 0) -> Iterator["SparkSession"]:
    """A session for the block.

    Args:
        remote: the address of a Connect server, or ``local[*]``, for which a server is started on this machine.
        exports_bytes: how large the exports are that it will work on, which says how one is started.

    Raises:
        UserError: the client is not installed, or nothing answers there.
    """
    session = _connected(remote, exports_bytes)
    try:
        yield session
    finally:
        session.stop()


def _connected(remote: str, exports_bytes: int) -> "SparkSession":
    _need_client()
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.session import SparkSession

    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # it prints the server's stack of calls
    is_here = not remote.startswith("sc://")
    if is_here:
        _refuse_without_spark(remote)
    there = SparkSession.builder.remote(_with_token(remote))
    session = None
    try:
        session = _started_here(remote, exports_bytes) if is_here else there.create()
        version = _set_up(session, remote)
    except (PySparkException, RuntimeError, OSError) as error:
        if session is not None:
            with suppress(PySparkException, RuntimeError, OSError):  # what came before it is told
                session.stop()
        raise UserError(
            f"Spark does not {'start' if is_here else 'answer'}: {first_line(error)}",
            where=f"{_WHERE} = {remote!r}",
            remedy="Look into what Java says above"
            if is_here
            else "Start its Connect server, or correct the address; docs/scaling.md says how",
        ) from error
    if not version.startswith(f"{TRIED}."):
        log.warning("Spark there is %s; that it gives the rows of DuckDB was seen with %s only", version, TRIED)
    return session


def _need_client() -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # on pandas, of which nothing is asked
            import pyspark.errors
            import pyspark.sql.connect.session  # noqa: F401
    except ImportError as error:
        raise UserError(
            f"The client of Spark is not installed ({error})",
            where=_WHERE,
            remedy=f"Install it: {how_to_add('spark')}, for a cluster with Spark {TRIED}; for local[*], make spark",
        ) from error


def _set_up(session: "SparkSession", remote: str) -> str:
    """Give a session its settings, and one failed call at most; returns the version of Spark that answers."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    policy = DefaultPolicy(max_retries=RETRIES, max_backoff=10_000)
    session.client.set_retry_policies([policy])
    for name, value in _SETTINGS.items():
        session.conf.set(name, value)
    version: str = session.version
    session.client.set_retry_policies([CircuitBreaker(policy, f"{_WHERE} = {remote!r}")])
    return version


def first_line(error: Exception) -> str:
    """What an error says in its first line, of gRPC's what it gives as details; its kind, where it says nothing."""
    details = _DETAILS.search(str(error))
    return (details[1] if details else str(error).strip().partition("\n")[0]) or type(error).__name__


def _with_token(remote: str) -> str:
    token = os.environ.get(TOKEN_VARIABLE)
    secret = f"{'' if '/;' in remote else '/'};token={token}" if token else ""
    return f"{remote.rstrip('/')}{secret}"


def _refuse_without_spark(remote: str) -> None:
    """Say what keeps Spark from starting on this machine, which its client would not say in words."""
    found = importlib.util.find_spec("pyspark")
    home = Path(os.environ.get("SPARK_HOME") or (Path(found.origin).parent if found and found.origin else ""))
    if not (home / "jars").is_dir():
        raise UserError(
            "Spark is not on this machine, only its client",
            where=f"{_WHERE} = {remote!r}",
            remedy="Install it: make spark; or name the Connect server of a cluster",
        )
    java = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{java}/bin" if java else None) is None:
        raise UserError(
            f"There is no Java {'in ' + java if java else 'on this machine'}, which Spark needs to run here",
            where=f"{_WHERE} = {remote!r}",
            remedy="Install Java 17 (Debian: openjdk-17-jre-headless), or name the Connect server of a cluster",
        )
    with socket.socket() as tried:
        if tried.connect_ex(("127.0.0.1", _PORT)) == 0:
            raise UserError(
                f"Another Spark answers at port {_PORT} of this machine, which {remote} needs: that of another run?",
                where=f"{_WHERE} = {remote!r}",
                remedy=f"Wait until that ends; or name it, where it is a Connect server: sc://127.0.0.1:{_PORT}",
            )


def _started_here(remote: str, exports_bytes: int) -> "SparkSession":
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.remote(remote)
    for name, value in _ON_THIS_MACHINE.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.driver.memory", f"{heap_of_java()}m")
    compilers = "" if exports_bytes > _SPARES_UP_TO else f" {_FIRST_COMPILER_ALONE}"
    builder = builder.config("spark.driver.extraJavaOptions", f"{_JAVA}{compilers}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that what it was started with cannot be changed any more
        return builder.getOrCreate()
