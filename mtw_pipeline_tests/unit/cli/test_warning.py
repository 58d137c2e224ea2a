"""What commands say of files that are older than what they are made of."""

import os
from contextlib import nullcontext

import pytest

from mtw_pipeline.cli import planned_runs
from mtw_pipeline.cli.commands import run as run_commands
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.commands import MtwHere


@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.parametrize("command", ["run", "status"])
@pytest.mark.parametrize(("days_older", "is_said"), [(1, True), (0, False), (-1, False)])
def test_a_supplement_that_is_older_than_its_report_is_named(
    study: Study,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    days_older: int,
    *,
    is_said: bool,
    planned: bool,
) -> None:
    monkeypatch.setattr(planned_runs, "planned_runs", lambda *_: [planned_runs.PlannedRun(WINDOW)] if planned else [])
    monkeypatch.setattr(planned_runs, "planned_now", lambda *_: None)
    monkeypatch.setattr(run_commands, "open_validation_process", nullcontext)
    put(study, "export.csv", csv_text([rtweet_row(1)]))
    mtw = MtwHere(monkeypatch, capsys)
    assert "supplement" not in mtw(command, "--study", study.root).stderr
    pages = study.report_of(WINDOW), study.supplement_of(WINDOW)
    for page, age in zip(pages, (0, days_older), strict=True):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.touch()
        os.utime(page, (1_800_000_000, 1_800_000_000 - age * 86_400))
    said = " ".join(mtw(command, "--study", study.root).stderr.split())
    told = f"the supplement of {WINDOW.key} is older than its report, whose numbers may be others: mtw supplement "
    assert (told in said) == is_said
