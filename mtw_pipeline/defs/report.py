"""The asset study_report: the HTML report of a window, with its headline figures as metadata."""

import logging
import time
from base64 import b64encode

import dagster as dg

from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import OWNERS
from mtw_pipeline.report.writing import write_report
from mtw_pipeline.tables import TABLES
from mtw_pipeline.windows import CollectionWindow

log = logging.getLogger(__name__)

REPORT = "study_report"


def _image(name: str, content: bytes) -> dg.MarkdownMetadataValue:
    return dg.MetadataValue.md(f"![{name}](data:image/png;base64,{b64encode(content).decode('ascii')})")


def report_asset(freshness: dg.FreshnessPolicy) -> dg.AssetsDefinition:
    """The report, which must not grow older than the freshness policy says."""

    @dg.asset(
        name=REPORT,
        deps=[table.name for table in TABLES],
        partitions_def=COLLECTION_WINDOWS,
        group_name="report",
        kinds={"html"},
        owners=OWNERS,
        description="The HTML report of a window: headline figures, tables, definitions, methods.",
        freshness_policy=freshness,
        check_specs=[
            dg.AssetCheckSpec(
                "written_whole",
                asset=REPORT,
                description="The report is there, and its last line closes the page.",
                blocking=True,
            )
        ],
    )
    def study_report(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        written = write_report(warehouse.get(), study.load(), window)
        log.info("%s: %s in %.1f s", REPORT, written.path, time.monotonic() - started)
        size = written.path.stat().st_size
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(written.path),
                "bytes": size,
                **written.headline,
                **{f"figure_{name}": _image(name, content) for name, content in written.images.items()},
            },
            check_results=[
                dg.AssetCheckResult(
                    passed=written.path.read_text(encoding="utf-8").rstrip().endswith("</html>"),
                    check_name="written_whole",
                    metadata={"collection_window": window.key, "bytes": size},
                )
            ],
        )

    return study_report
