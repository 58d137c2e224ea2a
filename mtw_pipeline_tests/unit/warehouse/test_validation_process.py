"""The validating process: what it is asked and answers, errors that reach the run, and no process left behind."""

import multiprocessing
import subprocess
import sys

import pytest

from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.validation import expectations
from mtw_pipeline.warehouse.validation import process as validation_process
from mtw_pipeline.warehouse.validation.process import ValidationProcess, open_validation_process
from mtw_pipeline.warehouse.validation.quality import Counted, balance_rules_of, rules_of

EMOJI = table_named("tweet_emoji")
RULES = [rule.name for rule in (*rules_of(EMOJI), *balance_rules_of(EMOJI))]

OPENS_A_PROCESS_AND_WAITS = """
import sys
from mtw_pipeline.warehouse.validation.process import open_validation_process
if __name__ == "__main__":
    with open_validation_process():
        print("open", flush=True)
        sys.stdin.read()
"""


def counts(**breaches: int) -> Counted:
    """What was counted of three rows."""
    return Counted(3, {name: {"tweet_id": breaches.get(name, 0)} for name in RULES}, {})


@pytest.mark.parametrize("broken", [name for name in RULES if name != "row_count"])
def test_counts_are_judged_rule_by_rule(validation: ValidationProcess, broken: str) -> None:
    results = validation.validate(EMOJI, counts(**{broken: 2}))
    assert [one.rule.name for one in results] == RULES
    assert [one.rule.name for one in results if not one.passed] == [broken]
    named = [one.expectation for result in results for one in result.results]
    assert all(one.startswith("tweet_emoji: expect_column_max_to_be_between {") for one in named)


def test_a_sum_that_is_too_low_fails_like_one_that_is_too_high(validation: ValidationProcess) -> None:
    found = {result.rule.name: result for result in validation.validate(EMOJI, counts(references=-2))}
    assert not found["references"].passed
    assert found["references"].results[0].observed == "tweet id: -2"


def test_what_cannot_be_checked_is_named_and_the_next_table_is_checked_all_the_same(
    validation: ValidationProcess,
) -> None:
    with pytest.raises(RuntimeError, match=r"rules of tweet_emoji could not be checked(.|\n)*KeyError"):
        validation.validate(EMOJI, Counted(3, {}, {}))
    assert all(result.passed for result in validation.validate(EMOJI, counts()))


def test_a_validating_process_that_was_killed_is_named() -> None:
    others = set(multiprocessing.active_children())
    with open_validation_process() as validation:
        [process] = set(multiprocessing.active_children()) - others
        process.kill()
        process.join()
        with pytest.raises(RuntimeError, match="tweet_emoji; it may have been killed"):
            validation.validate(EMOJI, counts())


def test_a_validating_process_that_was_ended_is_started_by_the_next_question() -> None:
    others = set(multiprocessing.active_children())
    with open_validation_process() as validation:
        validation.end()
        assert set(multiprocessing.active_children()) == others
        assert all(result.passed for result in validation.validate(EMOJI, counts()))
    assert set(multiprocessing.active_children()) == others


def test_the_validating_process_ends_when_the_run_is_killed() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", OPENS_A_PROCESS_AND_WAITS],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == b"open\n"
    run.kill()
    run.communicate(timeout=60)  # returns once no process holds the other end of the output any more


def test_a_run_that_ends_before_it_took_an_answer_ends_the_process_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = multiprocessing.Pipe()

    def validate_counted(*_question: object) -> tuple[()]:
        ours.close()
        return ()

    monkeypatch.setattr(validation_process.signal, "signal", lambda *_given: None)
    monkeypatch.setattr(expectations, "prepare", lambda: None)
    monkeypatch.setattr(expectations, "validate_counted", validate_counted)
    ours.send((EMOJI, counts()))
    validation_process._serve(theirs)
