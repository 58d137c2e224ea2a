"""Fixtures for every test: a study in a folder of its own, and the process that validates all tables."""

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from mtw_pipeline.cli.app import OBJECTS_BETWEEN_COLLECTIONS
from mtw_pipeline.study.folder import STUDY_VARIABLE, Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess, open_validation_process
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.once import certificates_read_once, revisions_read_once
from mtw_pipeline_tests.warehouses import EmptyWarehouses, one_thread

if TYPE_CHECKING:
    from xdist.remote import Producer

    from mtw_pipeline_tests.scheduling import SharingModules

REALDATA = Path(__file__).resolve().parents[2] / "shared" / "realdata"


def pytest_configure() -> None:
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as mtw does, and for its reason
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell that runs the tests in the background has them ignore Ctrl-C, of which some of them ask.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "SharingModules":
    from mtw_pipeline_tests.scheduling import SharingModules

    return SharingModules(config, log)


@pytest.fixture(autouse=True)
def no_study_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (STUDY_VARIABLE, "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def duckdb_on_one_thread() -> Iterator[None]:
    """For all but what is compared across that: the coded study (assets/conftest.py) is made by ``all_threads``."""
    with one_thread():
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """What libraries read again and again; Dagster, only where a test has loaded it."""
    with certificates_read_once(), revisions_read_once() if "dagster" in sys.modules else nullcontext():
        yield


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make_study(tmp_path / "study")


@pytest.fixture(scope="session")
def empty_warehouses() -> Iterator[EmptyWarehouses]:
    warehouses = EmptyWarehouses()
    yield warehouses
    warehouses.close()


@pytest.fixture
def warehouse(empty_warehouses: EmptyWarehouses) -> Iterator[Warehouse]:
    """An empty warehouse in memory; a test that is about the file opens ``study.warehouse``."""
    with empty_warehouses.lent() as lent:
        yield lent


@pytest.fixture(scope="session")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory without tables: who needs one for some statements takes a ``cursor``, which costs nothing.

    Its temporary tables, macros and settings end with it; opening a database takes 9 ms.
    """
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture(scope="session")
def validation() -> Iterator[ValidationProcess]:
    with open_validation_process() as opened:
        yield opened


@pytest.fixture(scope="session")
def realdata() -> Path:
    if not REALDATA.is_dir():
        pytest.skip("the real exports (../shared/realdata) are not on this machine")
    return REALDATA
