"""The judging process: the same verdicts as without it, errors that reach the run, and no process left behind."""

import multiprocessing
import subprocess
import sys

import pandas as pd
import pytest

from mtw_pipeline.judge import Judge, open_judge
from mtw_pipeline.quality import judge as judge_here
from mtw_pipeline.tables import table_named

EMOJI = table_named("tweet_emoji")
DIFFERENCES = {"references": pd.DataFrame({"tweet_id": [0]})}

OPENS_A_JUDGE_AND_WAITS = """
import sys
from mtw_pipeline.judge import open_judge
if __name__ == "__main__":
    with open_judge():
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
def test_the_verdicts_are_those_of_the_rules_themselves(judge: Judge, first: str | None) -> None:
    assert judge.verdicts(EMOJI, frame(first), DIFFERENCES) == judge_here(EMOJI, frame(first), DIFFERENCES)


def test_what_cannot_be_judged_is_told_and_the_next_table_is_judged_all_the_same(judge: Judge) -> None:
    with pytest.raises(RuntimeError, match=r"rules of tweet_emoji could not be judged(.|\n)*KeyError"):
        judge.verdicts(EMOJI, frame("2").drop(columns="tweet_id"), DIFFERENCES)
    assert all(verdict.passed for verdict in judge.verdicts(EMOJI, frame("2"), DIFFERENCES))


def test_a_judging_process_that_was_killed_is_named() -> None:
    others = set(multiprocessing.active_children())
    with open_judge() as judge:
        [process] = set(multiprocessing.active_children()) - others
        process.kill()
        process.join()
        with pytest.raises(RuntimeError, match="tweet_emoji; it may have been killed"):
            judge.verdicts(EMOJI, frame("2"), DIFFERENCES)


def test_the_judging_process_ends_when_the_run_is_killed() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", OPENS_A_JUDGE_AND_WAITS],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == b"open\n"
    run.kill()
    run.communicate(timeout=60)  # returns once no process holds the other end of the output any more
