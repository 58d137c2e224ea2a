"""Assets of coding that Python fills: codebook, sample, history of codes, agreement, tests of crosstabs, machine."""

from collections import Counter
from collections.abc import Iterator

import dagster as dg

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.of_categories import category_agreement_of_window
from mtw_pipeline.coding.agreement.of_computed import computed_agreement_of_window
from mtw_pipeline.coding.agreement.of_window import agreement_of_window
from mtw_pipeline.coding.agreement.over_time import over_time_of_window
from mtw_pipeline.coding.codebook import codebook_of_window
from mtw_pipeline.coding.frozen_sample import frozen_rows
from mtw_pipeline.coding.journal import history_rows
from mtw_pipeline.coding.machine.embedding import embedding_of
from mtw_pipeline.coding.machine.of_window import machine_tables
from mtw_pipeline.coding.tables.crosstabs import crosstab_tests
from mtw_pipeline.defs.assets.table_assets import (
    Made,
    Reported,
    check_specs,
    made_or_left_out,
    measured_asset,
    python_asset,
    statement_spec,
    table_spec,
)
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.coding import CATEGORY_AGREEMENT, CODE_HISTORY, CODEBOOK, CODER_AGREEMENT, SAMPLE
from mtw_pipeline.warehouse.tables.coding_progress import AGREEMENT_OVER_TIME
from mtw_pipeline.warehouse.tables.coding_results import (
    CROSSTAB_TESTS,
    MACHINE_AGREEMENT,
    MACHINE_ESTIMATES,
    PROPOSED_CODES,
)
from mtw_pipeline.warehouse.tables.coding_validation import COMPUTED_AGREEMENT
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.validation.process import ValidationProcess


def coding_assets() -> list[dg.AssetsDefinition]:
    """The tables of coding that Python fills."""
    return [
        python_asset(CODEBOOK, codebook_of_window),
        _sample(),
        python_asset(CODE_HISTORY, history_rows),
        measured_asset(CODER_AGREEMENT, agreement_of_window),
        measured_asset(CATEGORY_AGREEMENT, category_agreement_of_window),
        measured_asset(COMPUTED_AGREEMENT, computed_agreement_of_window),
        measured_asset(AGREEMENT_OVER_TIME, over_time_of_window),
        measured_asset(CROSSTAB_TESTS, crosstab_tests),
        _machine(),
    ]


def _sample() -> dg.AssetsDefinition:
    @dg.multi_asset(name="sample", specs=[statement_spec(SAMPLE)], check_specs=check_specs([SAMPLE]))
    def sample(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)

        def make(_: Attempts) -> Made:
            loaded = study.load()
            frozen = frozen_rows(loaded, window)
            if frozen is None:
                parameters = statement_parameters(SAMPLE.statement, loaded)
                stored = warehouse.get().replace_window(SAMPLE, window, **parameters)
            else:
                stored = warehouse.get().replace_window(SAMPLE, window, arrow_rows(SAMPLE, frozen))
            return {SAMPLE: (stored, {"is_frozen": frozen is not None})}

        yield from made_or_left_out(warehouse.get(), validation, [SAMPLE], window, make)

    return sample


def _machine() -> dg.AssetsDefinition:
    tables = (MACHINE_AGREEMENT, PROPOSED_CODES, MACHINE_ESTIMATES)
    functions = (machine_tables, embedding_of)
    specs = [table_spec(table, functions).merge_attributes(kinds={"python", "scikitlearn"}) for table in tables]

    @dg.multi_asset(name="machine_codes", specs=specs, check_specs=check_specs(tables))
    def machine_codes(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)

        def make(attempts: Attempts) -> Made:
            loaded = study.load()
            found = machine_tables(warehouse.get(), loaded, window, lambda: embedding_of(loaded), attempts)
            filled = zip(tables, (found.agreement, found.proposed, found.estimates), strict=True)
            proposed = Counter(str(row["variable"]) for row in found.proposed)
            facts = {f"proposed_{name}": times for name, times in proposed.items()}
            key = {"collection_window": window.key}
            return {
                table: (
                    warehouse.get().replace_window(table, window, arrow_rows(table, [{**key, **row} for row in rows])),
                    facts,
                )
                for table, rows in filled
            }

        yield from made_or_left_out(warehouse.get(), validation, tables, window, make)

    return machine_codes
