"""The analysts' copy with its checks."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from mtw_pipeline.activity import at_work
from mtw_pipeline.defs.assets.report import TRENDS
from mtw_pipeline.defs.assets.table_assets import OWNERS
from mtw_pipeline.defs.jobs import AFTER_TABLES, makes, stop_where_a_check_failed
from mtw_pipeline.defs.lineage import shown_parts
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.lineage.known import PUBLISHED, REPORT
from mtw_pipeline.lineage.settings import settings_read
from mtw_pipeline.report.writing_thread import WritingThread
from mtw_pipeline.study.published_versions import DATABASE
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.memory import is_short
from mtw_pipeline.warehouse.validation.process import ValidationProcess

if TYPE_CHECKING:
    from mtw_pipeline.published.inspection import Findings
    from mtw_pipeline.published.publishing import MadeCopy
    from mtw_pipeline.study.folder import Study
    from mtw_pipeline.warehouse.connection import Warehouse

log = logging.getLogger(__name__)

_MASKED_WORDS = (
    "%s: accounts are called %s, so that these words are masked there. If one names nobody, list it in study.toml,"
    " [publish] words"
)
_HELD = (
    "%s: %s shows the copy before, because a program has it open. The new one is %s; once that program is closed, the"
    " next command puts it in place"
)
_SUPPLEMENT_DROPPED = (
    "%s: the supplement of %s was taken away, because it names somebody whom the study met since. Make it anew:"
    " mtw supplement"
)
_NO_PERSON, _LONGEST_SAID = "no_person", 1000
_NOT_IN_PLACE = (
    "The copy was not put in place, and nothing in published/ changed. It lies in %s until the next one is made, for"
    " its owner to look at: give it to nobody. mtw run makes it anew"
)
_NAMES_SOMEBODY = (
    "What stands there is said in %s, for its owner alone, and not here, since records are kept. If that names nobody,"
    " list it in study.toml, [publish] words; else please report the column and how the name is written"
)
_CHECKS = {
    "rows_equal": "Every table has the rows and values of the warehouse's, but for words that name somebody",
    _NO_PERSON: "No handle, display name or id of the study stands in the copy, unless the study identifies people",
    "commented": "Every table, view and column says what it is",
    "parquet_equal": "Every Parquet file holds what its table holds",
}


def published_asset(last: Sequence[str]) -> dg.AssetsDefinition:
    """published_warehouse; the report and the page of trends are written beside it.

    Args:
        last: the tables behind which all others stand.
    """

    @dg.asset(
        name=PUBLISHED,
        deps=[*last, *settings_read(PUBLISHED)],
        op_tags=AFTER_TABLES,
        group_name="published",
        kinds={"duckdb", "parquet"},
        owners=OWNERS,
        description="The analysts' copy: published/study.duckdb and published/parquet/, with views and comments.",
        metadata=shown_parts(PUBLISHED),
        check_specs=[
            dg.AssetCheckSpec(name, asset=PUBLISHED, description=f"{said}.", blocking=True)
            for name, said in _CHECKS.items()
        ],
    )
    def published_warehouse(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        reporting: dg.ResourceParam[WritingThread],
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[dg.MaterializeResult]:
        from mtw_pipeline.published.publishing import made_copy  # which only the end of a run needs

        stop_where_a_check_failed(context)
        started = time.monotonic()
        loaded = study.load()
        _begin_pages(context, reporting, warehouse.get(), loaded)
        if is_short(warehouse.get().connection):
            validation.end()
        with made_copy(warehouse.get(), loaded, context.run.run_id) as copy:
            seconds = time.monotonic() - started
            size = _told(copy, seconds)
            found = _inspected(copy, warehouse.get(), loaded)
            aside = _aside(copy, found, loaded)
        yield dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(aside / DATABASE if aside else loaded.published_database),
                "is_in_place": aside is None,
                "tables": len(copy.rows),
                "rows": sum(copy.rows.values()),
                "bytes": size,
                "seconds": round(seconds, 3),
                "is_identified": copy.is_identified,
            },
            check_results=[*_results(found.by_check, loaded)],
        )

    return published_warehouse


def _begin_pages(
    context: dg.AssetExecutionContext, reporting: WritingThread, warehouse: "Warehouse", study: "Study"
) -> None:
    """Begin the pages that this run makes, as far as they leave the copy its memory, which is the most of all."""
    if makes(context.run, REPORT):
        reporting.begin(warehouse, study, CollectionWindow.from_key(context.partition_key))
    if makes(context.run, TRENDS):
        reporting.begin_trends(warehouse, study)
    reporting.rest()


def _inspected(copy: "MadeCopy", warehouse: "Warehouse", study: "Study") -> "Findings":
    """What is wrong with a copy. A supplement that names somebody whom the study met since is taken away."""
    from mtw_pipeline.published.inspection import findings
    from mtw_pipeline.supplement.writing import drop_those_that_name

    with at_work("a search of the analysts' copy for people"):
        found = findings(warehouse, study, copy)
    for window in drop_those_that_name(warehouse, study):
        log.warning(_SUPPLEMENT_DROPPED, PUBLISHED, window.key)
    return found


def _aside(copy: "MadeCopy", found: "Findings", study: "Study") -> Path | None:
    """Put a copy in its place; one whose checks failed aside, and returns where it lies then."""
    if any(found.by_check.values()):
        return copy.keep_aside(study, found.named)
    for address in copy.put_in_place(study):
        log.warning(_HELD, PUBLISHED, address, copy.version / address.name)
    return None


def _told(copy: "MadeCopy", seconds: float) -> int:
    """Log what was made; returns the bytes of the database."""
    size = (copy.folder / DATABASE).stat().st_size
    log.info("%s: %s tables, %.1f MB in %.1f s", PUBLISHED, len(copy.rows), size / 1e6, seconds)
    if copy.masked_words:
        log.info(_MASKED_WORDS, PUBLISHED, ", ".join(copy.masked_words))
    return size


def _results(found: Mapping[str, Sequence[str]], study: "Study") -> Iterator[dg.AssetCheckResult]:
    """The checks with what each found; the first that failed says where the copy lies, and what to do."""
    first = next((name for name in _CHECKS if found[name]), "")
    for name in _CHECKS:
        said = "; ".join(found[name])[:_LONGEST_SAID]
        remedies = [_NAMES_SOMEBODY % study.named_in_failed_copy] if name == _NO_PERSON else []
        if name == first:
            remedies.insert(0, _NOT_IN_PLACE % study.failed_copy)
        yield dg.AssetCheckResult(
            passed=not said, check_name=name, description=". ".join([said, *remedies]) if said else None
        )
