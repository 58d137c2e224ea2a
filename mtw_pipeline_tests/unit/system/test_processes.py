"""Processes beside this one run no caller's script again, and hear nothing of Ctrl-C where the run ends them."""

import os
import signal
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from mtw_pipeline.installation import PACKAGE
from mtw_pipeline.system.processes import deaf_to_interrupts, without_callers_script

WITHOUT_A_GUARD = """
import os
from multiprocessing import get_context
from mtw_pipeline.system.processes import without_callers_script

print("ran", flush=True)
process = get_context("spawn").Process(target=os.getpid)
with without_callers_script():
    process.start()
process.join()
print(process.exitcode, __file__ == os.sys.modules["__main__"].__file__, __spec__)
"""


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(WITHOUT_A_GUARD, encoding="utf-8")
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.splitlines() == ["ran", "0 True None"]


def test_whoever_spawns_leaves_the_callers_script_alone() -> None:
    texts = {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    spawning = {name for name, text in texts.items() if 'get_context("spawn")' in text}
    assert len(spawning) >= 2
    assert [name for name in sorted(spawning) if "with without_callers_script()" not in texts[name]] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of other processes are POSIX's")
def test_a_process_that_is_just_started_is_not_ended_by_ctrl_c_and_who_started_it_hears_it() -> None:
    process = get_context("spawn").Process(target=os.getpid)
    with without_callers_script(), deaf_to_interrupts():
        process.start()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)
    process.join()
    assert process.exitcode == 0
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
