"""The reports: study_report of a window, with its headline figures as metadata, and trends_report of all windows."""

import logging
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path

import dagster as dg

from mtw_pipeline.defs.assets.table_assets import OWNERS, made_whole, made_whole_spec
from mtw_pipeline.defs.jobs import AFTER_THE_COPY, stop_where_a_check_failed
from mtw_pipeline.defs.lineage import shown_parts
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.lineage.settings import settings_read
from mtw_pipeline.report.writing_thread import WritingThread
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.text import WORD_KEYNESS
from mtw_pipeline.warehouse.tables.trends import MEMBER_RETENTION, WINDOW_CHANGES, WINDOW_TRENDS

log = logging.getLogger(__name__)

TRENDS = "trends_report"
TRENDS_TABLES = (WINDOW_TRENDS, WINDOW_CHANGES, MEMBER_RETENTION)
_WHOLE = "written_whole"


def _image(name: str, content: bytes) -> dg.MarkdownMetadataValue:
    return dg.MetadataValue.md(f"![{name}](data:image/png;base64,{b64encode(content).decode('ascii')})")


def report_asset(freshness: dg.FreshnessPolicy, last: Sequence[str]) -> dg.AssetsDefinition:
    """The report, which must not grow older than the freshness policy says.

    Args:
        freshness: that policy.
        last: the tables behind which all others stand. The report reads every table; an edge from each would hide
            in the UI what is made from what.
    """

    @dg.asset(
        name=REPORT,
        deps=[*last, *settings_read(REPORT)],
        op_tags=AFTER_THE_COPY,
        partitions_def=COLLECTION_WINDOWS,
        group_name="report",
        kinds={"html"},
        owners=OWNERS,
        description="The HTML report of a window: headline figures, tables, definitions, methods.",
        freshness_policy=freshness,
        metadata=shown_parts(REPORT),
        check_specs=[_written_whole(REPORT), made_whole_spec(REPORT)],
    )
    def study_report(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        reporting: dg.ResourceParam[WritingThread],
    ) -> dg.MaterializeResult:
        stop_where_a_check_failed(context)
        window = CollectionWindow.from_key(context.partition_key)
        written = reporting.written(warehouse.get(), study.load(), window)
        warehouse.get().keep_omissions(REPORT, window, written.omissions)
        log.info("%s: %s in %.1f s", REPORT, written.path, written.seconds)
        size = written.path.stat().st_size
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(written.path),
                "bytes": size,
                **written.headline,
                **{f"figure_{name}": _image(name, content) for name, content in written.images.items()},
            },
            check_results=[
                _is_whole(written.path, {"collection_window": window.key, "bytes": size}),
                made_whole(REPORT, written.omissions, window.key),
            ],
        )

    return study_report


def trends_asset() -> dg.AssetsDefinition:
    """The page of all windows beside each other."""

    @dg.asset(
        name=TRENDS,
        op_tags=AFTER_THE_COPY,
        group_name=WINDOW_TRENDS.group,
        deps=[*(table.name for table in TRENDS_TABLES), WORD_KEYNESS.name, *settings_read(TRENDS)],
        kinds={"html"},
        owners=OWNERS,
        description="The HTML page of all windows: every measure of each, what changed and how surely, who stayed.",
        check_specs=[_written_whole(TRENDS), made_whole_spec(TRENDS)],
    )
    def trends_report(
        study: StudyResource, warehouse: WarehouseResource, reporting: dg.ResourceParam[WritingThread]
    ) -> dg.MaterializeResult:
        written = reporting.written_trends(warehouse.get(), study.load())
        size = written.path.stat().st_size
        return dg.MaterializeResult(
            metadata={"path": dg.MetadataValue.path(written.path), "bytes": size},
            check_results=[
                _is_whole(written.path, {"bytes": size}),
                made_whole(TRENDS, written.omissions, "all windows"),
            ],
        )

    return trends_report


def _written_whole(asset: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        _WHOLE, asset=asset, description="The page is there, and its last line closes it.", blocking=True
    )


def _is_whole(path: Path, facts: Mapping[str, int | str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=path.read_text(encoding="utf-8").rstrip().endswith("</html>"), check_name=_WHOLE, metadata=facts
    )
