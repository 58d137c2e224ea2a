"""Assets of the coding: codebook, sample, codes from the journal, agreement, final codes and their tables."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import dagster as dg

from mtw_pipeline.coding.agreement_of_window import agreement_rows
from mtw_pipeline.coding.codebook import codebook_rows, coded_by_people
from mtw_pipeline.coding.crosstabs import crossed_variables, crosstab_test, holm
from mtw_pipeline.coding.frozen_sample import frozen_sample
from mtw_pipeline.coding.journal import current, journal
from mtw_pipeline.coding.machine_of_window import Embedding, machine_tables
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, sql_asset, table_spec
from mtw_pipeline.errors import UserError
from mtw_pipeline.study import Study
from mtw_pipeline.tables import (
    CODE_CROSSTABS,
    CODE_FREQUENCIES,
    CODE_HISTORY,
    CODEBOOK,
    CODED_TWEETS,
    CODED_VARIABLES,
    CODER_AGREEMENT,
    CODER_CONFUSION,
    CODES,
    CROSSTAB_TESTS,
    ENGAGEMENT_SUMMARY,
    MACHINE_AGREEMENT,
    MACHINE_ESTIMATES,
    PROPOSED_CODES,
    SAMPLE,
    THEME_FREQUENCIES,
    Table,
    arrow_rows,
)
from mtw_pipeline.text.transformer import embeddings, load_model
from mtw_pipeline.warehouse import Warehouse
from mtw_pipeline.windows import CollectionWindow

log = logging.getLogger(__name__)

Rows = Sequence[Mapping[str, object]]


def coding_assets() -> list[dg.AssetsDefinition]:
    """The tables of coding, each from those before it."""
    return [
        _python_asset(CODEBOOK, [], lambda _warehouse, study, _window: codebook_rows(study.settings)),
        _sample(),
        _python_asset(CODE_HISTORY, [], _history),
        sql_asset(CODES, ["code_history", "codebook", "sample"]),
        sql_asset(CODER_CONFUSION, ["codes"]),
        _python_asset(CODER_AGREEMENT, ["codes"], _agreement),
        sql_asset(CODED_VARIABLES, ["codebook", "codes", "coder_agreement"], _thresholds),
        sql_asset(CODED_TWEETS, ["codes", "code_history", "codebook", "coded_variables", "sample", "tweets"]),
        sql_asset(CODE_FREQUENCIES, ["coded_tweets", "codebook", "sample", "tweets"], _study_hashtags),
        sql_asset(ENGAGEMENT_SUMMARY, ["sample", "tweets"]),
        sql_asset(CODE_CROSSTABS, ["coded_tweets", "codebook"], _crossed),
        _python_asset(CROSSTAB_TESTS, ["code_crosstabs", "codebook"], _crosstab_tests),
        sql_asset(THEME_FREQUENCIES, ["code_frequencies", "codebook", "coded_tweets", "sample", "tweets"]),
        _machine(),
    ]


def _python_asset(
    table: Table, deps: Sequence[str], rows: Callable[[Warehouse, Study, CollectionWindow], Rows]
) -> dg.AssetsDefinition:
    """The asset of a table whose rows a function gives, without their window."""
    spec = table_spec(table, deps, "1").merge_attributes(kinds={"python"})

    @dg.multi_asset(name=table.name, specs=[spec])
    def fill(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        found = [{"collection_window": window.key, **row} for row in rows(warehouse.get(), study.load(), window)]
        stored = warehouse.get().replace_window(table, window, arrow_rows(table, found))
        return materialized(table, stored, time.monotonic() - started)

    return fill


def _sample() -> dg.AssetsDefinition:
    spec = table_spec(SAMPLE, ["tweets"], "2").merge_attributes(kinds={"sql"})

    @dg.multi_asset(name="sample", specs=[spec])
    def sample(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        loaded = study.load()
        started = time.monotonic()
        frozen = frozen_sample(loaded.coding_of(window))
        if frozen is None:
            stored = warehouse.get().replace_window(SAMPLE, window, **_draw(loaded))
        else:
            rows = [{"collection_window": window.key, "is_frozen": True, **vars(one)} for one in frozen]
            stored = warehouse.get().replace_window(SAMPLE, window, arrow_rows(SAMPLE, rows))
        return materialized(SAMPLE, stored, time.monotonic() - started, {"is_frozen": frozen is not None})

    return sample


def _draw(study: Study) -> dict[str, object]:
    sample, coders = study.settings.sample, study.settings.coding.coders
    return {
        "size": sample.size,
        "seed": sample.seed,
        "include_retweets": sample.include_retweets,
        "languages": list(sample.languages),
        "stratify_by": sample.stratify_by,
        "coders": list(coders),
        "reliability_size": study.settings.coding.reliability_size if len(coders) > 1 else 0,
    }


def _history(_warehouse: Warehouse, study: Study, window: CollectionWindow) -> Rows:
    entries = journal(study.coding_of(window))
    latest = {id(entry) for entry in current(entries).values()}
    return [
        {
            "entry": number,
            "kind": entry.kind,
            "coder": entry.coder,
            "tweet_id": entry.tweet_id,
            "variable": entry.variable,
            "code": entry.code,
            "codebook_md5": entry.codebook_md5,
            "import_file": entry.file,
            "imported_at": entry.time,
            "is_current": id(entry) in latest,
        }
        for number, entry in enumerate(entries, start=1)
    ]


def _agreement(warehouse: Warehouse, study: Study, window: CollectionWindow) -> Rows:
    codes = warehouse.query("coding/comparable_codes", {"collection_window": window.key}).fetchall()
    return agreement_rows(codes, coded_by_people(study.settings), study.settings.sample.seed)


def _thresholds(study: Study) -> dict[str, object]:
    coding = study.settings.coding
    return {
        "threshold": coding.threshold,
        "coder_count": len(coding.coders),
        "lowered_variables": [one.variable for one in coding.lowered_thresholds],
        "lowered_thresholds": [one.threshold for one in coding.lowered_thresholds],
        "lowered_reasons": [one.reason for one in coding.lowered_thresholds],
    }


def _study_hashtags(study: Study) -> dict[str, object]:
    return {"study_hashtags": [hashtag.lower() for hashtag in study.settings.hashtags]}


def _crossed(study: Study) -> dict[str, object]:
    pairs = crossed_variables(study.settings)
    return {"row_variables": [one for one, _ in pairs], "column_variables": [other for _, other in pairs]}


def _crosstab_tests(warehouse: Warehouse, study: Study, window: CollectionWindow) -> Rows:
    tables = warehouse.query("coding/crosstab_cells", {"collection_window": window.key}).fetchall()
    tests = [crosstab_test(counts, study.settings.sample.seed) for _, _, counts in tables]
    corrected = holm([test.p_value for test in tests])
    return [
        {"row_variable": one, "column_variable": other, "p_holm": p_holm, **vars(test)}
        for (one, other, _), test, p_holm in zip(tables, tests, corrected, strict=True)
    ]


def _embedding(study: Study) -> Embedding | str | None:
    """The study's transformer as what makes vectors, where the machine learns from these; or why it cannot be had."""
    if study.settings.coding.machine.features == "tfidf":
        return None
    try:
        model = load_model(study.settings.sentiment.transformer, study.root)
    except UserError as error:  # a model that is not to be had must not take people's codes along
        log.warning("The machine proposes no codes. %s", error)
        return str(error)
    return Embedding(f"embeddings by {model.name} {model.revision[:12]}", lambda texts: embeddings(model, texts))


def _machine() -> dg.AssetsDefinition:
    deps = ["coded_tweets", "tweets"]
    tables = (MACHINE_AGREEMENT, PROPOSED_CODES, MACHINE_ESTIMATES)
    specs = [table_spec(table, deps, "1").merge_attributes(kinds={"python", "scikitlearn"}) for table in tables]

    @dg.multi_asset(name="machine_codes", specs=specs)
    def machine_codes(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult]:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        loaded = study.load()
        found = machine_tables(warehouse.get(), loaded, window, lambda: _embedding(loaded))
        filled = zip(tables, (found.agreement, found.proposed, found.estimates), strict=True)
        stored = {
            table: warehouse.get().replace_window(table, window, arrow_rows(table, rows)) for table, rows in filled
        }
        seconds = time.monotonic() - started
        proposed = Counter(str(row["variable"]) for row in found.proposed)
        facts: Mapping[str, object] = {f"proposed_{name}": times for name, times in proposed.items()}
        for table in tables:
            yield materialized(table, stored[table], seconds, facts)

    return machine_codes
