"""How DuckDB joins tables in the statements that fill the tables: never each row of one with each of another."""

import re

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import has_statement, sql_text
from mtw_pipeline.warehouse.tables import TABLES

OF_A_SAMPLE = {"tables/coding/code_frequencies"}
"""Of the codes that people gave, which are few."""

STATEMENTS = sorted(
    {one.statement for one in TABLES if has_statement(one.statement) and one.stage != "collection"} - OF_A_SAMPLE
)


def test_no_statement_compares_each_row_of_a_table_with_every_row_of_another(warehouse: Warehouse) -> None:
    """A condition on one side of a left join alone does that; CASE in the key says the same and is hashed."""
    plans = {}
    for statement in STATEMENTS:
        sql = sql_text(statement)
        asked = set(re.findall(r"\$([a-z_]+)", re.sub(r"--[^\n]*", "", sql)))
        given = {name: "2021-01-01_2021-01-31" if name == "collection_window" else None for name in asked}
        [(_, plans[statement])] = warehouse.connection.execute(f"explain {sql}", given).fetchall()
    assert any("HASH_JOIN" in plan for plan in plans.values())
    assert [name for name, plan in plans.items() if re.search("BLOCKWISE_NL_JOIN|NESTED_LOOP_JOIN", plan)] == []
