"""Where the statements run, as study.toml says it."""

import pytest
from pydantic import ValidationError

from mtw_pipeline.study.settings.engine import EngineSettings

LAKE = "file:/shared/lake"


def test_duckdb_is_the_engine_unless_told() -> None:
    assert EngineSettings().kind == "duckdb"


@pytest.mark.parametrize(
    "remote", ["sc://host:15002", "sc://host", "sc://host/;use_ssl=true", "local", "local[2]", "local[*]"]
)
def test_addresses(remote: str) -> None:
    assert EngineSettings(kind="spark", remote=remote, lake=LAKE).remote == remote


@pytest.mark.parametrize(
    ("lake", "prefix", "folder"),
    [
        ("file:/a/b/", "file:", "/a/b"),
        ("file:///a/b", "file:", "/a/b"),
        ("s3a://bucket/a/b/", "s3a://bucket", "/a/b"),
        ("hdfs://host:8020/a", "hdfs://host:8020", "/a"),
        ("abfss://container@account.example/a", "abfss://container@account.example", "/a"),
    ],
)
def test_the_lake_as_a_folder(lake: str, prefix: str, folder: str) -> None:
    settings = EngineSettings(kind="spark", remote="local", lake=lake)
    assert (settings.lake_prefix, settings.lake_folder) == (prefix, folder)
    assert settings.is_mounted == (prefix == "file:")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"kind": "spark"}, "needs remote and lake"),
        ({"kind": "spark", "remote": "local"}, "needs remote and lake"),
        ({"lake": LAKE}, "is a setting of Spark"),
        ({"kind": "spark", "remote": "spark://host:7077", "lake": LAKE}, "no address of Spark"),
        ({"kind": "spark", "remote": "local[0]", "lake": LAKE}, "no address of Spark"),
        ({"kind": "spark", "remote": "sc://host/;token=abc", "lake": LAKE}, "MTW_SPARK_TOKEN"),
        ({"kind": "spark", "remote": "sc://host:15002;token=abc", "lake": LAKE}, "MTW_SPARK_TOKEN"),
        ({"kind": "spark", "remote": "local", "lake": "lake"}, "no folder of a lake"),
        ({"kind": "spark", "remote": "local", "lake": "file://host/x"}, "no folder of a lake"),
        ({"kind": "spark", "remote": "local", "lake": "s3a://bucket"}, "no folder of a lake"),
        ({"kind": "spark", "remote": "local", "lake": "s3a://key:secret@bucket/x"}, "secrets belong to the cluster"),
        ({"reading": "workers"}, "reading is a setting of Spark"),
        ({"kind": "flink"}, "duckdb"),
    ],
)
def test_what_cannot_be_meant_is_said(settings: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EngineSettings.model_validate(settings)
