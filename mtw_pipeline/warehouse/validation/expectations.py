"""Great Expectations, which validates what was counted, and the rows that break a rule where there are some.

What belongs here: the suites, made from the declared rules, and what their validation gives. What does not: the rules
(quality.py), the counting (counting.py) and the process in which this runs (process.py), the only one that
imports it. A result never holds a value of a row.
"""

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mtw_pipeline.lazy_imports.late_names import names_imported_late
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.validation.quality import (
    BrokenRow,
    Counted,
    ExpectationResult,
    Rule,
    ValidationResult,
    balance_rules_of,
    rules_of,
)
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

_ROW_COUNT = "row_count"
_METRICS = "great_expectations.expectations.metrics"
_LATE = {
    "great_expectations.datasource.fluent": ("pandas_datasource",),
    "great_expectations.expectations": (),
    "great_expectations.expectations.core": (),
    f"{_METRICS}.column_aggregate_metrics": ("column_max",),
    f"{_METRICS}.column_map_metrics": (
        "column_values_between", "column_values_in_set", "column_values_match_regex", "column_values_non_null",
        "column_values_null", "column_values_unique",
    ),
    f"{_METRICS}.column_pair_map_metrics": (),
    f"{_METRICS}.multicolumn_map_metrics": ("compound_columns_unique",),
    f"{_METRICS}.query_metrics": (),
    "great_expectations.metrics": (),
    "great_expectations.render": (),
    "great_expectations.render.renderer": (),
    "great_expectations.render.renderer.content_block": (),
}  # fmt: skip
"""Packages of Great Expectations that import all that it can do, with the modules that what is asked here needs."""
_NOT_HERE = ("sqlalchemy", "pyspark", "pyarrow")


def prepare() -> None:
    """Import Great Expectations and make what every validation needs, so that the first costs no more than the next.

    What it can do with databases and never does here is left away as where SQLAlchemy and PySpark are not installed; so
    is what pandas can do with Arrow, and what tqdm has for notebooks, which brings asyncio.
    """
    names_imported_late(_LATE)
    sys.modules.setdefault("tqdm.auto", import_module("tqdm"))
    for name in _NOT_HERE:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # how Python says that there is none
    import great_expectations.expectations  # noqa: F401 - loading it is the purpose

    _frames()


def validate_counted(table: Table, counted: Counted) -> tuple[ValidationResult, ...]:
    """Validate what was counted of a table by every rule of it.

    Raises:
        KeyError: a rule was not counted.
        RuntimeError: an expectation could not be computed.
    """
    rules = (*rules_of(table), *balance_rules_of(table))
    found = _of_counts(table, {rule.name: _seen(rule, counted) for rule in rules})
    return tuple(_result_of_rule(table, rule, counted, result) for rule, result in zip(rules, found, strict=True))


def _seen(rule: Rule, counted: Counted) -> int:
    """What the expectation of a rule sees: whether the window has rows (0 or 1), or how many breaches were counted."""
    return min(counted.rows, 1) if rule.name == _ROW_COUNT else _breaches(rule, counted)


def _breaches(rule: Rule, counted: Counted) -> int:
    return 0 if rule.name == _ROW_COUNT else sum(abs(count) for count in counted.failed[rule.name].values())


def _of_counts(table: Table, seen: Mapping[str, int]) -> "list[ExpectationValidationResult]":
    """What Great Expectations finds in the numbers that the expectations of a table see, by rule.

    A number that the expectation of a rule has seen before, of another table, is not asked about again: nearly all are
    the same.
    """
    known = _known()
    unknown = {name: number for name, number in seen.items() if (name, number) not in known}
    if unknown:
        found = _validated(_suite(table.name, list(unknown)), [unknown])
        known |= {(name, number): result for (name, number), result in zip(unknown.items(), found, strict=True)}
    return [known[one] for one in seen.items()]


@cache
def _known() -> "dict[tuple[str, int], ExpectationValidationResult]":
    """What was found so far in this process, by rule and by the number that its expectation saw."""
    return {}


def _suite(table: str, rules: Sequence[str]) -> "ExpectationSuite":
    """The suite of a table: an expectation a rule, of the column of counts that is named after the rule."""
    import great_expectations as gx
    import great_expectations.expectations as gxe

    expectations = [
        gxe.ExpectColumnMaxToBeBetween(
            column=name,
            min_value=1 if name == _ROW_COUNT else None,
            max_value=None if name == _ROW_COUNT else 0,
            meta={"position": position},
        )
        for position, name in enumerate(rules)
    ]
    return gx.ExpectationSuite(name=table, expectations=list(expectations))


def _validated(suite: "ExpectationSuite", rows: Sequence[Mapping[str, object]]) -> "list[ExpectationValidationResult]":
    """What Great Expectations finds in rows, in the order of the positions that its expectations carry."""
    import pandas as pd

    frame = pd.DataFrame([dict(row) for row in rows])
    found = _frames().get_batch({"dataframe": frame}).validate(suite, result_format="BASIC").results
    for result in found:
        if not result.result:
            named = result.expectation_config.type if result.expectation_config is not None else "an expectation"
            raise RuntimeError(f"{named} could not be computed: {result.exception_info}")
    return sorted(found, key=_position)


def _result_of_rule(
    table: Table, rule: Rule, counted: Counted, result: "ExpectationValidationResult"
) -> ValidationResult:
    breaches = _breaches(rule, counted)
    of_counts = ExpectationResult(
        expectation=_named(table.name, result),
        passed=bool(result.success),
        observed=_observed(table, rule, counted, breaches),
        failed_rows=breaches,
        failed_share=_share(breaches, counted.rows),
    )
    if of_counts.passed:
        return ValidationResult(rule, passed=True, results=(of_counts,))
    of_rows = [
        _result_of_rows(table, rule, column, counted, rows)
        for column, rows in counted.broken.get(rule.name, {}).items()
        if rows
    ]
    confirmed = tuple(result for result in of_rows if not result.passed)
    return ValidationResult(rule, passed=False, results=confirmed or (of_counts,))


def _result_of_rows(
    table: Table, rule: Rule, column: str, counted: Counted, rows: Sequence[BrokenRow]
) -> ExpectationResult:
    """What the declared expectation finds in the first rows that break a rule by one column."""
    import great_expectations as gx

    suite = gx.ExpectationSuite(name=table.name, expectations=[_expectation(table, rule, column)])
    [result] = _validated(suite, rows)
    failed = counted.failed[rule.name][column]
    return ExpectationResult(
        expectation=_named(table.name, result),
        passed=bool(result.success),
        observed=f"{column}: {_of_rows(failed, counted)}",
        failed_rows=failed,
        failed_share=_share(failed, counted.rows),
        column=column,
    )


def _expectation(table: Table, rule: Rule, column: str) -> "Expectation":
    """What is declared of a column (of the columns of a key), in the words of Great Expectations."""
    import great_expectations.expectations as gxe

    meta = {"position": 0}
    if rule.name == "key_unique":
        if len(rule.columns) > 1:
            return gxe.ExpectCompoundColumnsToBeUnique(column_list=list(rule.columns), meta=meta)
        return gxe.ExpectColumnValuesToBeUnique(column=column, meta=meta)
    declared = table.column(column)
    if rule.name == "required_columns":
        return gxe.ExpectColumnValuesToNotBeNull(column=column, meta=meta)
    if rule.name == "ranges":
        return gxe.ExpectColumnValuesToBeBetween(
            column=column, min_value=declared.minimum, max_value=declared.maximum, meta=meta
        )
    if declared.allowed:
        return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=list(declared.allowed), meta=meta)
    return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=f"^(?:{declared.pattern})$", meta=meta)


def _observed(table: Table, rule: Rule, counted: Counted, breaches: int) -> str:
    """What was counted, for people."""
    if rule.name == _ROW_COUNT:
        return number_of(counted.rows, "row")
    counts: Mapping[str, int] = counted.failed[rule.name]
    if rule in balance_rules_of(table):
        told = {name: count for name, count in counts.items() if count} or counts
        return "; ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in told.items())
    return _of_rows(breaches, counted)


def _of_rows(breaches: int, counted: Counted) -> str:
    return f"{breaches:,} of {number_of(counted.rows, 'row')} {'breaks' if breaches == 1 else 'break'} it"


def _share(failed: int, rows: int) -> float:
    return min(1.0, failed / rows) if rows else 0.0


@cache
def _frames() -> "BatchDefinition[Any]":
    """Great Expectations' own name for "a pandas frame", made once: making it costs as much as validating a table."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("warehouse").add_dataframe_asset("counts")
    return asset.add_batch_definition_whole_dataframe("window")


def _position(result: "ExpectationValidationResult") -> int:
    config = result.expectation_config
    if config is None or config.meta is None:
        raise RuntimeError("Great Expectations returned a result without its expectation")
    return int(config.meta["position"])


def _named(suite: str, result: "ExpectationValidationResult") -> str:
    """An expectation by its suite, type and arguments."""
    config = result.expectation_config
    if config is None:
        raise RuntimeError("Great Expectations returned a result without its expectation")
    arguments = {name: value for name, value in config.kwargs.items() if name != "batch_id"}
    return f"{suite}: {config.type} {arguments}"
