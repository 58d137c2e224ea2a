"""A session of Spark: what is said when there is none to be had."""

import socket
import sys
from pathlib import Path
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mtw_pipeline.attempts import RunEndsError
from mtw_pipeline.errors import UserError
from mtw_pipeline.spark.retries import CircuitBreaker
from mtw_pipeline.spark.session import _started_here, first_line, spark_session
from mtw_pipeline_tests.spark.servers import Server, free_port


def _said(remote: str) -> str:
    with pytest.raises(UserError) as caught, spark_session(remote):
        pass
    return str(caught.value)


def test_a_missing_client_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    assert 'uv tool install ".[spark]"' in _said("sc://127.0.0.1:1")


def test_what_spark_on_this_machine_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "make spark" in _said("local[*]")
    (tmp_path / "jars").mkdir()
    assert "openjdk-17" in _said("local[*]")


def test_a_server_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.spark.session.RETRIES", 0)
    address = f"sc://127.0.0.1:{free_port()}"
    said = _said(address)
    assert address in said
    assert "Connection refused" in said
    assert "RPC" not in said


def test_a_second_spark_of_this_machine_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_args, **_path: "java")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("mtw_pipeline.spark.session._PORT", port)
        assert f"port {port}" in _said("local[*]")


def test_a_table_that_is_small_only_as_a_file_is_not_held_whole_by_each_worker(server: Server, tmp_path: Path) -> None:
    def plan(rows: int) -> str:
        file = tmp_path / f"{rows}.parquet"
        accounts = [f"account_{n * 7919 % 10_000_019}" for n in range(rows)]
        pq.write_table(pa.table({"account": accounts}), file, compression="zstd")
        assert file.stat().st_size < 10 * 2**20  # what Spark sends to each by itself
        session.read.parquet(f"file:{file}").createOrReplaceTempView("accounts")
        [(said,)] = session.sql("explain select * from accounts join accounts as other using (account)").collect()
        return str(said)

    with spark_session(server.address) as session:
        assert "BroadcastHashJoin" in plan(1_000)
        assert "BroadcastHashJoin" not in plan(2_000_000)


def test_a_server_of_another_version_is_named(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with spark_session(server.address):
        assert "was seen with" not in caplog.text
    monkeypatch.setattr("mtw_pipeline.spark.session.TRIED", "3.9")
    with spark_session(server.address):
        assert "was seen with 3.9 only" in caplog.text


def test_a_session_that_takes_no_setting_is_stopped_and_its_error_told(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyspark.sql.connect.session import SparkSession

    stopped, stop = [], SparkSession.stop
    monkeypatch.setattr(SparkSession, "stop", lambda session: stopped.append(stop(session)))
    monkeypatch.setattr("mtw_pipeline.spark.session._SETTINGS", {"spark.sql.shuffle.partitions": "many"})
    assert "shuffle.partitions" in _said(server.address)
    assert stopped == [None]
    assert first_line(TimeoutError(" ")) == "TimeoutError"


def test_a_server_that_ended_is_waited_for_once() -> None:
    from pyspark.sql.connect.client.retries import DefaultPolicy

    breaker = CircuitBreaker(DefaultPolicy(max_retries=2, initial_backoff=3, backoff_multiplier=2), "the setting")
    first, second = breaker.to_state(), breaker.to_state()
    assert [first.next_attempt() for _ in range(2)] == [3, 6]
    for call in (first, second):
        with pytest.raises(RunEndsError, match="the setting"):
            call.next_attempt()


class _Builder:
    """A builder of sessions that starts none."""

    def __init__(self) -> None:
        self.settings: dict[str, str] = {}

    def remote(self, _address: str) -> "_Builder":
        return self

    def config(self, name: str, value: str) -> "_Builder":
        self.settings[name] = value
        return self

    def getOrCreate(self) -> dict[str, str]:  # noqa: N802 - Spark's name
        return self.settings


@pytest.mark.parametrize(("gigabytes", "heap"), [(0.8, "1024m"), (6.4, "1966m"), (51.2, "15729m")])
def test_a_spark_of_this_machine_takes_its_part_of_the_memory(
    gigabytes: float, heap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a container of 1, 8 and 64 GB, of which DuckDB would take four fifths; Java itself would take one at most."""
    monkeypatch.setattr("pyspark.sql.SparkSession.builder", _Builder())
    monkeypatch.setattr("mtw_pipeline.warehouse.memory.held_bytes", lambda _: gigabytes * 2**30)
    assert cast("dict[str, str]", _started_here("local[*]", 0))["spark.driver.memory"] == heap


@pytest.mark.parametrize(("exports_bytes", "is_alone"), [(0, True), (350_000_000, True), (12_600_000_000, False)])
def test_java_has_both_compilers_for_what_is_large(
    exports_bytes: int, *, is_alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyspark.sql.SparkSession.builder", _Builder())
    started = cast("dict[str, str]", _started_here("local[*]", exports_bytes))
    options = started["spark.driver.extraJavaOptions"].split()
    assert {"-Xss4m", "-XX:G1PeriodicGCInterval=15000"} <= {*options}
    for option in ("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"):
        assert (option in options) is is_alone
