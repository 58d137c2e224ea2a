"""How DuckDB fills the tables of a study: never by comparing each row of a table with each row of another.

Every row of the study's exports has its poster's id, so that DuckDB knows that no row meets a condition which asks for
those without; with such a condition beside what is joined by, a real archive took hours.
"""

from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.statements import has_statement, sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.studies import StudyThatWasRun

EACH_WITH_EACH = ("BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN")
WITH_FEW = {
    "word_list_uses": "words with the terms of the study's lists that end in a star",
    "leaders": "the leaders' profiles with the rules of study.toml",
    "code_frequencies": "the categories of the codebook with those of one variable",
}
"""Where one side is a few rows, whatever the collection is."""


def test_no_table_is_filled_by_comparing_each_row_with_each(small: StudyThatWasRun) -> None:
    plans = {}
    with open_warehouse(small.study.warehouse, "a test") as warehouse:
        for table in TABLES:
            if has_statement(table.statement) and table.stage != "collection":
                parameters = statement_parameters(table.statement, small.study)
                if "$collection_window" in sql_text(table.statement):
                    parameters["collection_window"] = WINDOW.key
                asked = f"explain {sql_text(table.statement)}"
                [(_, plans[table.name])] = warehouse.connection.execute(asked, parameters).fetchall()
    assert {"tweets", "tweet_mentions", "users", "interactions"} <= plans.keys()
    found = {table for table, plan in plans.items() if any(join in plan for join in EACH_WITH_EACH)}
    assert found <= WITH_FEW.keys()
