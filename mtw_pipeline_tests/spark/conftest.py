"""A Spark Connect server on two threads of this machine, for every test that asks one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from mtw_pipeline_tests.spark.servers import Server, connect_server

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with connect_server(tmp_path_factory.mktemp("spark")) as started:
        yield started


@pytest.fixture(scope="session")
def session(server: Server) -> Iterator["SparkSession"]:
    from pyspark.sql.connect.session import SparkSession

    opened = SparkSession.builder.remote(server.address).create()
    yield opened
    opened.stop()
