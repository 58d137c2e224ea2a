"""Assets of the text that Python fills: sentiment and style."""

import logging
import time
from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, table_spec
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.scoring import score_window
from mtw_pipeline.text.style_of_window import measure_window
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.text import (
    SENTIMENT_SCORERS,
    SENTIMENT_SCORES,
    STYLE_MEASURES,
)

log = logging.getLogger(__name__)


def text_assets() -> list[dg.AssetsDefinition]:
    """The tables of the text that Python fills."""
    return [_sentiment_scores(), _style_measures()]


def _sentiment_scores() -> dg.AssetsDefinition:
    tables = (SENTIMENT_SCORES, SENTIMENT_SCORERS)
    specs = [table_spec(table, [score_window]).merge_attributes(kinds={"python"}) for table in tables]

    @dg.multi_asset(name="sentiment_scores", specs=specs)
    def sentiment_scores(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult]:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        opened = warehouse.get()
        with opened.window_in_parts(SENTIMENT_SCORES, window) as store:
            scores = score_window(opened, study.load(), window, store)
        for scorer, problem in scores.problems.items():
            log.error("The scorer %s did not run, the others did. %s", scorer, problem)
        scorers = [{"collection_window": window.key, **row} for row in scores.scorers]
        stored = {
            SENTIMENT_SCORES: opened.rows_in(SENTIMENT_SCORES, window),
            SENTIMENT_SCORERS: opened.replace_window(SENTIMENT_SCORERS, window, arrow_rows(SENTIMENT_SCORERS, scorers)),
        }
        seconds = time.monotonic() - started
        for table in tables:
            yield materialized(table, stored[table], seconds, {"did_not_run": scores.problems})

    return sentiment_scores


def _style_measures() -> dg.AssetsDefinition:
    spec = table_spec(STYLE_MEASURES, [measure_window]).merge_attributes(kinds={"python"})

    @dg.multi_asset(name="style_measures", specs=[spec])
    def style_measures(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        measures = measure_window(warehouse.get(), study.load(), window)
        rows = [{"collection_window": window.key, **vars(measure)} for measure in measures]
        stored = warehouse.get().replace_window(STYLE_MEASURES, window, pa.Table.from_pylist(rows))
        figures = {one.measure: one.value for one in measures if one.kind == "composite" and one.value is not None}
        return materialized(STYLE_MEASURES, stored, time.monotonic() - started, figures)

    return style_measures
