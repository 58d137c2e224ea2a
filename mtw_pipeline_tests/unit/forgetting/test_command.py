"""Forgetting that was stopped, as the next command and the next run meet it."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.forgetting.register import read_register, write_register
from mtw_pipeline.runs.running import run_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.unfinished import is_unfinished
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row


@pytest.fixture
def stopped(study: Study) -> Study:
    """A study in which forgetting was stopped after its first step."""
    register = read_register(study.forgotten).with_tweets([rtweet_row(1)["status_id"]])
    write_register(study.forgotten, replace(register, is_unfinished=True))
    return study


def test_the_next_command_of_any_kind_finishes_it(stopped: Study) -> None:
    done = CliRunner().invoke(build_app(), ["windows", "--study", str(stopped.root)], catch_exceptions=False)
    assert done.exit_code == 0
    assert "finished first" in done.output
    assert "No trace is left" in done.output
    assert not is_unfinished(stopped.root)
    again = CliRunner().invoke(build_app(), ["windows", "--study", str(stopped.root)], catch_exceptions=False)
    assert "finished first" not in again.output


def test_a_run_from_elsewhere_does_nothing_and_says_what_to_do(stopped: Study, validation: ValidationProcess) -> None:
    put(stopped, "a.csv", csv_text([rtweet_row(1), rtweet_row(2)]))
    with instance_of(stopped) as instance:
        outcome = run_window(instance, stopped, WINDOW, validation, "raw_tweets")
    assert not outcome.succeeded
    assert "Finish it first: mtw forget" in outcome.problem
    assert not stopped.warehouse.exists()


def test_what_remains_is_said_last_and_is_a_failure(stopped: Study, tmp_path: Path) -> None:
    asked = stopped.root / "asked.txt"
    asked.write_text(rtweet_row(1)["status_id"] + "\n", encoding="utf-8")
    done = CliRunner().invoke(build_app(), ["forget", "--tweets", str(asked), "--study", str(stopped.root)])
    assert done.exit_code == 1
    lines = done.output.strip().splitlines()
    assert lines[-1] == "Forgotten, but for what is said above to remain, in 1 place."
    assert f"Remains: {asked}: the id of a forgotten tweet. Clean, replace or delete it" in done.output


def test_lines_that_name_nobody_are_said_by_their_numbers(study: Study, tmp_path: Path) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2)]))
    asked = tmp_path / "asked.txt"
    asked.write_text("\n@inv_l\n", encoding="utf-8")
    done = CliRunner().invoke(build_app(), ["forget", "--users", str(asked), "--study", str(study.root)])
    assert "Nobody in the study has the name or id of 1 line of the file (2)" in done.output
    assert "inv_l" not in done.output
    assert "0 tweets to forget" in done.output
