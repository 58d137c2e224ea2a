"""Making a published copy and swapping it in, so that readers never wait and never see half a copy.

What belongs here: filling a new version. What does not: which version analysts read, and where
(study/published_versions.py). The copy before stays until the next, for readers that are just opening it; whoever has a
copy open keeps it.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.copying import copying_statement, ids_of_handles, maps
from mtw_pipeline.published.masked_texts import MaskedTexts
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.people import known_names, people
from mtw_pipeline.published.provenance import PROVENANCE, provenance
from mtw_pipeline.published.pseudonyms import Pseudonyms, study_key
from mtw_pipeline.published.views import views
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import DATABASE, PARQUET, PublishedVersions, for_its_owner
from mtw_pipeline.warehouse.connection import Warehouse, comments_on, literal

STORAGE_VERSION = "v1.0.0"
"""The file format that DuckDB 1.0 had. Seen to be read by 1.1 to 1.5; 1.0 fails on list columns without any element."""

_MANY, _WORDS_SAID = 10, 20


@dataclass(frozen=True)
class PublishedCopy:
    """A copy that was swapped in.

    Args:
        version: its folder, which analysts find at the two addresses too.
        held: addresses that still show the copy before, because a program has it open.
        rows: the rows of each of its tables.
        is_identified: whether people stand in it by name.
        masked_words: words that many accounts write and that are masked, because somebody is called so.
    """

    version: Path
    held: tuple[Path, ...]
    rows: dict[str, int]
    is_identified: bool
    masked_words: tuple[str, ...]


def publish(warehouse: Warehouse, study: Study, run_id: str) -> PublishedCopy:
    """Make a copy of the warehouse for analysts and put it in place of the one that was there.

    Args:
        warehouse: the open warehouse.
        study: the study; its settings say whether people are identified.
        run_id: the run that publishes.
    """
    published = PublishedVersions(study.published)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    folder = published.versions / stamp
    making = folder.with_name(f".{stamp}.part")
    making.parent.mkdir(parents=True, exist_ok=True)
    making.mkdir(mode=0o700)
    (making / PARQUET).mkdir()
    identify = study.settings.publish.identify
    try:
        rows, masked_words = _fill(warehouse, study, making, provenance(warehouse, study, run_id, stamp))
        _finish(making / DATABASE)
        _write_parquet(making)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    for path in (*making.rglob("*"), making):
        for_its_owner(path, alone=identify)
    making.rename(folder)
    before = published.current
    held = published.put_in_place(folder)
    published.drop_all_but(folder, *([before] if before else []))
    return PublishedCopy(folder, held, rows, identify, masked_words)


def _fill(
    warehouse: Warehouse, study: Study, folder: Path, facts: dict[str, object]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The rows of each table, and words that many write and that are masked."""
    connection = warehouse.connection
    path = literal(str(folder / DATABASE))
    connection.execute(f"attach {path} as published (storage_version '{STORAGE_VERSION}')")
    try:
        filled = _copy_tables(warehouse, study, facts)
        for table in (*published_tables(identify=study.settings.publish.identify), PROVENANCE):
            connection.execute("; ".join(comments_on(table, "published.main.")))
    finally:
        connection.execute("detach published")
    return filled


def _copy_tables(
    warehouse: Warehouse, study: Study, facts: dict[str, object]
) -> tuple[dict[str, int], tuple[str, ...]]:
    if study.settings.publish.identify:
        return _copied(warehouse, facts, identify=True), ()
    settings = study.settings
    known = people(warehouse, settings)
    names = known_names(known, settings)
    with ids_of_handles(warehouse) as user_ids:
        pseudonyms = Pseudonyms(study_key(study.pseudonym_key), user_ids)
        masking = Masking(pseudonyms, names, settings.publish.publishers, settings.hashtags)
        masked = {**facts, "study": masking.text(settings.title)}
        with maps(warehouse, pseudonyms, masking, MaskedTexts(masking, names), known):
            often = warehouse.query("published/masked_words", {"posters": _MANY, "words": _WORDS_SAID}).fetchall()
            return _copied(warehouse, masked, identify=False), tuple(str(row[0]) for row in often)


def _copied(warehouse: Warehouse, facts: dict[str, object], *, identify: bool) -> dict[str, int]:
    connection = warehouse.connection
    rows: dict[str, int] = {}
    for table in published_tables(identify=identify):
        statement = copying_statement(table, identify=identify)
        connection.execute(f"create table published.main.{table.name} as {statement}")
        [(count,)] = connection.execute(f"select count(*) from published.main.{table.name}").fetchall()
        rows[table.name] = int(count)
    columns = ", ".join(f"{column.name} {column.type}" for column in PROVENANCE.columns)
    connection.execute(f"create table published.main.{PROVENANCE.name} ({columns})")
    places = ", ".join(f"${column.name}" for column in PROVENANCE.columns)
    connection.execute(f"insert into published.main.{PROVENANCE.name} values ({places})", facts)
    return rows


def _finish(database: Path) -> None:
    """Add the views; the file is then complete and never written again."""
    with duckdb.connect(str(database)) as connection:
        for view in views():
            for statement in view.ddl():
                connection.execute(statement)
        connection.execute("checkpoint")


def _write_parquet(folder: Path) -> None:
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        for (name,) in names:
            target = str(folder / PARQUET / f"{name}.parquet")
            connection.execute(f"copy {name} to $target (format parquet, compression zstd)", {"target": target})
