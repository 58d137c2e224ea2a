"""Great Expectations, which judges what was counted, and the rows that break a rule where there are some.

What belongs here: the suites, made from the declared rules, and what their validation gives. What does not: the rules
(quality.py), the counting (counting.py) and the process in which this runs (validation_process.py), the only one that
imports it. A result never holds a value of a row.
"""

import logging
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from mtw_pipeline.warehouse.late_modules import imported_late
from mtw_pipeline.warehouse.quality import (
    BrokenRow,
    Counted,
    ExpectationResult,
    Rule,
    ValidationResult,
    balance_rules_of,
    rules_of,
)
from mtw_pipeline.warehouse.tables.model import Table

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations import ExpectColumnMaxToBeBetween
    from great_expectations.expectations.expectation import Expectation

_UNUSED = ("altair", "scipy.stats")
"""What Great Expectations imports for figures and for tests of distributions: half of the time of its own import."""
_OF_DATABASES = ("sqlalchemy", "pyspark")


def prepare() -> None:
    """Import Great Expectations and make what every validation needs, so that the first costs no more than the next.

    What it can do with databases and never does here is left away as where SQLAlchemy and PySpark are not installed.
    """
    imported_late(*_UNUSED)
    for name in _OF_DATABASES:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # how Python says that there is none
    import great_expectations.expectations  # noqa: F401 - loading it is the purpose

    _frames()


def validate_counted(table: Table, counted: Counted) -> tuple[ValidationResult, ...]:
    """Validate what was counted of a table by every rule of it.

    Raises:
        KeyError: a rule was not counted.
        RuntimeError: an expectation could not be computed.
    """
    rules = _all_rules(table)
    counts = {rule.name: [_breaches(rule, counted)] for rule in rules}
    found = _validated(_suite(table), pd.DataFrame(counts))
    return tuple(_result_of_rule(table, rule, counted, result) for rule, result in zip(rules, found, strict=True))


def _all_rules(table: Table) -> tuple[Rule, ...]:
    return (*rules_of(table), *balance_rules_of(table))


def _breaches(rule: Rule, counted: Counted) -> int:
    """What the expectation of a rule sees: the rows of the window, or how many breaches of the rule were counted."""
    return counted.rows if rule.name == "row_count" else sum(abs(count) for count in counted.failed[rule.name].values())


@cache
def _maximum() -> "type[ExpectColumnMaxToBeBetween]":
    """Great Expectations' own expectation of a maximum, which is asked for its configuration 50 times a validation.

    It makes each from the arguments, which is half of the time of validating; here it keeps them until they change.
    """
    import great_expectations.expectations as gxe
    from great_expectations.compatibility.pydantic import PrivateAttr
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    logging.getLogger("great_expectations.expectations.registry").setLevel(logging.ERROR)  # it takes the other's place

    class ExpectColumnMaxToBeBetween(gxe.ExpectColumnMaxToBeBetween):
        _of: dict[str, Any] = PrivateAttr(default_factory=dict)
        _made: ExpectationConfiguration = PrivateAttr()

        @property
        def configuration(self) -> ExpectationConfiguration:
            if self._of != self.__dict__:
                self._made = super().configuration
                self._of = dict(self.__dict__)
            made = self._made
            return ExpectationConfiguration(
                type=made.type,
                kwargs=dict(made.kwargs),
                meta=dict(made.meta),
                notes=made.notes,
                description=made.description,
                severity=made.severity,
                id=made.id,
            )

    return ExpectColumnMaxToBeBetween


@cache
def _suite(table: Table) -> "ExpectationSuite":
    """The suite of a table: an expectation a rule, of the column of counts that is named after the rule."""
    import great_expectations as gx

    maximum = _maximum()
    asks_for_rows = [rule.name == "row_count" for rule in _all_rules(table)]
    expectations = [
        maximum(
            column=rule.name,
            min_value=1 if asks else None,
            max_value=None if asks else 0,
            meta={"position": position},
        )
        for position, (rule, asks) in enumerate(zip(_all_rules(table), asks_for_rows, strict=True))
    ]
    return gx.ExpectationSuite(name=table.name, expectations=list(expectations))


def _validated(suite: "ExpectationSuite", frame: pd.DataFrame) -> "list[ExpectationValidationResult]":
    """What Great Expectations finds in a frame, in the order of the positions that its expectations carry."""
    found = _frames().get_batch({"dataframe": frame}).validate(suite, result_format="BASIC").results
    for result in found:
        if not result.result:
            named = result.expectation_config.type if result.expectation_config is not None else "an expectation"
            raise RuntimeError(f"{named} could not be computed: {result.exception_info}")
    return sorted(found, key=_position)


def _result_of_rule(
    table: Table, rule: Rule, counted: Counted, judged: "ExpectationValidationResult"
) -> ValidationResult:
    breaches = 0 if rule.name == "row_count" else _breaches(rule, counted)
    of_counts = ExpectationResult(
        expectation=_named(table.name, judged),
        passed=bool(judged.success),
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
    [judged] = _validated(suite, pd.DataFrame([dict(row) for row in rows]))
    failed = counted.failed[rule.name][column]
    return ExpectationResult(
        expectation=_named(table.name, judged),
        passed=bool(judged.success),
        observed=f"{column}: {failed:,} of {counted.rows:,} rows break it",
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
    if rule.name == "row_count":
        return f"{counted.rows:,} rows"
    counts: Mapping[str, int] = counted.failed[rule.name]
    if rule in balance_rules_of(table):
        told = {name: count for name, count in counts.items() if count} or counts
        return "; ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in told.items())
    return f"{breaches:,} of {counted.rows:,} rows break it"


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
