"""What Great Expectations 1.24 does with frames, as far as decisions 8 and 12 rest on it.

What belongs here: the library alone, asked as warehouse/validation/ asks it. What does not: our rules. It is imported
once, by the first test that needs it.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

Validate = Callable[..., list[Any]]

WHAT_IS_IMPORTED = """
import sys
from mtw_pipeline.warehouse.validation.expectations import prepare
prepare()
asked = {"altair", "scipy", "sqlalchemy.engine", "jsonschema", "pyarrow.lib", "great_expectations"}
asked |= {"asyncio", "mistune"}
asked |= {f"great_expectations.datasource.fluent.{kind}_datasource" for kind in ("pandas", "spark", "sql")}
print(*sorted(name for name in asked if sys.modules.get(name)))
import great_expectations.expectations as gxe
print(gxe.ExpectColumnToExist.__name__)
"""


@pytest.fixture(scope="module")
def gxe() -> Any:
    import great_expectations.expectations

    return great_expectations.expectations


@pytest.fixture(scope="module")
def context() -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    made = gx.get_context(mode="ephemeral")
    made.variables.progress_bars = ProgressBarsConfig(globally=False)
    return made


@pytest.fixture(scope="module")
def validate(context: Any) -> Validate:
    import great_expectations as gx

    asset = context.data_sources.add_pandas("warehouse").add_dataframe_asset("rows")
    batches = asset.add_batch_definition_whole_dataframe("window")

    def results(frame: pd.DataFrame, *expectations: Any) -> list[Any]:
        suite = gx.ExpectationSuite(name="rules", expectations=list(expectations))
        found = batches.get_batch({"dataframe": frame}).validate(suite, result_format="BASIC")
        return list(found.results)

    return results


def frame(columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """A frame as it comes from DuckDB by Arrow."""
    found: pd.DataFrame = pa.table(dict(columns)).to_pandas(types_mapper=pd.ArrowDtype)
    return found


def test_a_frame_is_validated_again_and_again_by_one_batch_definition(validate: Validate, gxe: Any) -> None:
    """Decision 12: a context is made once, because making one costs as much as validating a table."""
    for values, met in ((["a", "b"], True), (["a", "c"], False)):
        [result] = validate(frame({"x": values}), gxe.ExpectColumnValuesToBeInSet(column="x", value_set=["a", "b"]))
        assert result.success is met


def test_progress_bars_are_on_unless_they_are_turned_off(
    context: Any, validate: Validate, gxe: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    """Decision 12: by a class that is no part of the public interface. If nothing is shown at first, it can go."""
    rule = gxe.ExpectColumnValuesToBeUnique(column="x")
    quiet = context.variables.progress_bars
    validate(frame({"x": ["a"]}), rule)
    assert capfd.readouterr().err == ""
    context.variables.progress_bars = None
    try:
        validate(frame({"x": ["a"]}), rule)
    finally:
        context.variables.progress_bars = quiet
    assert "Calculating Metrics" in capfd.readouterr().err


def test_results_come_in_an_order_of_their_own_with_what_was_given_along(validate: Validate, gxe: Any) -> None:
    """Decision 8: an expectation carries its place. When results keep the order of the suite, that can go."""
    expectations = [
        gxe.ExpectColumnValuesToBeUnique(column="x", meta={"place": 0}),
        gxe.ExpectColumnValuesToBeUnique(column="y", meta={"place": 1}),
        gxe.ExpectColumnValuesToBeNull(column="x", meta={"place": 2}),
    ]
    places = [one.expectation_config.meta["place"] for one in validate(frame({"x": ["a"], "y": ["b"]}), *expectations)]
    assert sorted(places) == [0, 1, 2]
    assert places != [0, 1, 2]


def test_an_expectation_names_its_columns_and_its_result_its_arguments(validate: Validate, gxe: Any) -> None:
    """Decision 8: missing columns are looked for before, and a result says what was expected."""
    pair = gxe.ExpectCompoundColumnsToBeUnique(column_list=["x", "y"])
    assert (gxe.ExpectColumnValuesToBeUnique(column="x").column, pair.column_list) == ("x", ["x", "y"])
    assert getattr(gxe.ExpectTableRowCountToBeBetween(min_value=1), "column", None) is None
    [result] = validate(frame({"x": ["a"], "y": ["b"]}), pair)
    config = result.expectation_config
    assert config.type == "expect_compound_columns_to_be_unique"
    assert {name: config.kwargs[name] for name in config.kwargs if name != "batch_id"} == {"column_list": ["x", "y"]}


def test_a_missing_column_is_a_result_without_content_and_no_error(validate: Validate, gxe: Any) -> None:
    """Decision 8: hence columns are looked for before, and an empty result is an error. A defect: it may be mended."""
    [result] = validate(frame({"x": ["a"]}), gxe.ExpectColumnValuesToBeUnique(column="y"))
    assert (result.success, result.result) == (False, {})
    assert "does not exist" in str(result.exception_info)


def test_an_empty_frame_meets_every_expectation_but_that_of_rows(validate: Validate, gxe: Any) -> None:
    """Decision 8: hence a table that must not be empty has a rule of its own."""
    results = validate(
        frame({"x": pa.array([], pa.string())}),
        gxe.ExpectColumnValuesToBeUnique(column="x"),
        gxe.ExpectColumnValuesToBeInSet(column="x", value_set=["a"]),
        gxe.ExpectColumnValuesToMatchRegex(column="x", regex="^a$"),
        gxe.ExpectTableRowCountToBeBetween(min_value=1),
    )
    met = {one.expectation_config.type: one.success for one in results}
    assert [name for name, success in met.items() if not success] == ["expect_table_row_count_to_be_between"]


@pytest.mark.parametrize("kind", ["from Arrow", "of numpy"])
def test_nulls_meet_every_expectation_but_that_of_null(validate: Validate, gxe: Any, kind: str) -> None:
    """Decision 8: hence required columns have a rule of their own; counts are of rows that break a rule."""
    given = frame({"x": ["a", "a", "b", None, None], "broken": [None, None, "x", "x", None]})
    given = given if kind == "from Arrow" else given.astype(object).where(given.notna(), None)
    results = validate(
        given,
        gxe.ExpectColumnValuesToBeUnique(column="x", meta={"failed": 2}),
        gxe.ExpectColumnValuesToBeInSet(column="x", value_set=["a"], meta={"failed": 1}),
        gxe.ExpectColumnValuesToMatchRegex(column="x", regex="^(?:b)$", meta={"failed": 2}),
        gxe.ExpectColumnValuesToBeNull(column="broken", meta={"failed": 2}),
    )
    assert [one.result["unexpected_count"] - one.expectation_config.meta["failed"] for one in results] == [0] * 4


def test_pairs_with_a_null_are_counted_as_pairs(validate: Validate, gxe: Any) -> None:
    """Decision 8: a key of several columns is broken by two rows of the same values, NULL among them."""
    pair = gxe.ExpectCompoundColumnsToBeUnique(column_list=["x", "y"])
    [result] = validate(frame({"x": ["a", "a", "b"], "y": pa.array([None, None, "c"], pa.string())}), pair)
    assert (result.success, result.result["unexpected_count"]) == (False, 2)


def test_pairs_of_nulls_alone_are_not_looked_at(validate: Validate, gxe: Any) -> None:
    """Decision 8: the counting leaves them out likewise."""
    pair = gxe.ExpectCompoundColumnsToBeUnique(column_list=["x", "y"])
    nulls = pa.array([None, None], pa.string())
    [result] = validate(frame({"x": nulls, "y": nulls}), pair)
    assert result.success


@pytest.mark.parametrize("count", [0, 3])
def test_a_count_is_observed_and_is_at_most_nothing(validate: Validate, gxe: Any, count: int) -> None:
    """Decision 8: the expectation of most rules, of a frame with one row."""
    [result] = validate(pd.DataFrame({"x": [count]}), gxe.ExpectColumnMaxToBeBetween(column="x", max_value=0))
    assert (result.success, result.result) == (count == 0, {"observed_value": count})


def test_what_is_no_number_is_taken_for_null(validate: Validate, gxe: Any) -> None:
    """Decision 8: hence what was counted holds, whatever is found in the rows."""
    [result] = validate(pd.DataFrame({"x": [float("nan")]}), gxe.ExpectColumnValuesToBeBetween(column="x", max_value=1))
    assert result.success


def test_a_result_holds_values_of_rows(validate: Validate, gxe: Any) -> None:
    """Decision 8: hence it is reduced to counts before it leaves the process."""
    [result] = validate(frame({"x": ["a secret"]}), gxe.ExpectColumnValuesToBeInSet(column="x", value_set=["a"]))
    assert "a secret" in str(result.result)


def test_what_its_packages_hand_on_is_imported_when_it_is_asked_for() -> None:
    """Decision 148: they do nothing else. When Great Expectations imports less by itself, ours can go."""
    done = subprocess.run([sys.executable, "-c", WHAT_IS_IMPORTED], check=True, capture_output=True, text=True)
    needed, of_all = done.stdout.splitlines()
    assert needed.split() == ["great_expectations", "great_expectations.datasource.fluent.pandas_datasource"]
    assert of_all == "ExpectColumnToExist"
