"""Assets of the text that Python fills: sentiment, style, and what LIWC said."""

from collections.abc import Iterator

import dagster as dg

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.defs.assets.table_assets import Made, Reported, check_specs, made_or_left_out, table_spec
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.of_window import liwc_of_window
from mtw_pipeline.text.scoring import score_window
from mtw_pipeline.text.style_of_window import measure_window
from mtw_pipeline.warehouse.tables.liwc import LIWC_MEASURES, LIWC_SCORES
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.text import (
    SENTIMENT_SCORERS,
    SENTIMENT_SCORES,
    STYLE_MEASURES,
)
from mtw_pipeline.warehouse.validation.process import ValidationProcess


def text_assets() -> list[dg.AssetsDefinition]:
    """The tables of the text that Python fills."""
    return [_sentiment_scores(), _style_measures(), _liwc()]


def _sentiment_scores() -> dg.AssetsDefinition:
    tables = (SENTIMENT_SCORES, SENTIMENT_SCORERS)
    specs = [table_spec(table, [score_window]).merge_attributes(kinds={"python"}) for table in tables]

    @dg.multi_asset(name="sentiment_scores", specs=specs, check_specs=check_specs(tables))
    def sentiment_scores(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)
        opened = warehouse.get()

        def make(attempts: Attempts) -> Made:
            with opened.window_in_parts(SENTIMENT_SCORES, window) as parts:
                scores = score_window(study.load(), window, parts, attempts)
            scorers = arrow_rows(
                SENTIMENT_SCORERS, [{"collection_window": window.key, **row} for row in scores.scorers]
            )
            facts = {"did_not_run": scores.problems}
            return {
                SENTIMENT_SCORES: (opened.rows_in(SENTIMENT_SCORES, window), facts),
                SENTIMENT_SCORERS: (opened.replace_window(SENTIMENT_SCORERS, window, scorers), facts),
            }

        yield from made_or_left_out(opened, validation, tables, window, make)

    return sentiment_scores


def _style_measures() -> dg.AssetsDefinition:
    spec = table_spec(STYLE_MEASURES, [measure_window]).merge_attributes(kinds={"python"})

    @dg.multi_asset(name="style_measures", specs=[spec], check_specs=check_specs([STYLE_MEASURES]))
    def style_measures(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)

        def make(attempts: Attempts) -> Made:
            measures = measure_window(warehouse.get(), study.load(), window, attempts)
            rows = arrow_rows(STYLE_MEASURES, [{"collection_window": window.key, **vars(one)} for one in measures])
            figures = {one.measure: one.value for one in measures if one.kind == "composite" and one.value is not None}
            return {STYLE_MEASURES: (warehouse.get().replace_window(STYLE_MEASURES, window, rows), figures)}

        yield from made_or_left_out(warehouse.get(), validation, [STYLE_MEASURES], window, make)

    return style_measures


def _liwc() -> dg.AssetsDefinition:
    tables = (LIWC_SCORES, LIWC_MEASURES)
    specs = [table_spec(table, [liwc_of_window]).merge_attributes(kinds={"python"}) for table in tables]

    @dg.multi_asset(name="liwc_measures", specs=specs, check_specs=check_specs(tables))
    def liwc(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)
        opened = warehouse.get()

        def make(_: Attempts) -> Made:
            found = liwc_of_window(opened, study.load(), window)
            rows = arrow_rows(LIWC_MEASURES, [{"collection_window": window.key, **row} for row in found.measures])
            facts = {"tweets_with_another_text_now": found.left_out}
            return {
                LIWC_SCORES: (opened.replace_window(LIWC_SCORES, window, found.scores), facts),
                LIWC_MEASURES: (opened.replace_window(LIWC_MEASURES, window, rows), {}),
            }

        yield from made_or_left_out(opened, validation, tables, window, make)

    return liwc
