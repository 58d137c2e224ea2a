"""Assets of the collection: the exports of a window, read once into four tables."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, table_spec
from mtw_pipeline.exports.reading import FileAccount, read_window
from mtw_pipeline.lineage.known import EXPORT_FILES
from mtw_pipeline.tables import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.windows import CollectionWindow

FINGERPRINT = "exports_fingerprint"
"""Metadata of collection_exports: what the exports were when they were read."""


def exports_fingerprint(files: dict[str, str]) -> str:
    """One hash for a window's exports.

    Args:
        files: from a file's name in the window to its SHA-256.
    """
    lines = "".join(f"{name}\t{files[name]}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def collection_assets(code_version: str) -> dg.AssetsDefinition:
    """collection_exports, raw_tweets, raw_ties and rejected_rows: one reading of a window's files."""
    specs = [
        table_spec(table, [EXPORT_FILES], code_version)
        for table in (COLLECTION_EXPORTS, RAW_TWEETS, RAW_TIES, REJECTED_ROWS)
    ]

    @dg.multi_asset(name="collection", specs=specs)
    def collection(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult]:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        accounts = read_window(warehouse.get(), study.load(), window)
        seconds = time.monotonic() - started
        rows = {table.name: warehouse.get().rows_in(table, window) for table in (RAW_TWEETS, RAW_TIES, REJECTED_ROWS)}
        account = _account_metadata(accounts)
        context.log_event(dg.AssetObservation(EXPORT_FILES, partition=window.key, metadata=account))
        yield materialized(COLLECTION_EXPORTS, len(accounts), seconds, account)
        yield materialized(RAW_TWEETS, rows[RAW_TWEETS.name], seconds)
        yield materialized(RAW_TIES, rows[RAW_TIES.name], seconds)
        yield materialized(REJECTED_ROWS, rows[REJECTED_ROWS.name], seconds)

    return collection


def reading_version() -> str:
    """A hash of the code that reads exports: its modules and its statements."""
    package = Path(__file__).resolve().parents[1]
    sources = [*sorted((package / "exports").glob("*.py")), *sorted((package.parent / "sql" / "exports").glob("*.sql"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _account_metadata(accounts: list[FileAccount]) -> dict[str, Any]:
    refused = [account for account in accounts if account.status == "refused"]
    lines = [
        f"| {_cell(account.export_file)} | {_cell(account.format or 'not known')} | {account.rows_read:,} |"
        f" {_cell(account.refusal or ', '.join(account.notes) or 'read')} |"
        for account in accounts
    ]
    table = "\n".join(["| file | format | rows read | |", "|---|---|---:|---|", *lines])
    return {
        FINGERPRINT: exports_fingerprint({account.export_file: account.sha256 for account in accounts}),
        "files": dg.MetadataValue.md(table),
        "files_read": len(accounts) - len(refused),
        "files_refused": len(refused),
        "rows_read": sum(account.rows_read for account in accounts),
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
