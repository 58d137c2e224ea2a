"""The files of the tests of a module, read as one window (together.py)."""

from collections.abc import Iterator

import pytest

from mtw_pipeline_tests.unit.exports.together import MARKER, ReadFile, files_read_together
from mtw_pipeline_tests.warehouses import EmptyWarehouses


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARKER}(content, suffix, bounds): of which file a test asks (together.py)")


@pytest.fixture(scope="module")
def files_of_module(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_warehouses: EmptyWarehouses
) -> Iterator[dict[str, ReadFile]]:
    tests = [test for test in request.session.items if test.path == request.path]
    with files_read_together(tests, tmp_path_factory.mktemp("together"), empty_warehouses) as read:
        yield read


@pytest.fixture
def read(request: pytest.FixtureRequest, files_of_module: dict[str, ReadFile]) -> ReadFile:
    """What became of the file of this test."""
    return files_of_module[request.node.nodeid]
