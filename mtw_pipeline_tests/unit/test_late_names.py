"""Names that are imported late: not before they are asked for, and then as if they always had been."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from mtw_pipeline.lazy_imports.late_names import as_if_not_installed, names_imported_late

INIT = """
from .late import answer as told, question
from a_package_of_tests.used import SIZE
from .at_once import nothing
from .starred import *
TWICE = 2 * SIZE
"""
MODULES = {
    "late": "answer = 42\nquestion = '?'",
    "used": "SIZE = 3",
    "at_once": "nothing = None",
    "starred": "STAR = 1",
}


def test_names_are_imported_by_the_first_who_asks_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "a_package_of_tests"
    package.mkdir()
    (package / "__init__.py").write_text(INIT, encoding="utf-8")
    for name, text in MODULES.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    names_imported_late({package.name: ("at_once",)})
    import a_package_of_tests as one  # type: ignore[import-not-found]

    imported = {name for name in MODULES if f"{package.name}.{name}" in sys.modules}
    assert imported == {"used", "at_once", "starred"}
    assert (one.TWICE, one.nothing, one.STAR) == (6, None, 1)
    assert (one.told, one.question) == (42, "?")
    with pytest.raises(AttributeError, match="answer"):
        _ = one.answer
    for name in [package.name, *(f"{package.name}.{name}" for name in MODULES)]:
        monkeypatch.delitem(sys.modules, name)


def test_what_is_hidden_is_not_there_for_the_block_alone_and_what_is_loaded_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_module_of_tests.py").write_text("answer = 42", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with as_if_not_installed("a_module_of_tests", "pytest"):
        with pytest.raises(ImportError):
            import_module("a_module_of_tests")
        assert import_module("pytest") is pytest
    assert import_module("a_module_of_tests").answer == 42
    monkeypatch.delitem(sys.modules, "a_module_of_tests")
