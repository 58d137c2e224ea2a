"""Real Spark for tests: processes of this machine that answer on 127.0.0.1 alone, and end with the test.

What belongs here: starting and ending them. What does not: what is asked of them (the tests). pyspark from pip has no
start scripts; what they would start is started here.
"""

import importlib.util
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil
import pytest

from mtw_pipeline_tests.programs import is_missing, program

CONNECT_SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
_EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend"
_UP_SECONDS = 120
_SMALL = (
    "spark.ui.enabled=false",
    "spark.sql.shuffle.partitions=1",
    "spark.default.parallelism=2",
    "spark.sql.adaptive.enabled=false",  # what follows spares the time of compiling what runs once on few rows
    "spark.sql.codegen.wholeStage=false",
    "spark.sql.codegen.factoryMode=NO_CODEGEN",
    "spark.driver.bindAddress=127.0.0.1",
    "spark.driver.host=127.0.0.1",
    "spark.connect.grpc.binding.address=127.0.0.1",
    "spark.connect.progress.reportInterval=50ms",
)


_JAVA = (
    "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
    " -XX:InitialHeapSize=400m -XX:NewSize=200m -XX:MetaspaceSize=256m"
)
"""For processes that live for seconds: no second compiler, no threads that collect garbage, and room from the start for
what they make, so that it is hardly collected; for what is compiled, see mtw_pipeline/spark/session.py."""


def spark_home() -> Path:
    """The folder of pyspark with Spark's own jars; the test is left out, or fails, where it or Java is missing."""
    program("java", "openjdk-17-jre-headless")
    found = importlib.util.find_spec("pyspark")
    home = Path(found.origin).parent if found is not None and found.origin else None
    if home is None or not (home / "jars").is_dir():
        is_missing("pyspark with Spark's jars (make spark)")
    return home


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Process:
    """A process with what it said so far."""

    popen: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """End it as a machine ends that loses its power."""
        self.popen.kill()
        self.popen.wait()


@contextmanager
def started(command: Sequence[str], until: str, folder: Path) -> Iterator[Process]:
    """A process for the block, once it has said what the pattern ``until`` matches.

    Args:
        command: what is started.
        until: a regular expression on a line of what it says.
        folder: where it runs and keeps its files.
    """
    environment = {
        **os.environ,
        "SPARK_HOME": str(spark_home()),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_DAEMON_JAVA_OPTS": _JAVA,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": "",
    }
    with subprocess.Popen(
        [*command], cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as popen:
        process, is_up = Process(popen), threading.Event()
        reader = threading.Thread(target=_read, args=(popen.stdout, process.said, until, is_up), daemon=True)
        reader.start()
        try:
            if not is_up.wait(_UP_SECONDS) or popen.poll() is not None:
                pytest.fail(f"{command[0]} did not come up:\n" + "".join(process.said[-40:]))
            yield process
        finally:
            process.kill()


def _read(lines: IO[str] | None, said: list[str], until: str, is_up: threading.Event) -> None:
    for line in lines or ():
        said.append(line)
        if re.search(until, line):
            is_up.set()
    is_up.set()


@contextmanager
def connect_server(folder: Path, *settings: str, master: str = "local[2]", memory: str = "1g") -> Iterator["Server"]:
    """A Spark Connect server for the block.

    Args:
        folder: an empty folder for its files.
        settings: of Spark, as ``name=value``.
        master: where its work is done.
        memory: of its JVM.
    """
    port = free_port()
    given = (
        *_SMALL,
        f"spark.connect.grpc.binding.port={port}",
        f"spark.sql.warehouse.dir={folder / 'tables'}",
        *settings,
    )
    confs = [part for one in given for part in ("--conf", one)]
    command = [
        str(spark_home() / "bin" / "spark-submit"), "--master", master, "--driver-memory", memory, *confs,
        "--driver-java-options", f"-Xss4m {_JAVA}",
        "--class", CONNECT_SERVER, "spark-internal",
    ]  # fmt: skip
    with started(command, "Spark Connect server started", folder) as process:
        yield Server(f"sc://127.0.0.1:{port}", process)


@contextmanager
def cluster(folder: Path, *settings: str) -> Iterator["Cluster"]:
    """A cluster whose master and two workers live in the process of its Connect server, each executor in its own.

    Args:
        folder: an empty folder for their files.
        settings: of Spark, as ``name=value``.
    """
    given = (
        "spark.executor.memory=512m",
        "spark.executor.cores=1",
        f"spark.executor.extraJavaOptions=-Xss4m {_JAVA}",
        "spark.connect.progress.reportInterval=10ms",  # so that what takes a moment is met in the middle
        *settings,
    )
    with connect_server(folder, *given, master="local-cluster[2,1,768]", memory="768m") as server:
        yield Cluster(server)


@dataclass
class Cluster:
    """A Connect server, and the executors behind it."""

    server: "Server"

    def executors(self) -> list[psutil.Process]:
        """The processes that do the work."""
        children = psutil.Process(self.server.process.popen.pid).children(recursive=True)
        return [one for one in children if _is_executor(one)]


def _is_executor(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and _EXECUTOR in process.cmdline()
    except psutil.Error:  # it ended meanwhile
        return False


@dataclass
class Server:
    """A Spark Connect server: its address, and its process."""

    address: str
    process: Process
