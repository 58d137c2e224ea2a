"""Folders for the moment: they go with their block, and those of killed processes with the next one."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mtw_pipeline.system.scratch import scratch_folder, sweep

HOLD = """
import sys
from mtw_pipeline.system.scratch import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_a_folder_goes_with_its_block(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "file").write_text("x", encoding="utf-8")
        assert folder.parent == temporary
        assert sweep() == []
        assert folder.is_dir()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_and_nothing_else(temporary: Path) -> None:
    for other in ("mtw-notes", "mtw-x-1-y", "another-1-1-x"):
        (temporary / other).mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as one:
        assert one.stdout is not None
        left = Path(one.stdout.readline().strip())
        with scratch_folder():
            assert left.is_dir()
        one.kill()
        one.communicate()
    assert left.is_dir()
    with scratch_folder():
        assert not left.exists()
    assert sorted(path.name for path in temporary.iterdir()) == ["another-1-1-x", "mtw-notes", "mtw-x-1-y"]


def test_a_folder_of_a_number_that_is_another_process_by_now_goes(temporary: Path) -> None:
    with scratch_folder() as ours:
        number = ours.name.split("-")[1]
        earlier = temporary / f"mtw-{number}-1-abc"
        earlier.mkdir()
        assert sweep() == [earlier]
