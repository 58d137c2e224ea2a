"""The tables of coding from the journal to Table 1, without a run."""

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.of_categories import category_agreement_of_window
from mtw_pipeline.coding.agreement.of_computed import computed_agreement_of_window
from mtw_pipeline.coding.agreement.of_window import agreement_of_window
from mtw_pipeline.coding.codebook import codebook_rows
from mtw_pipeline.coding.frozen_sample import frozen_rows
from mtw_pipeline.coding.journal import history_rows
from mtw_pipeline.coding.parameters import threshold_parameters
from mtw_pipeline.warehouse.tables.coding import (
    CATEGORY_AGREEMENT,
    CODE_HISTORY,
    CODEBOOK,
    CODED_TWEETS,
    CODED_VARIABLES,
    CODER_AGREEMENT,
    CODER_CONFUSION,
    CODES,
    SAMPLE,
)
from mtw_pipeline.warehouse.tables.coding_results import CODE_FREQUENCIES, TWEET_CATEGORIES
from mtw_pipeline.warehouse.tables.coding_validation import COMPUTED_AGREEMENT, COMPUTED_CONFUSION
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import Desk


def fill_tables(desk: Desk) -> None:
    """Fill them from the desk's journal, in their order."""
    found, study = desk.warehouse, desk.study
    place = {"collection_window": WINDOW.key}
    found.connection.execute("delete from sample")
    found.replace_window(SAMPLE, WINDOW, arrow_rows(SAMPLE, frozen_rows(study, WINDOW) or []))
    for table, rows in (
        (CODEBOOK, codebook_rows(study.settings)), (CODE_HISTORY, history_rows(found, study, WINDOW)),
    ):  # fmt: skip
        found.replace_window(table, WINDOW, arrow_rows(table, [{**place, **row} for row in rows]))
    for table in (CODES, CODER_CONFUSION):
        found.replace_window(table, WINDOW)
    for table, measured in (
        (CODER_AGREEMENT, agreement_of_window), (CATEGORY_AGREEMENT, category_agreement_of_window),
    ):  # fmt: skip
        rows = measured(found, study, WINDOW, Attempts())
        found.replace_window(table, WINDOW, arrow_rows(table, [{**place, **row} for row in rows]))
    found.replace_window(CODED_VARIABLES, WINDOW, **threshold_parameters(study.settings))
    found.replace_window(CODED_TWEETS, WINDOW)
    found.replace_window(CODE_FREQUENCIES, WINDOW, study_hashtags=[])
    found.replace_window(TWEET_CATEGORIES, WINDOW, study_hashtags=[])
    rows = computed_agreement_of_window(found, study, WINDOW, Attempts())
    found.replace_window(COMPUTED_AGREEMENT, WINDOW, arrow_rows(COMPUTED_AGREEMENT, [{**place, **row} for row in rows]))
    found.replace_window(COMPUTED_CONFUSION, WINDOW)
