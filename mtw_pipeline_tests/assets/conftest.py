"""The studies that tests of whole runs look at; whoever changes one takes a copy (studies.copy_of).

Workers of one session do not share them: the tests of one study run on one worker (../conftest.py).
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.home.instance import make_home
from mtw_pipeline.report.writing import Figures
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.commands import MtwHere, validate_in
from mtw_pipeline_tests.mixed import mixed_study
from mtw_pipeline_tests.other_system import other_system
from mtw_pipeline_tests.settings_watch import watched_settings
from mtw_pipeline_tests.studies import CodedStudy, StudyThatWasRun, coded_study, copy_of, run, small_study
from mtw_pipeline_tests.warehouses import all_threads


@pytest.fixture(scope="session", autouse=True)
def two_crosstabs_drawn() -> Iterator[None]:
    """Of seven that a coded study has: each chart takes a third of a second, and unit/report/ looks at them."""
    crosstabs = Figures._crosstabs
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figures, "_crosstabs", lambda figures: islice(crosstabs(figures), 2))
        yield


@pytest.fixture(scope="session")
def sections_seen() -> dict[str, set[str]]:
    """Of every asset of ``coded`` the sections of study.toml that its run read."""
    return {}


@pytest.fixture(scope="session")
def coded(
    tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess, sections_seen: dict[str, set[str]]
) -> CodedStudy:
    with watched_settings(sections_seen), all_threads():
        return coded_study(tmp_path_factory.mktemp("coded") / "study", validation)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess) -> StudyThatWasRun:
    return small_study(tmp_path_factory.mktemp("small") / "study", validation)


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess) -> StudyThatWasRun:
    """A study of one window with posts of X, Bluesky and Mastodon, run on a system that has as little as Windows."""
    study = mixed_study(tmp_path_factory.mktemp("mixed") / "study")
    with other_system():
        return StudyThatWasRun(study, (run(study, validation),))


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study without exports, with its home and its empty warehouse, to be copied, never changed.

    Dagster takes half a second to make the one, the tables and what they say of themselves a quarter the other.
    """
    study = make_study(tmp_path_factory.mktemp("fresh") / "study")
    make_home(study)
    with open_warehouse(study.warehouse, "a test"):
        return study


@pytest.fixture(scope="session")
def definitions(fresh: Study) -> dg.Definitions:
    """What Dagster knows of a study without settings of its own; it costs a quarter of a second to make."""
    return build_definitions(fresh.root)


@pytest.fixture
def study(fresh: Study, tmp_path: Path) -> Study:
    """A study without exports, with its home and its empty warehouse."""
    return copy_of(fresh, tmp_path / "study")


@pytest.fixture
def mtw_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], validation: ValidationProcess
) -> MtwHere:
    validate_in(monkeypatch, validation)
    return MtwHere(monkeypatch, capsys)
