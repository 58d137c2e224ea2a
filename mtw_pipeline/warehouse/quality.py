"""The checks of every table: rules made from its declaration, validated by Great Expectations.

What belongs here: which rules follow from a declaration, and the validation of a frame. What does not: how a check is
shown (defs/checks.py) and what a table is (tables/). Frames are projected to the columns that a rule needs, so that
no tweet text is ever loaded, and a result never holds a value of a row, only counts and the numbers of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from mtw_pipeline.warehouse.tables.model import Column, Table

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

Severity = Literal["error", "warning"]

ROW = "row_id"
MOST_ROWS = 5
_RULES_BY_ROW = ("required_columns", "ranges")
_WINDOW = "collection_window"  # a check reads one window's rows, so that rules on this column could not fail


@dataclass(frozen=True)
class Rule:
    """One rule of a table, which is one check of its asset.

    Args:
        name: its name among the table's rules: ``key_unique``, ``required_columns``, ...
        meaning: what it demands, for people.
        severity: an error stops what depends on the table; a warning is shown.
        columns: the columns that it reads.
        remedy: what a person can do where rows break it, as a sentence without its full stop.
    """

    name: str
    meaning: str
    severity: Severity
    columns: tuple[str, ...]
    remedy: str


@dataclass(frozen=True)
class FailedRow:
    """A row that breaks a rule: its number in the table, and the columns that break it. No value of it.

    Args:
        row_id: DuckDB's ``rowid`` where the frame has the column ``row_id``, else its place in the frame.
        columns: the columns.
    """

    row_id: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class ExpectationResult:
    """One expectation's result; counts and places only, never a value of a row.

    Args:
        expectation: what was expected.
        passed: whether it was met.
        observed: what was found.
        failed_rows: rows that break it.
        failed_share: their share.
        first_rows: the first of them.
        places: where these stand, for people: file, row and column, or the key.
    """

    expectation: str
    passed: bool
    observed: str
    failed_rows: int
    failed_share: float
    first_rows: tuple[FailedRow, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValidationResult:
    """What a rule found.

    Args:
        rule: the rule.
        passed: whether every expectation of it was met.
        results: one per expectation: what was expected, observed, and how many rows failed.
    """

    rule: Rule
    passed: bool
    results: tuple[ExpectationResult, ...]


def rules_of(table: Table) -> tuple[Rule, ...]:
    """The rules that follow from a declaration, the same whatever the data are."""
    rules: list[Rule] = []
    remedy = _remedy(table)
    if table.expects_rows != "perhaps":
        severity: Severity = "error" if table.expects_rows == "always" else "warning"
        rules.append(Rule("row_count", "the window has at least one row", severity, (), _remedy_of_no_rows(table)))
    key = tuple(name for name in table.key if name != _WINDOW) or table.key
    rules.append(Rule("key_unique", f"{', '.join(key)} name one row only of a window", "error", key, remedy))
    required = _names(table, lambda column: column.required)
    rules.append(Rule("required_columns", f"never NULL: {', '.join(required)}", "error", required, remedy))
    allowed = _names(table, lambda column: bool(column.allowed or column.pattern))
    if allowed:
        meaning = f"only declared values, or of the declared form: {', '.join(allowed)}"
        rules.append(Rule("allowed_values", meaning, "error", allowed, remedy))
    ranges = _names(table, lambda column: column.minimum is not None or column.maximum is not None)
    if ranges:
        rules.append(Rule("ranges", f"within declared limits: {', '.join(ranges)}", "warning", ranges, remedy))
    return tuple(rules)


def _remedy(table: Table) -> str:
    if table.is_of_exports:
        return (
            "Look at these rows in the files of incoming/: what is wrong there, mend or export again; what is right,"
            " report with what mtw inspect FILE says"
        )
    return (
        f"Make the table anew: mtw run --select {table.name}; if it stays, it is an error of the program: report these"
        " keys"
    )


def _remedy_of_no_rows(table: Table) -> str:
    if table.stage == "collection":
        return (
            "Look why nothing was taken: mtw inspect FILE; then put exports of the window into incoming/: mtw add FILE"
        )
    return (
        f"Look at what it is made from, and at its settings in study.toml: mtw lineage {table.name}.{table.key[-1]}; a"
        " collection without any is possible"
    )


def balance_rules_of(table: Table) -> tuple[Rule, ...]:
    """The rules of a table that compare it with others; each reads counts that must all be 0."""
    rules = [
        Rule(one.name, one.meaning, "error" if one.is_error else "warning", one.columns, one.remedy)
        for one in table.balances
    ]
    if table.references:
        columns = tuple(reference.column for reference in table.references)
        named = ", ".join(f"{one.column} in {one.table}.{one.to_column}" for one in table.references)
        rules.append(Rule("references", f"every value stands there: {named}", "error", columns, _remedy(table)))
    return tuple(rules)


def validate_table(
    table: Table, frame: pd.DataFrame, differences: Mapping[str, pd.DataFrame]
) -> tuple[ValidationResult, ...]:
    """Validate a table by every rule of it.

    Args:
        table: the declaration.
        frame: rows of the table, at least the columns that the rules read.
        differences: for every balance rule, by its name, a frame whose columns must hold nothing but 0.

    Raises:
        KeyError: a frame or a column that a rule reads is not there.
    """
    balances = (validate_differences(rule, differences[rule.name]) for rule in balance_rules_of(table))
    return (*validate_rows(table, frame), *balances)


def validate_rows(table: Table, frame: pd.DataFrame) -> tuple[ValidationResult, ...]:
    """Validate a frame by the rules that read the table's own rows.

    Raises:
        KeyError: the frame lacks a column that a rule reads.
    """
    rules = rules_of(table)
    by_row = {rule.name: _first_broken_columns(table, rule, frame) for rule in rules if rule.name in _RULES_BY_ROW}
    expectations = [(rule, expectation) for rule in rules for expectation in _expectations(table, rule)]
    numbered = frame.assign(**by_row, **({} if ROW in frame.columns else {ROW: range(len(frame))}))
    results = expectation_results(numbered, [expectation for _, expectation in expectations])
    found: dict[str, list[ExpectationResult]] = {rule.name: [] for rule in rules}
    for (rule, _), result in zip(expectations, results, strict=True):
        named = _named(by_row[rule.name]) if rule.name in by_row and not result.passed else result.observed
        found[rule.name].append(replace(result, observed=named))
    return tuple(validation_result(rule, found[rule.name]) for rule in rules)


def _first_broken_columns(table: Table, rule: Rule, frame: pd.DataFrame) -> "pd.Series[str]":
    """For every row the first of the rule's columns that breaks it, NULL where none does.

    One expectation then validates the rule, where one per column would cost a run a second.
    """
    broken = pd.Series(None, index=frame.index, dtype="str")
    for name in reversed(rule.columns):
        broken = broken.mask(_breaks(table.column(name), rule, frame[name]).fillna(value=False).astype(bool), name)
    return broken


def _breaks(column: Column, rule: Rule, values: "pd.Series[Any]") -> "pd.Series[bool]":
    if rule.name == "required_columns":
        return values.isna()
    below = values < column.minimum if column.minimum is not None else values.isna() & values.notna()
    return below | (values > column.maximum) if column.maximum is not None else below


def _named(broken: "pd.Series[str]") -> str:
    return "; ".join(f"{name}: {count} rows" for name, count in broken.value_counts(sort=False).items())


def validation_result(rule: Rule, results: Sequence[ExpectationResult]) -> ValidationResult:
    """A rule's validation result from the results of its expectations."""
    return ValidationResult(rule, all(result.passed for result in results), tuple(results))


def validate_differences(rule: Rule, frame: pd.DataFrame) -> ValidationResult:
    """Validate a frame of differences: whatever its columns name, every one of them must be 0 in every row."""
    import great_expectations.expectations as gxe

    expectations = [gxe.ExpectColumnValuesToBeInSet(column=name, value_set=[0]) for name in rule.columns]
    results = expectation_results(frame, expectations)
    named = (
        replace(result, observed=f"{name.replace('_', ' ')}: {max(frame[name].dropna(), key=abs, default=0):,}")
        for name, result in zip(rule.columns, results, strict=True)
    )
    return validation_result(rule, list(named))


def expectation_results(frame: pd.DataFrame, expectations: "Sequence[Expectation]") -> list[ExpectationResult]:
    """What Great Expectations finds in a frame, one result per expectation, in their order.

    Raises:
        KeyError: an expectation reads a column that the frame lacks.
        RuntimeError: an expectation could not be computed.
    """
    import great_expectations as gx

    for position, expectation in enumerate(expectations):
        missing = sorted(_columns_of(expectation) - set(frame.columns))
        if missing:
            raise KeyError(f"the frame lacks the column {', '.join(missing)}")
        expectation.meta = {"position": position}
    batch = _frames().get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite(name="rules", expectations=list(expectations))
    outcome = batch.validate(suite, result_format="BASIC")
    found = [_expectation_result(result, len(frame)) for result in sorted(outcome.results, key=_position)]
    failed = [place for place, one in enumerate(found) if one.failed_rows]
    if ROW in frame.columns and failed:  # only then are rows worth looking for: it costs as much again
        again = gx.ExpectationSuite(name="failed rules", expectations=[expectations[place] for place in failed])
        named = {"result_format": "SUMMARY", "unexpected_index_column_names": [ROW]}
        for result in batch.validate(again, result_format=named).results:
            place = _position(result)
            found[place] = replace(found[place], first_rows=_first_rows(expectations[place], result))
    return found


def _first_rows(expectation: "Expectation", result: "ExpectationValidationResult") -> tuple[FailedRow, ...]:
    """The first rows that break an expectation, by their numbers; the values that come with them are left here."""
    rows = []
    for one in result.result.get("partial_unexpected_index_list", [])[:MOST_ROWS]:
        columns = sorted(_columns_of(expectation))
        if set(columns) <= set(_RULES_BY_ROW):  # such a column holds the name of the one that breaks the rule
            columns = [str(one[name]) for name in columns]
        rows.append(FailedRow(int(one[ROW]), tuple(columns)))
    return tuple(rows)


def prepare() -> None:
    """Import Great Expectations and make what every validation needs, so that the first costs no more than the next."""
    import great_expectations.expectations  # noqa: F401 - loading it is the purpose

    _frames()


@cache
def _frames() -> "BatchDefinition[Any]":
    """Great Expectations' own name for "a pandas frame", made once: making it costs as much as validating a table."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("warehouse").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("window")


def _position(result: "ExpectationValidationResult") -> int:
    if result.expectation_config is None or result.expectation_config.meta is None:
        raise RuntimeError("Great Expectations returned a result without its expectation")
    return int(result.expectation_config.meta["position"])


def _expectation_result(result: "ExpectationValidationResult", rows: int) -> ExpectationResult:
    config = result.expectation_config
    if config is None:
        raise RuntimeError("Great Expectations returned a result without its expectation")
    if not result.result:
        raise RuntimeError(f"{config.type} could not be computed: {result.exception_info}")
    arguments = {name: value for name, value in config.kwargs.items() if name != "batch_id"}
    failed = int(result.result.get("unexpected_count", 0))
    observed = result.result.get("observed_value")
    named = f"{arguments['column']}: " if "column" in arguments else ""
    return ExpectationResult(
        expectation=f"{config.type} {arguments}",
        passed=bool(result.success),
        observed=f"{observed:,} rows" if observed is not None else f"{named}{failed:,} of {rows:,} rows break it",
        failed_rows=failed,
        failed_share=failed / rows if rows else 0.0,
    )


def _columns_of(expectation: "Expectation") -> set[str]:
    column = getattr(expectation, "column", None)
    return {column} if isinstance(column, str) else set(getattr(expectation, "column_list", ()))


def _expectations(table: Table, rule: Rule) -> "list[Expectation]":
    import great_expectations.expectations as gxe

    columns = [table.column(name) for name in rule.columns]
    made: list[Expectation] = []
    match rule.name:
        case "row_count":
            made = [gxe.ExpectTableRowCountToBeBetween(min_value=1)]
        case "key_unique":
            made = [
                gxe.ExpectColumnValuesToBeUnique(column=rule.columns[0])
                if len(rule.columns) == 1
                else gxe.ExpectCompoundColumnsToBeUnique(column_list=list(rule.columns))
            ]
        case "required_columns" | "ranges":
            made = [gxe.ExpectColumnValuesToBeNull(column=rule.name)]
        case "allowed_values":
            made = [
                gxe.ExpectColumnValuesToBeInSet(column=column.name, value_set=list(column.allowed))
                if column.allowed
                else gxe.ExpectColumnValuesToMatchRegex(column=column.name, regex=f"^(?:{column.pattern})$")
                for column in columns
            ]
    return made


def _names(table: Table, chosen: Callable[[Column], bool]) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if chosen(column) and column.name != _WINDOW)
