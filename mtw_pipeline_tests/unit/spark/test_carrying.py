"""What can be said of the dialect without Spark; whether rows are equal, mtw_pipeline_tests/spark asks."""

import re
from dataclasses import replace

import pytest

from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.dialect.classes import class_members
from mtw_pipeline.spark.dialect.model import NotCarriedError, Rule
from mtw_pipeline.spark.dialect.patterns import java_full_pattern, java_pattern, java_replacement, matches_once
from mtw_pipeline.spark.dialect.rules import RULES
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline_tests.spark.planted import is_of_a_window, statement_tables
from mtw_pipeline_tests.spark.rule_examples import EXAMPLES, REFUSED

_BOUNDED = re.compile(r"\[\\x\{(\w+)\}-\\x\{(\w+)\}&&\[")
_MEMBER = re.compile(r"\\x\{(\w+)\}|[a-z]")


def test_every_rule_has_examples_and_every_example_a_rule() -> None:
    assert {rule.name for rule in RULES} == EXAMPLES.keys() | REFUSED.keys()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name in EXAMPLES], ids=lambda rule: rule.name)
def test_a_rule_is_what_changes_its_examples(rule: Rule) -> None:
    others = tuple(one for one in RULES if one is not rule)
    for example in EXAMPLES[rule.name]:
        written = carried(example.statement, example.parameters)
        assert written != _or_none(example.statement, example.parameters, others), example.statement


@pytest.mark.parametrize("name", REFUSED)
def test_what_nothing_could_carry_is_refused(name: str) -> None:
    for example in REFUSED[name]:
        with pytest.raises(NotCarriedError):
            carried(example.statement, example.parameters)


def test_every_statement_of_a_table_is_carried(study: Study) -> None:
    for table in statement_tables():
        parameters = statement_parameters(table.statement, study)
        if is_of_a_window(table):
            parameters["collection_window"] = "2021-01-01_2021-01-31"
        assert carried(sql_text(table.statement), parameters).text


@pytest.mark.parametrize(
    ("of_duckdb", "of_java"),
    [
        (r"a$", r"a\z"),
        (r"[$.]\$", r"[$.]\$"),
        (r"\s[\s,]\S", r"[\t\n\f\r ][\t\n\f\r ,][^\t\n\f\r ]"),
        (r".", r"[^\n]"),
        (r"[[a]", r"[\[a]"),
        (r"[a&&b]", r"[a\&\&b]"),
        (r"[]a]", r"[\]a]"),
        (r"[^^]", r"[^\^]"),
        (r"(?i)a(?i:b)", r"(?iu)a(?iu:b)"),
        (r"\p{L}\p{Cyrillic}\P{Lu}\p{^Greek}", r"\p{L}\p{IsCyrillic}\P{Lu}\P{IsGreek}"),
        (r"\x{1F600}", r"\x{1F600}"),
        (r"a(?:b)*", r"a(?:b)*+"),
        (r"a(?:b)*c", r"a(?:b)*c"),
        (r"a\)*", r"a\)*"),
        (r"a\\(b)*", r"a\\(b)*+"),
        (r"aaa|bbb", r"([ab])\1{2}"),
        (r"aaa|bb", r"aaa|bb"),
        (r"a|b", r"a|b"),
        (r"[^\x{E9}b-d\x{F1}-\x{F3}-]", r"[^\x{E9}b-d\x{F1}-\x{F3}-]"),
        (r"[^é\p{L}\x{100}b\x{F1}-\x{F3}à]", r"[^\p{L}b[\x{E0}-\x{100}&&[àé\x{F1}-\x{F3}\x{100}]]]"),
    ],
)
def test_patterns(of_duckdb: str, of_java: str) -> None:
    assert java_pattern(of_duckdb) == of_java


def test_of_a_large_class_few_questions_are_asked() -> None:
    """As Java asks them: of each nested class first whether the character lies within its bounds."""
    points = range(0x2000, 0x2000 + 3 * 200, 3)
    written = class_members(["a", *(rf"\x{{{point:X}}}" for point in points)])
    asked = {point: _asked(written, point) for point in (ord("b"), *range(points.start - 1, points.stop + 1, 2))}
    assert [point for point, (_, is_in) in asked.items() if is_in] == [point for point in asked if point in points]
    assert asked[ord("b")][0] == 2
    assert max(questions for questions, _ in asked.values()) <= 1 + 3 * 8 + 1


def _asked(written: str, point: int) -> tuple[int, bool]:
    """How many questions a class asks of a character, and whether it is in it."""
    questions, at = 0, 0
    while at < len(written):
        bounded = _BOUNDED.match(written, at)
        single = None if bounded else _MEMBER.match(written, at)
        found = bounded or single
        assert found is not None
        questions += 1
        at = found.end()
        if single and point == (int(single[1], 16) if single[1] else ord(single[0])):
            return questions, True
        if bounded:
            end = _end_of_nested(written, at)
            if int(bounded[1], 16) <= point <= int(bounded[2], 16):
                within, is_in = _asked(written[at:end], point)
                questions += within
                if is_in:
                    return questions, True
            at = end + len("]]")
    return questions, False


def _end_of_nested(written: str, start: int) -> int:
    depth = 1
    for at in range(start, len(written)):
        depth += {"[": 1, "]": -1}.get(written[at], 0)
        if depth == 0:
            return at
    raise AssertionError(written)


@pytest.mark.parametrize(
    "pattern", [r"\Ba", r"\ba", "[[:alpha:]]", "(?s)a", "(?P<name>a)", "(?i-s:a)", r"[\S]", r"\Qa\E"]
)
def test_patterns_without_an_equal(pattern: str) -> None:
    with pytest.raises(NotCarriedError):
        java_pattern(pattern)


def test_whole_texts_and_replacements() -> None:
    assert java_full_pattern("a|(b)*") == r"\A(?:a|(b)*)\z"
    assert java_replacement(r"\1 $\2\\") == r"$1 \$$2\\"
    with pytest.raises(NotCarriedError):
        java_replacement(r"\n")


@pytest.mark.parametrize(
    ("pattern", "once"), [("^a", True), (r"^(a|b)\|[|]", True), ("^a|b", False), ("a", False), ("(?i)^a", True)]
)
def test_whether_a_pattern_can_match_once_only(pattern: str, once: bool) -> None:
    assert matches_once(pattern) is once


def test_rows_for_the_lake_are_not_sorted() -> None:
    """Spark would make them twice; within windows and before a limit an order says which rows they are."""
    statement = "select a, row_number() over (order by b) as place from t order by a"
    assert carried(statement, {}, in_order=False).text == carried(statement.removesuffix(" order by a"), {}).text
    assert carried(f"{statement} limit 3", {}, in_order=False) == carried(f"{statement} limit 3", {})


def test_what_is_materialized_is_a_step_of_its_own() -> None:
    """With what it reads of the statement; it may read the step before it."""
    first, second = "a as (select $x as x)", "b as materialized (select x, $y as y from a)"
    third = "c as materialized (select y from b), d as (select y from c)"
    statement = f"with {first}, {second}, {third} select y from d, a"
    parameters = {"x": 1, "y": 2}
    given = carried(statement, parameters, in_steps=True)
    expected = {
        "b": carried(f"with {first} select x, $y as y from a", parameters),
        "c": carried(f"with {first} select y from b", parameters),
    }
    assert dict(given.steps) == expected
    assert replace(given, steps=()) == carried(f"with {first}, d as (select y from c) select y from d, a", parameters)
    assert carried(statement, parameters).steps == ()


def test_a_parameter_that_is_asked_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        carried("select $a", {})


def _or_none(statement: str, parameters: dict[str, object], rules: tuple[Rule, ...]) -> object:
    try:
        return carried(statement, parameters, rules)
    except (NotCarriedError, KeyError):
        return None
