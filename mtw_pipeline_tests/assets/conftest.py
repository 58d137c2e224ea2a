"""The studies that tests of whole runs look at; whoever changes one takes a copy (studies.copy_of).

Workers of one session do not share them: the tests of one study run on one worker (../conftest.py).
"""

from contextlib import nullcontext

import pytest

from mtw_pipeline.cli import run_commands
from mtw_pipeline.warehouse.validation_process import ValidationProcess
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.settings_watch import watched_settings
from mtw_pipeline_tests.studies import CodedStudy, StudyThatWasRun, coded_study, small_study


@pytest.fixture(scope="session")
def sections_seen() -> dict[str, set[str]]:
    """Of every asset of ``coded`` the sections of study.toml that its run read."""
    return {}


@pytest.fixture(scope="session")
def coded(
    tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess, sections_seen: dict[str, set[str]]
) -> CodedStudy:
    with watched_settings(sections_seen):
        return coded_study(tmp_path_factory.mktemp("coded") / "study", validation)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess) -> StudyThatWasRun:
    return small_study(tmp_path_factory.mktemp("small") / "study", validation)


@pytest.fixture
def mtw_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], validation: ValidationProcess
) -> MtwHere:
    monkeypatch.setattr(run_commands, "open_validation_process", lambda: nullcontext(validation))
    return MtwHere(monkeypatch, capsys)
