"""On what the statements run, and where the rows of the large tables lie."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from mtw_pipeline.study.settings.base import Settings

_REMOTE = re.compile(r"sc://[^/\s;]+(/;.*)?/?|local(\[([1-9][0-9]*|\*)\])?")
_LAKE = re.compile(
    r"(?P<prefix>file:(?=/[^/])|file://(?=/[^/])|(?!file:)[a-z][a-z0-9+.-]*://[^/\s'\":]+(?::[0-9]+)?)"
    r"(?P<folder>/[^\s'\"]*[^\s'\"/])/?"
)
_TOKEN = re.compile(r"(?i)token=")


def _is_remote(value: str) -> str:
    if _TOKEN.search(value):  # before the other sentence, which would show it
        raise ValueError(
            "a token is a secret and belongs into the environment, as MTW_SPARK_TOKEN, not into study.toml"
        )
    if not _REMOTE.fullmatch(value):
        raise ValueError(f"{value!r} is no address of Spark: sc://HOST:15002, or local[*] to try it on this machine")
    return value


def _is_lake(value: str) -> str:
    if not _LAKE.fullmatch(value):
        raise ValueError(
            f"{value!r} is no folder of a lake: file:/FOLDER, where Spark and this machine have it mounted, or one that"
            " only Spark sees, as s3a://BUCKET/FOLDER or hdfs://HOST:8020/FOLDER; secrets belong to the cluster"
        )
    return value.rstrip("/")


class EngineSettings(Settings):
    """``[engine]``: DuckDB on this machine, or Spark on a cluster for a collection that no machine holds.

    Args:
        kind: which of them.
        remote: of Spark: the address of its Connect server, or ``local[*]``.
        lake: of Spark: the folder of its Parquet files, which this machine has mounted too (``file:``) or not.
        reading: where large exports are read: here, or on Spark's workers, which then see the study's folder under the
            same path and have the packages that reading needs.
        transformer: where the scorer of that name runs: here, or on the workers, which then have its packages and its
            model.
    """

    kind: Literal["duckdb", "spark"] = "duckdb"
    remote: Annotated[str, AfterValidator(_is_remote)] | None = None
    lake: Annotated[str, AfterValidator(_is_lake)] | None = None
    reading: Literal["here", "workers"] = "here"
    transformer: Literal["here", "workers"] = "here"

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        given = [name for name in ("remote", "lake") if getattr(self, name) is not None]
        of_spark = given + [name for name in ("reading", "transformer") if getattr(self, name) == "workers"]
        if self.kind == "duckdb" and of_spark:
            raise ValueError(f'{of_spark[0]} is a setting of Spark; write kind = "spark" beside it, or leave it out')
        if self.kind == "spark" and len(given) < 2:  # noqa: PLR2004
            raise ValueError("Spark needs remote and lake: where it is, and the folder of its files")
        return self

    @property
    def is_mounted(self) -> bool:
        """Whether this machine sees the lake."""
        return (self.lake or "").startswith("file:")

    @property
    def lake_folder(self) -> str:
        """The lake as a path within its file system."""
        found = _LAKE.fullmatch(self.lake or "")
        return found["folder"] if found else ""

    @property
    def lake_prefix(self) -> str:
        """What stands before a path there, for Spark."""
        found = _LAKE.fullmatch(self.lake or "")
        return "" if found is None else "file:" if self.is_mounted else found["prefix"]
