"""Assets of the collection: the exports of a window, read once into four tables."""

import hashlib
import logging
import time
from collections.abc import Iterator
from typing import Any

import dagster as dg

from mtw_pipeline.defs.assets.table_assets import Reported, check_specs, materialized, table_spec
from mtw_pipeline.defs.checks import rule_results
from mtw_pipeline.defs.code_versions import folder_version
from mtw_pipeline.defs.jobs import BEFORE_TABLES, makes
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.rows import drop_forgotten, forgotten_in_exports
from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.lineage.known import EXPORT_FILES, REPORT
from mtw_pipeline.lineage.settings import settings_read
from mtw_pipeline.report.drawings.process import DrawingProcess
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.memory import is_short
from mtw_pipeline.warehouse.statements import SQL_FOLDER
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

FINGERPRINT = "exports_fingerprint"
"""Metadata of collection_exports: what the exports were when they were read."""

_TABLES = (COLLECTION_EXPORTS, RAW_TWEETS, RAW_TIES, REJECTED_ROWS)
_MOST_SHOWN = 200
_ALL_STAND = "The table collection_exports has a row for each"
_STILL_THERE = (
    "%s: %s of what was forgotten. No table has that, but the file still does: ask for the same tweets or accounts once"
    " more (mtw forget), and it is written anew without it"
)

_FILES = dg.TableSchema(
    [
        dg.TableColumn("file", "string"),
        dg.TableColumn("format", "string"),
        dg.TableColumn("rows read", "int"),
        dg.TableColumn("what became of it", "string"),
    ]
)


def exports_fingerprint(files: dict[str, str]) -> str:
    """One hash for a window's exports.

    Args:
        files: from a file's name in the window to its SHA-256.
    """
    lines = "".join(f"{name}\t{files[name]}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def collection_assets() -> dg.AssetsDefinition:
    """collection_exports, raw_tweets, raw_ties and rejected_rows: one reading of a window's files.

    What must be forgotten is taken out in the same transaction, so that no run ever shows it.
    """
    version = folder_version(PACKAGE / "exports", SQL_FOLDER / "exports", SQL_FOLDER / "tables" / "collection")
    specs = [
        table_spec(table).replace_attributes(deps=[EXPORT_FILES, *settings_read(table.name)], code_version=version)
        for table in _TABLES
    ]

    @dg.multi_asset(name="collection", specs=specs, check_specs=check_specs(_TABLES), op_tags=BEFORE_TABLES)
    def collection(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        drawing: dg.ResourceParam[DrawingProcess],
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)
        started, ahead = time.monotonic(), warehouse.ahead
        staged = ahead.staged if ahead is not None else None
        outcomes = read_window(warehouse.get(), study.load(), window, withdraw=drop_forgotten, staged=staged)
        for name, rows in forgotten_in_exports(warehouse.get(), window):
            log.warning(_STILL_THERE, name, number_of(rows, "row"))
        seconds = time.monotonic() - started + (ahead.seconds if ahead is not None else 0)
        if makes(context.run, REPORT) and not is_short(warehouse.get().connection):
            drawing.start(warehouse.get().rows_in(RAW_TWEETS, window))  # it loads what draws while tables are made
        outcome = _outcomes_metadata(outcomes)
        context.log_event(dg.AssetObservation(EXPORT_FILES, partition=window.key, metadata=outcome))
        for table in _TABLES:
            rows = warehouse.get().rows_in(table, window)
            checks = rule_results(validation, warehouse.get(), table, window)
            facts = outcome if table is COLLECTION_EXPORTS else None
            yield from materialized(table, rows, seconds, facts, checks)

    return collection


def _outcomes_metadata(outcomes: list[FileOutcome]) -> dict[str, Any]:
    refused = [outcome for outcome in outcomes if outcome.status == "refused"]
    noteworthy = sorted(outcomes, key=lambda outcome: (outcome.status != "refused", not outcome.notes))
    files = [
        dg.TableRecord(
            {
                "file": outcome.export_file,
                "format": outcome.format or "not known",
                "rows read": outcome.rows_read,
                "what became of it": outcome.refusal or ", ".join(outcome.notes) or "read",
            }
        )
        for outcome in noteworthy[:_MOST_SHOWN]
    ]
    if len(outcomes) > len(files):
        rest = number_of(len(outcomes) - len(files), "more file")
        files.append(dg.TableRecord({"file": rest, "format": "", "rows read": None, "what became of it": _ALL_STAND}))
    return {
        FINGERPRINT: exports_fingerprint({outcome.export_file: outcome.sha256 for outcome in outcomes}),
        "files": dg.MetadataValue.table(files, _FILES),  # no Markdown: names of files and columns are anybody's
        "files_read": len(outcomes) - len(refused),
        "files_refused": len(refused),
        "rows_read": sum(outcome.rows_read for outcome in outcomes),
    }
