"""Modules that are imported late: not before they are asked for something, and then as if they always had been."""

import subprocess
import sys
from pathlib import Path

import pytest

from mtw_pipeline.warehouse.late_modules import imported_late

WHAT_IS_IMPORTED = """
import sys
from mtw_pipeline.warehouse.expectations import prepare
prepare()
asked = {"altair.vegalite", "scipy.stats._stats_py", "sqlalchemy.engine", "great_expectations"}
print(*sorted(asked & sys.modules.keys()))
"""


def test_a_module_is_imported_by_the_first_who_asks_it_for_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_late_module.py").write_text(
        "import sys\nsys.it_was_imported = True\nanswer = 42\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "it_was_imported", False, raising=False)
    imported_late("a_late_module")
    import a_late_module as late  # type: ignore[import-not-found]

    assert not vars(sys)["it_was_imported"]
    assert late.answer == 42
    assert vars(sys)["it_was_imported"]
    assert late.answer == 42
    with pytest.raises(AttributeError, match="nothing"):
        _ = late.nothing
    monkeypatch.delitem(sys.modules, "a_late_module")


def test_a_module_that_is_imported_stays() -> None:
    imported_late("pytest")
    assert sys.modules["pytest"] is pytest


def test_the_validation_process_imports_no_more_of_great_expectations_than_it_needs() -> None:
    done = subprocess.run([sys.executable, "-c", WHAT_IS_IMPORTED], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["great_expectations"]
