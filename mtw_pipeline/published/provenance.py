"""Where a published copy comes from: one row, declared like any table.

What belongs here: the declaration and the facts of that row. What does not: writing it (publishing.py).
"""

import hashlib
from datetime import UTC, datetime
from importlib.metadata import version

import duckdb

from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

_SHA256 = "[0-9a-f]{64}"

PROVENANCE = Table(
    name="provenance",
    row="this published copy: what it was made of, by what, when",
    stage="published",
    key=("published_at",),
    columns=(
        Column("published_at", Type.TIME, "When the copy was made", required=True, unit="UTC"),
        Column(
            "copy",
            Type.TEXT,
            "This copy's folder in published/versions/, where its database and its Parquet files lie together",
            required=True,
            pattern=r"\d{8}T\d{12}Z",
            holds=Holds.NOTHING,
        ),
        Column("run_id", Type.TEXT, "The run that made it", required=True, pattern=r"[\w-]+", holds=Holds.NOTHING),
        Column("version", Type.TEXT, "The version of mtw_pipeline", required=True, holds=Holds.NOTHING),
        Column("duckdb_version", Type.TEXT, "The version of DuckDB that wrote it", required=True, holds=Holds.NOTHING),
        Column("study", Type.TEXT, "The study's title", required=True, holds=Holds.WORDS),
        Column("hashtags", Type.TEXTS, "The study's hashtags, without #", required=True, holds=Holds.NOTHING),
        Column("is_synthetic", Type.BOOLEAN, "Whether a program made the tweets: then nothing here is a finding"),
        Column("is_identified", Type.BOOLEAN, "Whether people stand here by name; else under pseudonyms"),
        Column(
            "settings_sha256",
            Type.TEXT,
            "SHA-256 of study.toml",
            required=True,
            pattern=_SHA256,
            holds=Holds.NOTHING,
        ),
        Column("collection_windows", Type.TEXTS, "The windows in this copy", required=True, holds=Holds.NOTHING),
        Column(
            "words_left_out",
            Type.INTEGER,
            "Words of windows that have no row in word_frequencies here, because they name somebody or stood in names"
            " alone; the rows that are there count what the study counts",
            minimum=0,
            unit="words",
        ),
        Column("pairs_left_out", Type.INTEGER, "The same of bigram_frequencies", minimum=0, unit="pairs of words"),
        Column(
            "export_sha256",
            Type.TEXTS,
            "SHA-256 of every export file read, sorted",
            required=True,
            pattern=_SHA256,
            holds=Holds.NOTHING,
        ),
    ),
)


def provenance(warehouse: Warehouse, study: Study, run_id: str, copy: str) -> dict[str, object]:
    """The row of ``provenance``, by column.

    Args:
        warehouse: the open warehouse.
        study: the study.
        run_id: the run that publishes.
        copy: the name of the copy's folder.
    """
    [(windows, hashes)] = warehouse.query("published/collected").fetchall()
    return {
        "published_at": datetime.now(UTC).replace(tzinfo=None),
        "copy": copy,
        "run_id": run_id,
        "version": version("mtw-pipeline"),
        "duckdb_version": duckdb.__version__,
        "study": study.settings.title,
        "hashtags": list(study.settings.hashtags),
        "is_synthetic": study.settings.synthetic,
        "is_identified": study.settings.publish.identify,
        "settings_sha256": hashlib.sha256(study.settings_path.read_bytes()).hexdigest(),
        "collection_windows": windows,
        "words_left_out": None,  # told once the tables are filled
        "pairs_left_out": None,
        "export_sha256": hashes,
    }
