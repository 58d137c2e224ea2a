"""The validating process: the same results as without it, errors that reach the run, and no process left behind."""

import multiprocessing
import subprocess
import sys

import pandas as pd
import pytest

from mtw_pipeline.warehouse.quality import validate_table
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.validation_process import ValidationProcess, open_validation_process

EMOJI = table_named("tweet_emoji")
DIFFERENCES = {"references": pd.DataFrame({"tweet_id": [0]})}

OPENS_A_PROCESS_AND_WAITS = """
import sys
from mtw_pipeline.warehouse.validation_process import open_validation_process
if __name__ == "__main__":
    with open_validation_process():
        print("open", flush=True)
        sys.stdin.read()
"""


def frame(first: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "tweet_id": pd.Series(["1", first, "3"], dtype="str"),
            "position": [1, 1, 1],
            "emoji": pd.Series(["x", "y", "z"], dtype="str"),
        }
    )


@pytest.mark.parametrize("first", ["2", "1", None])
def test_the_results_are_those_of_the_rules_themselves(validation: ValidationProcess, first: str | None) -> None:
    assert validation.validate(EMOJI, frame(first), DIFFERENCES) == validate_table(EMOJI, frame(first), DIFFERENCES)


def test_what_cannot_be_checked_is_named_and_the_next_table_is_checked_all_the_same(
    validation: ValidationProcess,
) -> None:
    with pytest.raises(RuntimeError, match=r"rules of tweet_emoji could not be checked(.|\n)*KeyError"):
        validation.validate(EMOJI, frame("2").drop(columns="tweet_id"), DIFFERENCES)
    assert all(result.passed for result in validation.validate(EMOJI, frame("2"), DIFFERENCES))


def test_a_validating_process_that_was_killed_is_named() -> None:
    others = set(multiprocessing.active_children())
    with open_validation_process() as validation:
        [process] = set(multiprocessing.active_children()) - others
        process.kill()
        process.join()
        with pytest.raises(RuntimeError, match="tweet_emoji; it may have been killed"):
            validation.validate(EMOJI, frame("2"), DIFFERENCES)


def test_the_validating_process_ends_when_the_run_is_killed() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", OPENS_A_PROCESS_AND_WAITS],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == b"open\n"
    run.kill()
    run.communicate(timeout=60)  # returns once no process holds the other end of the output any more
